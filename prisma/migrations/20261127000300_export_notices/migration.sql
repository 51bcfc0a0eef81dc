-- What ended asks for nothing any more: what it asked for is not kept either.
ALTER TABLE export_schedule
  ALTER COLUMN asked DROP NOT NULL,
  -- When it was last due and what it asks for could not be opened.
  ADD COLUMN broken_at timestamptz(3);
UPDATE export_schedule SET asked = NULL WHERE ended_at IS NOT NULL;
ALTER TABLE export_schedule ADD CONSTRAINT export_schedule_asked CHECK (asked IS NOT NULL OR ended_at IS NOT NULL);

-- When its owner wanted to be told no more of it.
ALTER TABLE export ADD COLUMN dismissed_at timestamptz(3);
-- What the overview of its owner tells of.
CREATE INDEX export_untold ON export (owner_id)
  WHERE NOT direct AND dismissed_at IS NULL AND taken_at IS NULL AND state IN ('done', 'failed');
