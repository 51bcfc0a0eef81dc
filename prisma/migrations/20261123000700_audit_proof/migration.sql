-- The proof of the log. Each event carries the number of its transaction, so that a sealer can take exactly those whose
-- transactions are over: all below the snapshot horizon, none of which can still commit. Blocks are ranges of those
-- numbers without a gap, so nothing is written to an event, and writers share no lock.

ALTER TABLE audit_event
  ADD COLUMN form smallint NOT NULL DEFAULT 1,
  ADD COLUMN xid bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX audit_event_by_xid ON audit_event (xid, seq);

ALTER TABLE audit_event ADD CONSTRAINT audit_event_seq_check CHECK (seq > 0);

-- Neither the transaction's number nor the event's own is the program's to choose.
REVOKE INSERT ON audit_event FROM contraprova_app;
GRANT INSERT (at, actor_kind, actor_id, actor_role, session_id, address, request_id, action, outcome, entity_type,
  entity_id, detail, hash, form) ON audit_event TO contraprova_app;

CREATE TABLE audit_block (
  number bigint PRIMARY KEY CHECK (number > 0),
  previous bytea NOT NULL CHECK (octet_length(previous) = 32),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  count integer NOT NULL CHECK (count > 0),
  total bigint NOT NULL CHECK (total >= count),
  xid_from bigint NOT NULL,
  xid_until bigint NOT NULL CHECK (xid_until > xid_from),
  sealed_at timestamptz(3) NOT NULL,
  key_id text NOT NULL,
  head bytea NOT NULL CHECK (octet_length(head) = 32),
  signature bytea NOT NULL CHECK (octet_length(signature) = 64)
);
CREATE UNIQUE INDEX audit_block_by_xid ON audit_block (xid_until);
CREATE TRIGGER audit_block_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_block
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON audit_block TO contraprova_app;
GRANT SELECT ON audit_block TO contraprova_export;

-- What stays of events whose month was archived: their hashes, so that the chain is checked across the boundary.
CREATE TABLE audit_archived (
  xid bigint NOT NULL,
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (xid, seq)
);
CREATE TRIGGER audit_archived_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_archived
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT ON audit_archived TO contraprova_app;

-- Takes one month out of the log, for its owner to keep elsewhere, and leaves the hashes. Only the owner may, only
-- sealed months, and only when nobody needs them here: the program has no right to call it.
CREATE FUNCTION audit_archive_month(month date) RETURNS bigint LANGUAGE plpgsql
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  name text := 'm' || to_char(month, 'YYYYMM');
  sealed bigint := (SELECT max(xid_until) FROM audit_block);
  newest bigint;
  moved bigint;
BEGIN
  IF date_trunc('month', month) + interval '1 month' > now() - interval '365 days' THEN
    RAISE EXCEPTION 'month % has events younger than 365 days', name USING ERRCODE = 'check_violation';
  END IF;
  EXECUTE format('SELECT max(xid) FROM audit_month.%I', name) INTO newest;
  IF newest >= coalesce(sealed, 0) THEN
    RAISE EXCEPTION 'month % has events that are not sealed yet', name USING ERRCODE = 'check_violation';
  END IF;
  EXECUTE format('INSERT INTO audit_archived (xid, seq, at, hash) SELECT xid, seq, at, hash FROM audit_month.%I', name);
  GET DIAGNOSTICS moved = ROW_COUNT;
  EXECUTE format('ALTER TABLE audit_event DETACH PARTITION audit_month.%I', name);
  EXECUTE format('ALTER TABLE audit_month.%I RENAME TO %I', name, 'archived_' || name);
  RETURN moved;
END $$;
REVOKE ALL ON FUNCTION audit_archive_month(date) FROM PUBLIC;

-- How the copy outside and the last check stand, for `/audit`. Nothing is proved by it.
CREATE TABLE audit_proof_state (
  "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"),
  checkpoint_block bigint,
  checkpoint_at timestamptz(3),
  checkpoint_failing_since timestamptz(3),
  checked_at timestamptz(3),
  checked_full_at timestamptz(3),
  checked_is_full boolean NOT NULL DEFAULT false,
  checked_block bigint NOT NULL DEFAULT 0,
  checked_events bigint NOT NULL DEFAULT 0,
  checked_took_ms integer NOT NULL DEFAULT 0,
  checked_bad jsonb,
  checked_anomalies integer NOT NULL DEFAULT 0
);
INSERT INTO audit_proof_state DEFAULT VALUES;
GRANT SELECT, UPDATE ON audit_proof_state TO contraprova_app;
