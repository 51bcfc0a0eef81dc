-- When the company's sign-in last vouched for the person of a session that it opened.

ALTER TABLE session ADD COLUMN vouched_at timestamptz(3);
