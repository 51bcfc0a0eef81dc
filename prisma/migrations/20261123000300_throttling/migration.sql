-- Guesses, counted before they are checked; devices that somebody signed in from; what one person does in a minute.

-- What tries are counted under: an account, a known device of it, an address, everybody.
CREATE TABLE attempt_bucket (
  -- Keyed hashes: no name and no address stands here.
  key bytea PRIMARY KEY,
  account bytea,
  kind text NOT NULL CHECK (kind IN ('password', 'code', 'link')),
  scope text NOT NULL CHECK (scope IN ('account', 'device', 'address', 'overall')),
  -- One more with each try and never fewer: by it a right try knows which came after.
  taken bigint NOT NULL DEFAULT 0,
  -- In a row, without a right one between.
  failures integer NOT NULL DEFAULT 0,
  free_at timestamptz(6) NOT NULL DEFAULT '-infinity',
  -- When those of the window were made.
  tries timestamptz(6)[] NOT NULL DEFAULT '{}',
  -- Whether the refusals since the last try are in the audit log.
  is_told boolean NOT NULL DEFAULT false,
  touched_at timestamptz(6) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX attempt_bucket_account_idx ON attempt_bucket (account);
CREATE INDEX attempt_bucket_touched_at_idx ON attempt_bucket (touched_at);

CREATE TABLE known_device (
  user_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  id_hash bytea NOT NULL,
  seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (user_id, id_hash)
);

-- The instants of the last minute, so that a limit holds in any minute and not only in those of a clock.
CREATE TABLE person_limit (
  user_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  what text NOT NULL,
  used_at timestamptz(6)[] NOT NULL DEFAULT '{}',
  refused_at timestamptz(6) NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (user_id, what)
);

-- Counted and not refused: past a number somebody is told.
CREATE TABLE person_watch (
  user_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  what text NOT NULL,
  since timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  counted integer NOT NULL DEFAULT 1,
  PRIMARY KEY (user_id, what)
);

-- One alert a window, whichever process sees it first.
CREATE TABLE raised_alert (
  what text PRIMARY KEY,
  raised_at timestamptz(6) NOT NULL DEFAULT clock_timestamp()
);

-- The tries of the last so many seconds.
CREATE FUNCTION tries_within(tries timestamptz[], seconds integer) RETURNS timestamptz[] LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(array_agg(each ORDER BY each), '{}') FROM unnest(tries) AS each
  WHERE each > clock_timestamp() - make_interval(secs => seconds)
$$;

-- Takes one try from every bucket, or from none. They are locked in the order given, which is the same for everybody.
CREATE FUNCTION attempt_take(buckets jsonb) RETURNS TABLE (refused text, wait_s integer, is_news boolean, taken_at text, numbers bigint[])
LANGUAGE plpgsql AS $$
DECLARE
  bucket record;
  kept attempt_bucket;
  recent timestamptz[];
  free timestamptz;
  taken_now timestamptz;
BEGIN
  FOR bucket IN SELECT * FROM jsonb_to_recordset(buckets)
    AS b (key text, account text, kind text, scope text, stop integer, most integer, seconds integer, longest integer)
  LOOP
    LOOP
      SELECT * INTO kept FROM attempt_bucket WHERE key = decode(bucket.key, 'hex') FOR UPDATE;
      EXIT WHEN FOUND;
      INSERT INTO attempt_bucket (key, account, kind, scope)
      VALUES (decode(bucket.key, 'hex'), decode(bucket.account, 'hex'), bucket.kind, bucket.scope) ON CONFLICT DO NOTHING;
    END LOOP;
    free := kept.free_at;
    IF bucket.most IS NOT NULL THEN
      recent := tries_within(kept.tries, bucket.seconds);
      IF cardinality(recent) >= bucket.most THEN
        free := greatest(free, recent[cardinality(recent) - bucket.most + 1] + make_interval(secs => bucket.seconds));
      END IF;
    END IF;
    IF kept.failures >= bucket.stop THEN
      free := greatest(free, clock_timestamp() + make_interval(secs => bucket.longest));
    END IF;
    IF free > clock_timestamp() THEN
      refused := bucket.scope;
      wait_s := ceil(extract(epoch FROM free - clock_timestamp()));
      is_news := NOT kept.is_told;
      IF is_news THEN UPDATE attempt_bucket SET is_told = true WHERE key = kept.key; END IF;
      RETURN NEXT;
      RETURN;
    END IF;
  END LOOP;

  taken_now := clock_timestamp();
  WITH wanted AS (
    SELECT decode(b.key, 'hex') AS key, b.seconds, b.delays, n
    FROM ROWS FROM (jsonb_to_recordset(buckets) AS (key text, seconds integer, delays integer[])) WITH ORDINALITY
      AS b (key, seconds, delays, n)
  ), changed AS (
    UPDATE attempt_bucket AS a SET
      taken = a.taken + 1,
      failures = a.failures + 1,
      free_at = CASE WHEN w.delays IS NULL THEN a.free_at
        ELSE taken_now + make_interval(secs => w.delays[least(a.failures + 1, cardinality(w.delays))]) END,
      tries = CASE WHEN w.seconds IS NULL THEN a.tries ELSE tries_within(a.tries, w.seconds) || taken_now END,
      is_told = false,
      touched_at = taken_now
    FROM wanted AS w WHERE a.key = w.key
    RETURNING w.n, a.taken
  )
  SELECT array_agg(changed.taken ORDER BY changed.n) INTO numbers FROM changed;
  taken_at := taken_now::text;
  RETURN NEXT;
END $$;

-- Gives back a try that was right. Failures in a row before it are forgotten; those after it stay.
CREATE FUNCTION attempt_right(buckets jsonb, taken_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  bucket record;
BEGIN
  FOR bucket IN SELECT * FROM jsonb_to_recordset(buckets) AS b (key text, number bigint, delays integer[]) LOOP
    UPDATE attempt_bucket SET
      failures = least(failures, greatest(taken - bucket.number, 0)),
      free_at = CASE WHEN bucket.delays IS NULL THEN free_at WHEN taken <= bucket.number THEN '-infinity'
        ELSE touched_at + make_interval(secs => bucket.delays[least(taken - bucket.number, cardinality(bucket.delays))]) END,
      tries = CASE WHEN array_position(tries, taken_now) IS NULL THEN tries
        ELSE tries[:array_position(tries, taken_now) - 1] || tries[array_position(tries, taken_now) + 1:] END
    WHERE key = decode(bucket.key, 'hex');
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_bucket, known_device, person_limit, person_watch, raised_alert TO contraprova_app;
