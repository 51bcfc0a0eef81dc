-- Until when an IDCheck process can still be completed, and when the program last read it by itself.
ALTER TABLE process
  ADD COLUMN expires_at timestamptz(6),
  ADD COLUMN read_again_at timestamptz(3);

-- Asks the worker for a job in the transaction of what the job is about. The queue has a schema of its own, made after
-- this one and closed to the application's role: its names are looked up when the function runs. A job of that key
-- that will still run is left as it is, with its pauses and its tries.
CREATE FUNCTION enqueue_job(task text, payload json, job_key text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM graphile_worker.jobs AS job
    WHERE job.key = enqueue_job.job_key AND job.attempts < job.max_attempts
  ) THEN
    PERFORM graphile_worker.add_job(task, payload, job_key => enqueue_job.job_key);
  END IF;
END $$;
REVOKE ALL ON FUNCTION enqueue_job(text, json, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enqueue_job(text, json, text) TO contraprova_app;
