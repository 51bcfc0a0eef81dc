-- Name search by trigrams needs its operator class before the index is made.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
