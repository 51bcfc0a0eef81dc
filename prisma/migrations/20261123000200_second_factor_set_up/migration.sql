-- The secret of a second factor that is being set up stays with the session that asked for it until a code proves it:
-- nobody who saw it in another session can have it confirmed, and the factor in use goes on until then.

ALTER TABLE session ADD COLUMN totp_setup bytea;
