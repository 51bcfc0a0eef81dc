-- What nobody has, in the order of due time. An index that begins with the assignee gives no order for it: to be null is
-- no equality to PostgreSQL, which read and sorted all of them for each page.
CREATE INDEX case_unclosed_nobodys ON "case" (due_at, number) WHERE assignee_id IS NULL AND status <> 'closed';

-- Whoever closed a case keeps it, and nobody has most of the open ones: judged apart, who has what is open is guessed wrong
-- by a hundred times either way.
CREATE STATISTICS case_holders (mcv) ON status, assignee_id FROM "case";
ANALYZE "case" (status, assignee_id);
