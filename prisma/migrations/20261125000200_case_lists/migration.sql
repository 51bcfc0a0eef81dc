-- Nothing is due before it is there: cases opened since a day then stand together in the order of due time.
ALTER TABLE "case" ADD CONSTRAINT case_due_after_opening CHECK (due_at >= opened_at);

-- What is worked on is a small part of what there ever was: these hold nothing else, and cost a write little.
CREATE INDEX case_unclosed_assignee ON "case" (assignee_id, due_at, number) WHERE status <> 'closed';
CREATE INDEX case_unclosed_fraudsters ON "case" (fraudsters, due_at, number) WHERE status <> 'closed';
CREATE INDEX case_unclosed_priority_due ON "case" (priority, due_at, number) WHERE status <> 'closed';
CREATE INDEX case_unclosed_priority ON "case" (priority, number) WHERE status <> 'closed';
CREATE INDEX case_unclosed_opened ON "case" (opened_at, number) WHERE status <> 'closed';

CREATE INDEX case_decision_due ON "case" (decision, due_at, number) WHERE decision IS NOT NULL;
CREATE INDEX case_other_origin_due ON "case" (origin, due_at, number) WHERE origin <> 'reverification';
CREATE INDEX case_reasons_idx ON "case" USING gin (reasons);

-- Signals go together: judged one by one, a pair that never occurs looks frequent, and the whole table is read for it.
CREATE STATISTICS case_signals (mcv) ON status, decision, fraudsters, biometry, liveness, priority FROM "case";

-- How a person has a list drawn, and the filters that people keep under a name. None holds what was searched for.
CREATE TYPE table_density AS ENUM ('compact', 'comfortable');

CREATE TABLE saved_view (
    id uuid NOT NULL DEFAULT uuidv7(),
    list text NOT NULL,
    owner_id uuid NOT NULL,
    name text NOT NULL,
    is_shared boolean NOT NULL DEFAULT false,
    filter jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT saved_view_pkey PRIMARY KEY (id),
    CONSTRAINT saved_view_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX saved_view_owner_id_list_name_key ON saved_view (owner_id, list, name);
CREATE INDEX saved_view_shared ON saved_view (list, name) WHERE is_shared;

CREATE TABLE table_preference (
    user_id uuid NOT NULL,
    list text NOT NULL,
    columns text[] NOT NULL,
    density table_density NOT NULL DEFAULT 'compact',
    view_id uuid,

    CONSTRAINT table_preference_pkey PRIMARY KEY (user_id, list),
    CONSTRAINT table_preference_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT table_preference_view_id_fkey FOREIGN KEY (view_id) REFERENCES saved_view (id) ON DELETE SET NULL ON UPDATE CASCADE
);
-- For the view that goes: whose default it is.
CREATE INDEX table_preference_view_id_idx ON table_preference (view_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view, table_preference TO contraprova_app;
