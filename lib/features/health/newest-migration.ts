/**
 * What this build needs of the database. The built server has no migration files beside it, so the name stands here;
 * a test holds it to the newest folder of prisma/migrations.
 */
export const NEWEST_MIGRATION = "20261128000000_files_are_news";
