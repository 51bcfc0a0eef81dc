-- The program works as this role (SET ROLE at connect): no schema changes, and history cannot be rewritten.

DO $$ BEGIN
  CREATE ROLE contraprova_app NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
GRANT contraprova_app TO CURRENT_USER;

GRANT USAGE ON SCHEMA public TO contraprova_app;
GRANT SELECT, INSERT, UPDATE ON
  app_user, session, one_time_link, subsidiary, subject, reference_process, reverification, reverification_attempt, process, "case"
  TO contraprova_app;
GRANT SELECT, INSERT ON process_snapshot, case_event, audit_event TO contraprova_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO contraprova_app;
REVOKE ALL ON FUNCTION audit_ensure_months(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_ensure_months(integer) TO contraprova_app;
