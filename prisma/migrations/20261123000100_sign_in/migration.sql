-- Second factor, company sign-in, stages of a session, branches that a person is given.

CREATE TYPE session_stage AS ENUM ('password', 'full');
CREATE TYPE sign_in_way AS ENUM ('password', 'company');

ALTER TABLE app_user
  ADD COLUMN oidc_issuer text,
  ADD COLUMN oidc_subject text,
  ADD COLUMN totp_secret bytea,
  ADD COLUMN totp_confirmed_at timestamptz(3),
  ADD COLUMN totp_last_step bigint,
  ADD COLUMN last_sign_in_at timestamptz(3),
  ADD CONSTRAINT app_user_oidc_whole CHECK ((oidc_issuer IS NULL) = (oidc_subject IS NULL)),
  ADD CONSTRAINT app_user_totp_whole CHECK (totp_confirmed_at IS NULL OR totp_secret IS NOT NULL);
CREATE UNIQUE INDEX app_user_oidc_issuer_oidc_subject_key ON app_user (oidc_issuer, oidc_subject);

ALTER TABLE session
  ADD COLUMN stage session_stage NOT NULL DEFAULT 'full',
  ADD COLUMN way sign_in_way NOT NULL DEFAULT 'password',
  ADD COLUMN confirmed_at timestamptz(3);

CREATE TABLE user_subsidiary (
  user_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  subsidiary_id uuid NOT NULL REFERENCES subsidiary (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  PRIMARY KEY (user_id, subsidiary_id)
);

CREATE TABLE recovery_code (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  user_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  code_hash bytea NOT NULL,
  used_at timestamptz(3)
);
CREATE INDEX recovery_code_user_id_idx ON recovery_code (user_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON user_subsidiary, recovery_code TO contraprova_app;
