-- How many jobs wait, run or have been given up, for /api/metrics. The queue has a schema of its own, made after this
-- one and closed to the application's role: its names are looked up when the function runs.
CREATE FUNCTION job_counts() RETURNS TABLE (state text, jobs bigint, oldest_s double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF to_regclass('graphile_worker.jobs') IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT CASE
        WHEN job.attempts >= job.max_attempts AND job.locked_at IS NULL THEN 'given_up'
        WHEN job.locked_at IS NOT NULL THEN 'running'
        WHEN job.run_at > clock_timestamp() THEN 'later'
        ELSE 'waiting'
      END,
      count(*),
      extract(epoch FROM clock_timestamp() - min(job.run_at))::double precision
    FROM graphile_worker.jobs AS job GROUP BY 1;
END $$;
REVOKE ALL ON FUNCTION job_counts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION job_counts() TO contraprova_app;
