-- What is shared by every process that calls Unico: senders, token, turns, breakers, what was seen; notices; reconciling.

-- A process that sends. It is alive while it keeps saying so, by the database's clock and nobody else's.
CREATE TABLE sender (
  id uuid PRIMARY KEY,
  started_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

ALTER TABLE reverification
  ADD COLUMN sender_id uuid,
  -- By the database's clock: deadlines are judged by it, and never by the one of a process.
  ADD COLUMN touched_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ADD COLUMN replaces_id uuid,
  ADD COLUMN captured_at timestamptz(3),
  ADD COLUMN reencoded boolean NOT NULL DEFAULT false,
  ADD COLUMN selfie_key text,
  ALTER COLUMN image_width DROP NOT NULL,
  ALTER COLUMN image_height DROP NOT NULL,
  ADD CONSTRAINT reverification_replaces_id_fkey FOREIGN KEY (replaces_id) REFERENCES reverification (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  -- Only the Web SDK's string has no size to be seen.
  ADD CONSTRAINT reverification_image_size CHECK (capture = 'sdk' OR (image_width IS NOT NULL AND image_height IS NOT NULL)),
  ADD CONSTRAINT reverification_replaces_other CHECK (replaces_id <> id);
-- Sent anew on purpose at most once; a second wish finds the first.
CREATE UNIQUE INDEX reverification_replaces_id_key ON reverification (replaces_id);
CREATE INDEX reverification_twin ON reverification (reference_id, image_sha256, touched_at);

CREATE TYPE portal_word AS ENUM ('absent', 'error', 'process');
CREATE TYPE reconciliation_end AS ENUM ('accepted', 'rejected', 'withdrawn', 'overtaken');

-- What a person read in Unico's portal about an unknown call, and what a second person made of it.
CREATE TABLE reconciliation (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  reverification_id uuid NOT NULL REFERENCES reverification (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  says portal_word NOT NULL,
  unico_process_id uuid,
  note text NOT NULL,
  proposed_by_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  proposed_at timestamptz(3) NOT NULL,
  ended_by_id uuid REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  ended_at timestamptz(3),
  ending reconciliation_end,
  CONSTRAINT reconciliation_process CHECK ((says = 'process') = (unico_process_id IS NOT NULL)),
  CONSTRAINT reconciliation_ended CHECK ((ending IS NULL) = (ended_at IS NULL)),
  CONSTRAINT reconciliation_four_eyes CHECK (ending NOT IN ('accepted', 'rejected') OR ended_by_id <> proposed_by_id)
);
CREATE INDEX reconciliation_reverification_id_proposed_at_idx ON reconciliation (reverification_id, proposed_at);
-- One open word at a time.
CREATE UNIQUE INDEX reconciliation_open ON reconciliation (reverification_id) WHERE ending IS NULL;

-- One token for all processes. `account` names the credentials by a hash, so that new ones start anew.
CREATE TABLE unico_token (
  account text PRIMARY KEY,
  token bytea,
  renewed_at timestamptz(3),
  renew_at timestamptz(3),
  expires_at timestamptz(3),
  -- Who asks for the next one, and until when nobody else does.
  asking_id uuid,
  asking_until timestamptz(3),
  failed_at timestamptz(3),
  failure text,
  unico_code text,
  paused_until timestamptz(3)
);
-- Seconds that an assertion was dated with: never the same twice, over all processes.
CREATE TABLE unico_assertion (
  account text NOT NULL,
  issued_at bigint NOT NULL,
  PRIMARY KEY (account, issued_at)
);

-- One row a request and second that is allowed; whoever takes it may send one.
CREATE UNLOGGED TABLE unico_slot (
  slot integer PRIMARY KEY,
  free_at timestamptz(6) NOT NULL
);
-- Who waits for a turn. Gone when the turn came, or when its process stopped asking.
CREATE UNLOGGED TABLE unico_waiter (
  id uuid PRIMARY KEY,
  lane smallint NOT NULL,
  reverification_id uuid,
  asked_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz(6) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX unico_waiter_lane_asked_at_id_idx ON unico_waiter (lane, asked_at, id);
CREATE INDEX unico_waiter_reverification_id_idx ON unico_waiter (reverification_id);

-- Open while a row stands here.
CREATE TABLE unico_breaker (
  host text PRIMARY KEY,
  opened_at timestamptz(3) NOT NULL,
  reason text NOT NULL,
  probe_at timestamptz(3) NOT NULL
);

CREATE TABLE unico_unknown_value (
  member text NOT NULL,
  value text NOT NULL,
  first_seen_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  seen integer NOT NULL DEFAULT 1,
  PRIMARY KEY (member, value)
);

-- A notice of Unico's webhook: a hint to read, never believed.
CREATE TABLE unico_notice (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  process_id uuid NOT NULL,
  state text NOT NULL,
  last_event text NOT NULL DEFAULT '',
  received_at timestamptz(3) NOT NULL,
  handled_at timestamptz(3),
  handling text
);
CREATE UNIQUE INDEX unico_notice_process_id_state_last_event_key ON unico_notice (process_id, state, last_event);
CREATE INDEX unico_notice_received_at_id_idx ON unico_notice (received_at, id);
CREATE INDEX unico_notice_waiting ON unico_notice (received_at) WHERE handled_at IS NULL;

-- Every request to Unico as figures: no id, no person. One partition a month, as the audit log has.
CREATE SCHEMA IF NOT EXISTS unico_month;
CREATE TABLE unico_call (
  id uuid NOT NULL DEFAULT uuidv7(),
  at timestamptz(3) NOT NULL,
  host text NOT NULL,
  endpoint text NOT NULL,
  verdict text NOT NULL,
  http_status smallint,
  unico_code text,
  duration_ms integer NOT NULL,
  skew_ms integer,
  PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX unico_call_endpoint_at_idx ON unico_call (endpoint, at);
CREATE TABLE unico_month.rest PARTITION OF unico_call DEFAULT;

CREATE FUNCTION unico_ensure_months(ahead integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  first_day timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('unico_ensure_months'));
  FOR i IN 0..ahead LOOP
    first_day := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i)) AT TIME ZONE 'UTC';
    EXECUTE format('CREATE TABLE IF NOT EXISTS unico_month.%I PARTITION OF unico_call FOR VALUES FROM (%L) TO (%L)',
      'm' || to_char(first_day AT TIME ZONE 'UTC', 'YYYYMM'), first_day, first_day + interval '1 month');
  END LOOP;
END $$;
SELECT unico_ensure_months(12);

GRANT SELECT, INSERT, UPDATE ON sender, reconciliation, unico_token, unico_slot, unico_breaker, unico_unknown_value, unico_notice TO contraprova_app;
GRANT SELECT, INSERT, DELETE ON unico_assertion TO contraprova_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON unico_waiter TO contraprova_app;
GRANT DELETE ON sender, unico_breaker TO contraprova_app;
GRANT SELECT, INSERT ON unico_call TO contraprova_app;
REVOKE ALL ON FUNCTION unico_ensure_months(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION unico_ensure_months(integer) TO contraprova_app;
