import type { FencedRole } from "./logins.ts";

/** The schema, the past, and the server: closed to whoever serves people, whatever they see. */
const TO_ALL = `
CREATE TABLE public.mine (id integer)
CREATE SCHEMA mine
CREATE VIEW public.mine AS SELECT 1 AS one
CREATE SEQUENCE public.mine
CREATE TYPE public.mine AS ENUM ('one')
CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'
CREATE FUNCTION pg_temp.mine() RETURNS integer LANGUAGE internal AS 'int4pl'
CREATE EXTENSION hstore
CREATE ROLE mine
CREATE DATABASE mine
CREATE PUBLICATION mine FOR ALL TABLES
CREATE INDEX mine ON "case" (number)
CREATE TRIGGER mine BEFORE UPDATE ON "case" FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE RULE mine AS ON UPDATE TO "case" DO INSTEAD NOTHING
CREATE POLICY mine ON "case" USING (true)
ALTER POLICY case_branch ON "case" USING (true)
DROP POLICY case_branch ON "case"
ALTER TABLE "case" DISABLE ROW LEVEL SECURITY
ALTER TABLE "case" NO FORCE ROW LEVEL SECURITY
ALTER TABLE reverification DISABLE ROW LEVEL SECURITY
ALTER TABLE audit_event DISABLE TRIGGER ALL
ALTER TABLE audit_event DROP CONSTRAINT audit_event_hash_check
ALTER TABLE "case" DROP CONSTRAINT case_four_eyes
ALTER TABLE "case" OWNER TO CURRENT_USER
ALTER TABLE app_user ADD COLUMN mine integer
ALTER FUNCTION contraprova_scope() RENAME TO mine
ALTER ROLE contraprova_app SUPERUSER
ALTER DATABASE postgres SET row_security = off
ALTER SYSTEM SET fsync = off
ALTER DEFAULT PRIVILEGES FOR ROLE contraprova GRANT ALL ON TABLES TO PUBLIC
DROP TABLE audit_event
DROP FUNCTION contraprova_scope()
DROP FUNCTION case_step() CASCADE
DROP SCHEMA audit_month CASCADE
DROP INDEX case_open_subject_rule
TRUNCATE audit_event
TRUNCATE "case" CASCADE
UPDATE audit_event SET action = 'mine'
DELETE FROM audit_event
UPDATE case_event SET note = 'mine'
DELETE FROM case_event
UPDATE case_note_edit SET note = 'mine'
DELETE FROM case_note_edit
UPDATE case_mention SET user_id = uuidv7()
DELETE FROM case_mention
UPDATE case_attachment SET case_number = 1
DELETE FROM case_attachment
UPDATE attachment_left SET key = 'mine'
UPDATE case_tag SET name = 'mine'
DELETE FROM case_tag
UPDATE process_snapshot SET duration_ms = 0
DELETE FROM "case"
DELETE FROM reverification
DELETE FROM reference_process
DELETE FROM app_user
DELETE FROM reconciliation
DELETE FROM session
DELETE FROM one_time_link
DELETE FROM index_key
UPDATE erased_file SET subject_id = uuidv7()
SELECT purge_sessions(1, 1)
SELECT purge_links(1, 1)
UPDATE _prisma_migrations SET checksum = 'mine'
INSERT INTO audit_month.rest SELECT * FROM audit_event
SELECT * FROM audit_month.rest
SELECT * FROM graphile_worker.jobs
SELECT graphile_worker.add_job('mine')
SELECT setval('audit_event_seq', 1)
SELECT rolpassword FROM pg_authid
SELECT passwd FROM pg_shadow
SELECT pg_read_file('postgresql.conf')
SELECT pg_ls_dir('.')
SELECT lo_import('/etc/passwd')
COPY (SELECT 1) TO PROGRAM 'true'
COPY (SELECT 1) TO '/tmp/mine'
COPY subsidiary FROM '/etc/passwd'
SET ROLE contraprova
SET SESSION AUTHORIZATION contraprova
SET session_replication_role = replica
GRANT pg_read_all_data TO CURRENT_USER
GRANT contraprova_app TO CURRENT_USER
REASSIGN OWNED BY contraprova TO CURRENT_USER
COMMENT ON TABLE "case" IS 'mine'
REINDEX TABLE "case"
`;

const TO_BRANCH = `
SET ROLE contraprova_app
SET ROLE contraprova_export
INSERT INTO "case" (priority, origin, rule, due_at) VALUES ('low', 'manual', 'manual', now())
INSERT INTO reference_process (id, origin) VALUES (uuidv7(), 'manual')
INSERT INTO case_event (case_number, kind) VALUES (10001, 'noted')
INSERT INTO reverification_attempt (reverification_id, started_at) VALUES (uuidv7(), now())
`;

/** A file is made of what anybody may know: no way in, no index by which people are found, and nothing is written. */
const TO_EXPORT = `
SET ROLE contraprova_app
SET ROLE contraprova_branch
SELECT * FROM app_user
SELECT password_hash FROM app_user
SELECT totp_secret FROM app_user
SELECT oidc_subject FROM app_user
SELECT email FROM app_user
SELECT * FROM subject
SELECT cpf_index FROM subject
SELECT * FROM session
SELECT * FROM one_time_link
SELECT * FROM recovery_code
SELECT * FROM user_subsidiary
SELECT * FROM unico_token
SELECT * FROM unico_assertion
SELECT * FROM unico_notice
SELECT * FROM sender
SELECT * FROM process_snapshot
SELECT * FROM erased_file
SELECT * FROM index_key
SELECT * FROM case_note_edit
SELECT * FROM case_mention
SELECT * FROM case_attachment
SELECT * FROM attachment_left
INSERT INTO subsidiary (id, name) VALUES (uuidv7(), 'mine')
INSERT INTO "case" (priority, origin, rule, due_at) VALUES ('low', 'manual', 'manual', now())
INSERT INTO reverification (reference_id) VALUES (uuidv7())
INSERT INTO reference_process (id, origin) VALUES (uuidv7(), 'manual')
INSERT INTO audit_event (at) VALUES (now())
UPDATE "case" SET version = version + 1
UPDATE reverification SET failure = 'mine'
UPDATE reference_process SET subject_id = NULL
UPDATE reconciliation SET note = 'mine'
UPDATE app_user SET role = 'admin'
UPDATE subject SET name = 'mine'
UPDATE process SET score = 0
DELETE FROM subsidiary
SELECT nextval('case_number_seq')
SELECT enqueue_job('mine', '{}', 'mine')
SELECT audit_ensure_months(1)
`;

const linesOf = (text: string) => text.trim().split("\n");

export const FORBIDDEN: Record<FencedRole, readonly string[]> = {
  contraprova_app: linesOf(TO_ALL),
  contraprova_branch: [...linesOf(TO_ALL), ...linesOf(TO_BRANCH)],
  contraprova_export: [...linesOf(TO_ALL), ...linesOf(TO_EXPORT)],
};
