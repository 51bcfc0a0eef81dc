-- What reports count by: when a case was touched first and closed, by whom; what was looked at twice; who started what.
CREATE INDEX case_closed ON "case" (closed_at, number) WHERE closed_at IS NOT NULL;
CREATE INDEX case_touched ON "case" (first_touched_at, number) WHERE first_touched_at IS NOT NULL;
CREATE INDEX case_decided_by ON "case" (decided_by_id, due_at, number) WHERE decided_by_id IS NOT NULL;
CREATE INDEX case_approved_by ON "case" (approved_by_id, due_at, number) WHERE approved_by_id IS NOT NULL;
CREATE INDEX case_event_looked_at_again ON case_event (case_number, id) WHERE kind IN ('sent_back', 'reopened');
CREATE INDEX case_event_reopened ON case_event (at, case_number) WHERE kind = 'reopened';
CREATE INDEX reverification_started_by_id_started_at_id_idx ON reverification (started_by_id, started_at, id);

-- Paid calls that were not made, for the one that was there already: the same form again, the same picture while its call was
-- under way, or a person who was told and let it be.
CREATE TYPE avoided_why AS ENUM ('same_form', 'under_way', 'told');
CREATE TABLE avoided_call (
    id uuid NOT NULL DEFAULT uuidv7(),
    at timestamptz(3) NOT NULL,
    reverification_id uuid NOT NULL,
    person_id uuid NOT NULL,
    why avoided_why NOT NULL,

    CONSTRAINT avoided_call_pkey PRIMARY KEY (id),
    CONSTRAINT avoided_call_reverification_id_fkey FOREIGN KEY (reverification_id) REFERENCES reverification (id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT avoided_call_person_id_fkey FOREIGN KEY (person_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX avoided_call_at_reverification_id_idx ON avoided_call (at, reverification_id);
CREATE INDEX avoided_call_reverification_id_idx ON avoided_call (reverification_id);
CREATE INDEX avoided_call_person_id_idx ON avoided_call (person_id);
GRANT SELECT, INSERT, DELETE ON avoided_call TO contraprova_app;
GRANT SELECT ON avoided_call TO contraprova_export;

ALTER TABLE avoided_call ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY avoided_call_everything ON avoided_call TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY avoided_call_export ON avoided_call FOR SELECT TO contraprova_export USING (true);
CREATE POLICY avoided_call_branch ON avoided_call AS RESTRICTIVE TO contraprova_branch
  USING (EXISTS (SELECT FROM reverification AS r WHERE r.id = reverification_id))
  WITH CHECK (EXISTS (SELECT FROM reverification AS r WHERE r.id = reverification_id));
