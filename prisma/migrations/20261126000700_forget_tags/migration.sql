-- The same as before, with what cases about them were tagged with: a tag is typed text too.
CREATE OR REPLACE FUNCTION erase_history(erased uuid) RETURNS TABLE (snapshots integer, notes integer) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  compared uuid[] := ARRAY(SELECT reverifications_of(erased));
  about integer[];
BEGIN
  IF NOT EXISTS (SELECT FROM subject WHERE id = erased AND erased_at IS NOT NULL) OR subject_is_kept(erased) THEN
    RAISE EXCEPTION 'only of somebody who was erased' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM process_snapshot USING process WHERE process.id = process_id AND process.subject_id = erased;
  GET DIAGNOSTICS snapshots = ROW_COUNT;
  PERFORM set_config('contraprova.disposal', 'on', true);
  SELECT coalesce(array_agg(number), '{}') INTO about FROM (
    SELECT number FROM "case" WHERE subject_id = erased
    UNION SELECT number FROM "case" WHERE process_id IN (SELECT id FROM process WHERE process.subject_id = erased)
    UNION SELECT number FROM "case" WHERE reverification_id = ANY (compared)) AS found;
  about := ARRAY(SELECT number FROM "case" WHERE number = ANY (about)
    AND person_of_case(subject_id, process_id, reverification_id) = erased);
  UPDATE case_note_edit SET note = NULL FROM case_event
  WHERE case_event.id = event_id AND case_event.case_number = ANY (about) AND case_note_edit.note IS NOT NULL;
  UPDATE case_event SET note = NULL WHERE case_number = ANY (about) AND note IS NOT NULL;
  GET DIAGNOSTICS notes = ROW_COUNT;
  UPDATE case_event SET detail = detail - 'tag' WHERE case_number = ANY (about) AND kind IN ('tagged', 'untagged');
  UPDATE "case" SET tags = '{}' WHERE number = ANY (about) AND tags <> '{}';
  UPDATE reconciliation SET note = repeat('-', 10), ending_note = CASE WHEN ending_note IS NOT NULL THEN repeat('-', 10) END
  WHERE reverification_id = ANY (compared);
  PERFORM set_config('contraprova.disposal', 'off', true);
  RETURN NEXT;
END $$;
