-- What a form about a person was drawn from, and the orders of the list of people.

ALTER TABLE app_user ADD COLUMN version integer NOT NULL DEFAULT 1;

-- As lib/privacy/search-key.ts folds: without accents, in lower case. No locale of the system has a say in it.
CREATE INDEX app_user_name_order ON app_user
  ((lower(regexp_replace(normalize(name, NFD), '[\u0300-\u036f]', '', 'g'))), id);
CREATE INDEX app_user_last_sign_in_order ON app_user
  ((coalesce(last_sign_in_at, '-infinity'::timestamptz)), id);
CREATE INDEX app_user_created_at_id_idx ON app_user (created_at, id);
