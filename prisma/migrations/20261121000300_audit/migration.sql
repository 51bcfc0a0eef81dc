-- The audit log: one partition a month, so that old months detach instead of being deleted row by row.
-- Partitions stand in a schema of their own, where `prisma migrate` does not look.

CREATE SCHEMA IF NOT EXISTS audit_month;
CREATE SEQUENCE audit_event_seq AS bigint;

CREATE TABLE audit_event (
  seq bigint NOT NULL DEFAULT nextval('audit_event_seq'),
  at timestamptz(3) NOT NULL,
  actor_kind actor_kind NOT NULL,
  actor_id uuid,
  actor_role role,
  session_id uuid,
  address text,
  request_id uuid NOT NULL,
  action text NOT NULL,
  outcome audit_outcome NOT NULL,
  entity_type text NOT NULL,
  entity_id text,
  detail jsonb NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (at, seq),
  CHECK ((actor_kind = 'user') = (actor_id IS NOT NULL))
) PARTITION BY RANGE (at);
ALTER SEQUENCE audit_event_seq OWNED BY audit_event.seq;

CREATE INDEX audit_event_actor ON audit_event (actor_id, at, seq);
CREATE INDEX audit_event_action ON audit_event (action, at, seq);
CREATE INDEX audit_event_entity ON audit_event (entity_type, entity_id, at, seq);

-- Catches what no month takes, so that a missing partition never stops an audited act.
CREATE TABLE audit_month.rest PARTITION OF audit_event DEFAULT;

-- Makes the partitions from this month to `ahead` months on; called at every migration and daily by the worker.
CREATE FUNCTION audit_ensure_months(ahead integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  first_day timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_ensure_months'));
  FOR i IN 0..ahead LOOP
    first_day := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i)) AT TIME ZONE 'UTC';
    EXECUTE format('CREATE TABLE IF NOT EXISTS audit_month.%I PARTITION OF audit_event FOR VALUES FROM (%L) TO (%L)',
      'm' || to_char(first_day AT TIME ZONE 'UTC', 'YYYYMM'), first_day, first_day + interval '1 month');
  END LOOP;
END $$;
SELECT audit_ensure_months(12);

CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
