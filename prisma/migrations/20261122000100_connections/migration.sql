-- How turns are given out: one statement a try, every clock the database's, so that no process's own clock counts.

-- Waiters of one process are looked after together, and let go together when the breaker of their host opens.
ALTER TABLE unico_waiter
  ADD COLUMN gate_id uuid,
  ADD COLUMN host text NOT NULL DEFAULT 'id';
CREATE INDEX unico_waiter_gate_id_idx ON unico_waiter (gate_id);
-- Slots are rewritten with every request.
ALTER TABLE unico_slot SET (fillfactor = 50);

-- When a host's breaker closed last: failures before it no longer count.
CREATE TABLE unico_recovery (
  host text PRIMARY KEY,
  closed_at timestamptz(3) NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON unico_recovery TO contraprova_app;

-- A waiter says three times in this while that it still waits; one that fell silent no longer counts.
CREATE FUNCTION unico_waits(seen_at timestamptz) RETURNS boolean LANGUAGE sql VOLATILE AS
$$ SELECT seen_at > clock_timestamp() - interval '6 seconds' $$;

-- Takes as many slots as are wanted and free beyond those who wait ahead.
CREATE FUNCTION unico_take(p_ahead integer, p_wanted integer, p_rate integer, p_hold_ms integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  wanted integer := p_wanted;
  first_free timestamptz;
  taken integer;
BEGIN
  IF p_ahead > 0 THEN
    SELECT least(p_wanted, count(*) - p_ahead) INTO wanted
    FROM unico_slot WHERE slot <= p_rate AND free_at <= clock_timestamp();
    IF wanted <= 0 THEN RETURN 0; END IF;
  END IF;
  -- Slots taken in a burst come free one after the other: two bursts in a row, the first of them late on its way, would
  -- fall into one second of Unico's.
  SELECT greatest(clock_timestamp() + make_interval(secs => p_hold_ms / 1000.0),
    max(free_at) + make_interval(secs => 1.0 / p_rate)) INTO first_free FROM unico_slot WHERE slot <= p_rate;
  WITH picked AS (
    SELECT slot FROM unico_slot WHERE slot <= p_rate AND free_at <= clock_timestamp() LIMIT wanted FOR UPDATE SKIP LOCKED
  ), numbered AS (SELECT slot, row_number() OVER () AS place FROM picked)
  UPDATE unico_slot AS s SET free_at = first_free + make_interval(secs => (n.place - 1)::float8 / p_rate)
  FROM numbered AS n WHERE s.slot = n.slot;
  GET DIAGNOSTICS taken = ROW_COUNT;
  RETURN taken;
END $$;

-- The way in for those of a process who just came, so many of one host and lane. `p_past_breaker` is for the one request
-- that tries whether a host is back.
CREATE FUNCTION unico_enter(p_host text, p_lane integer, p_wanted integer, p_rate integer, p_hold_ms integer, p_past_breaker boolean)
RETURNS TABLE (granted integer, barred boolean, probe_due boolean) LANGUAGE plpgsql AS $$
DECLARE
  ahead integer;
BEGIN
  granted := 0;
  barred := false;
  probe_due := false;
  IF NOT p_past_breaker THEN
    SELECT true, probe_at <= clock_timestamp() INTO barred, probe_due FROM unico_breaker WHERE host = p_host;
    IF FOUND THEN
      RETURN NEXT;
      RETURN;
    END IF;
    barred := false;
    probe_due := false;
  END IF;
  SELECT count(*) INTO ahead FROM
    (SELECT 1 FROM unico_waiter WHERE lane <= p_lane AND unico_waits(seen_at) LIMIT p_rate) AS waiting;
  granted := unico_take(ahead, p_wanted, p_rate, p_hold_ms);
  -- A new rate, or a database that lost its unlogged tables in a crash.
  IF granted < p_wanted AND (SELECT count(*) FROM unico_slot WHERE slot <= p_rate) < p_rate THEN
    INSERT INTO unico_slot SELECT each, clock_timestamp() FROM generate_series(1, p_rate) AS each
    ON CONFLICT DO NOTHING;
    granted := granted + unico_take(ahead, p_wanted - granted, p_rate, p_hold_ms);
  END IF;
  RETURN NEXT;
END $$;

-- One look for all waiters of a process: who has a turn now, who is let go, and how long the first of the rest has yet.
CREATE FUNCTION unico_turns(p_gate uuid, p_rate integer, p_hold_ms integer, p_refresh boolean)
RETURNS TABLE (granted uuid[], barred uuid[], left_waiting integer, next_ms integer) LANGUAGE plpgsql AS $$
DECLARE
  free integer;
  heads uuid[];
  place integer;
BEGIN
  granted := '{}';
  next_ms := 1000;
  IF p_refresh THEN UPDATE unico_waiter SET seen_at = clock_timestamp() WHERE gate_id = p_gate; END IF;
  WITH gone AS (
    DELETE FROM unico_waiter AS w USING unico_breaker AS b WHERE w.gate_id = p_gate AND b.host = w.host RETURNING w.id
  ) SELECT coalesce(array_agg(gone.id), '{}') INTO barred FROM gone;

  SELECT count(*) INTO free FROM unico_slot WHERE slot <= p_rate AND free_at <= clock_timestamp();
  IF free > 0 THEN
    SELECT array_agg(first.id ORDER BY first.place) INTO heads FROM
      (SELECT w.id, w.gate_id, row_number() OVER (ORDER BY w.lane, w.asked_at, w.id) AS place
       FROM unico_waiter AS w WHERE unico_waits(w.seen_at)
       ORDER BY w.lane, w.asked_at, w.id LIMIT free) AS first WHERE first.gate_id = p_gate;
    IF heads IS NOT NULL THEN
      granted := heads[1:unico_take(0, cardinality(heads), p_rate, p_hold_ms)];
      DELETE FROM unico_waiter WHERE id = ANY (granted);
    END IF;
  END IF;

  SELECT count(*) INTO left_waiting FROM unico_waiter WHERE gate_id = p_gate;
  SELECT first.place INTO place FROM
    (SELECT w.gate_id, (row_number() OVER (ORDER BY w.lane, w.asked_at, w.id))::integer AS place
     FROM unico_waiter AS w WHERE unico_waits(w.seen_at)
     ORDER BY w.lane, w.asked_at, w.id LIMIT p_rate) AS first WHERE first.gate_id = p_gate
  ORDER BY first.place LIMIT 1;
  IF FOUND THEN
    SELECT greatest(0, ceil(extract(epoch FROM free_at - clock_timestamp()) * 1000))::integer INTO next_ms
    FROM unico_slot WHERE slot <= p_rate ORDER BY free_at OFFSET place - 1 LIMIT 1;
    next_ms := coalesce(next_ms, 1000);
  END IF;
  RETURN NEXT;
END $$;

-- The newest second from `p_back` seconds ago on that no assertion was dated with yet, for good; null when an hour is used up.
CREATE FUNCTION unico_claim_second(p_account text, p_back integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  latest bigint := floor(extract(epoch FROM clock_timestamp()))::bigint - p_back;
  second bigint;
BEGIN
  FOR tries IN 1..3000 LOOP
    SELECT each INTO second FROM generate_series(latest, latest - 3000, -1) AS each
    WHERE NOT EXISTS (SELECT 1 FROM unico_assertion WHERE account = p_account AND issued_at = each) LIMIT 1;
    EXIT WHEN second IS NULL;
    INSERT INTO unico_assertion (account, issued_at) VALUES (p_account, second) ON CONFLICT DO NOTHING;
    IF FOUND THEN
      DELETE FROM unico_assertion WHERE account = p_account AND issued_at < latest - 7200;
      RETURN second;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
