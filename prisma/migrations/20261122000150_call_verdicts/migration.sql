-- The last success and the last failure of an endpoint are found without reading all that lies between.
DROP INDEX unico_call_endpoint_at_idx;
CREATE INDEX unico_call_endpoint_verdict_at_http_status_unico_code_idx ON unico_call (endpoint, verdict, at, http_status, unico_code);
