-- Who steers by voice, or hits keys by chance, can switch off those that work without Ctrl (WCAG 2.1.4).
ALTER TABLE app_user ADD COLUMN letter_keys boolean NOT NULL DEFAULT true;
