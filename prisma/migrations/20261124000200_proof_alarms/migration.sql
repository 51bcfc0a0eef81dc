-- An alarm that stands is told once, however often it is seen; it is over when nobody has seen it for a while.
ALTER TABLE raised_alert ADD COLUMN seen_at timestamptz(6) NOT NULL DEFAULT clock_timestamp();

-- The first event or block whose clock stood elsewhere, so that people get to it.
ALTER TABLE audit_proof_state ADD COLUMN checked_first_anomaly jsonb;
