-- What is new or changed since somebody looked, for pages that stay open.

-- The transaction of the last change that counts: whether a page has seen it is asked of the page's snapshot, so nothing
-- is missed and nothing told twice, in whatever order transactions end. Cases from before have none: everybody has seen them.
ALTER TABLE "case" ADD COLUMN changed_xid bigint;
ALTER TABLE "case" ALTER COLUMN changed_xid SET DEFAULT ((pg_current_xact_id())::text)::bigint;
CREATE INDEX case_changed_xid_idx ON "case" (changed_xid);

-- A sign of life of the holder counts up no version and is no change.
CREATE FUNCTION case_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_xid := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;
CREATE TRIGGER case_changed BEFORE UPDATE ON "case" FOR EACH ROW
  WHEN (NEW.version IS DISTINCT FROM OLD.version) EXECUTE FUNCTION case_changed();

-- Without words: who listens looks by itself, with its own rights. Said once a transaction, however many rows it changed.
CREATE FUNCTION case_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY contraprova_cases;
  RETURN NULL;
END $$;
CREATE TRIGGER case_announce_new AFTER INSERT ON "case" FOR EACH STATEMENT EXECUTE FUNCTION case_announce();
CREATE TRIGGER case_announce_changed AFTER UPDATE ON "case" FOR EACH ROW
  WHEN (NEW.version IS DISTINCT FROM OLD.version) EXECUTE FUNCTION case_announce();

-- Who has a case open just now, a row for each page. Nothing to keep: it is written anew within seconds.
CREATE UNLOGGED TABLE case_presence (
  page_id uuid NOT NULL,
  case_number integer NOT NULL REFERENCES "case" (number) ON DELETE CASCADE ON UPDATE CASCADE,
  user_id uuid NOT NULL REFERENCES app_user (id) ON DELETE CASCADE ON UPDATE CASCADE,
  seen_at timestamptz(3) NOT NULL,
  CONSTRAINT case_presence_pkey PRIMARY KEY (page_id)
);
CREATE INDEX case_presence_case_number_idx ON case_presence (case_number);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_presence TO contraprova_app;
CREATE TRIGGER case_presence_announce AFTER INSERT OR DELETE ON case_presence
  FOR EACH STATEMENT EXECUTE FUNCTION case_announce();

ALTER TABLE case_presence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY case_presence_everything ON case_presence TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY case_presence_branch ON case_presence AS RESTRICTIVE TO contraprova_branch
  USING (EXISTS (SELECT FROM "case" AS c WHERE c.number = case_number))
  WITH CHECK (EXISTS (SELECT FROM "case" AS c WHERE c.number = case_number));
