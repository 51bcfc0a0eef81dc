-- /api/ready asks as the application's role. Prisma's shadow database has no such table.
DO $$ BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    GRANT SELECT ON _prisma_migrations TO contraprova_app;
  END IF;
END $$;
