-- Strangers from everywhere fill the bucket of everybody: from then on it turns away only what nobody can sign in with.

-- Whether a try is at an account that there is, or at a one-time link that is open.
CREATE FUNCTION attempt_is_at_somebody(kind text, who text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE kind
    WHEN 'password' THEN EXISTS (SELECT FROM app_user WHERE email = who)
    WHEN 'code' THEN EXISTS (SELECT FROM app_user WHERE id::text = who)
    WHEN 'link' THEN EXISTS (SELECT FROM one_time_link
      WHERE token_hash = decode(who, 'hex') AND used_at IS NULL AND expires_at > clock_timestamp())
  END
$$;

-- Takes one try from every bucket, or from none. They are locked in the order given, which is the same for everybody.
-- A full bucket of everybody is left out for whom there is: the others still hold.
CREATE OR REPLACE FUNCTION attempt_take(buckets jsonb) RETURNS TABLE (refused text, wait_s integer, is_news boolean, taken_at text, numbers bigint[])
LANGUAGE plpgsql AS $$
DECLARE
  bucket record;
  kept attempt_bucket;
  recent timestamptz[];
  free timestamptz;
  taken_now timestamptz;
  is_overflowing boolean := false;
BEGIN
  FOR bucket IN SELECT * FROM jsonb_to_recordset(buckets)
    AS b (key text, account text, kind text, scope text, who text, stop integer, most integer, seconds integer, longest integer)
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
      IF bucket.scope = 'overall' AND attempt_is_at_somebody(bucket.kind, bucket.who) THEN
        is_overflowing := true;
        CONTINUE;
      END IF;
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
    SELECT decode(b.key, 'hex') AS key, b.scope, b.seconds, b.delays, n
    FROM ROWS FROM (jsonb_to_recordset(buckets) AS (key text, scope text, seconds integer, delays integer[])) WITH ORDINALITY
      AS b (key, scope, seconds, delays, n)
  ), changed AS (
    UPDATE attempt_bucket AS a SET
      taken = a.taken + 1,
      failures = a.failures + 1,
      free_at = CASE WHEN w.delays IS NULL THEN a.free_at
        ELSE taken_now + make_interval(secs => w.delays[least(a.failures + 1, cardinality(w.delays))]) END,
      tries = CASE WHEN w.seconds IS NULL THEN a.tries ELSE tries_within(a.tries, w.seconds) || taken_now END,
      is_told = false,
      touched_at = taken_now
    FROM wanted AS w WHERE a.key = w.key AND NOT (is_overflowing AND w.scope = 'overall')
    RETURNING w.n, a.taken
  )
  SELECT array_agg(coalesce(c.taken, 0) ORDER BY w.n) INTO numbers FROM wanted AS w LEFT JOIN changed AS c USING (n);
  taken_at := taken_now::text;
  RETURN NEXT;
END $$;
