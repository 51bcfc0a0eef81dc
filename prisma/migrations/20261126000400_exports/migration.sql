-- Files that people ask for of what a list shows. A row is kept when its file is gone: it says what left the program.
CREATE TYPE export_state AS ENUM ('ready', 'queued', 'running', 'done', 'failed', 'cancelled', 'expired');

-- Asked for again and again; always masked, for nobody is there to prove who it is.
CREATE TABLE export_schedule (
    id uuid NOT NULL DEFAULT uuidv7(),
    owner_id uuid NOT NULL,
    list text NOT NULL,
    format text NOT NULL,
    -- Sealed, as that of an export.
    asked bytea NOT NULL,
    every text NOT NULL,
    -- Of Sao Paulo's day.
    hour smallint NOT NULL,
    next_at timestamptz(3) NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ended_at timestamptz(3),

    CONSTRAINT export_schedule_pkey PRIMARY KEY (id),
    CONSTRAINT export_schedule_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT export_schedule_hour CHECK (hour BETWEEN 0 AND 23)
);
CREATE INDEX export_schedule_owner_id_idx ON export_schedule (owner_id);
CREATE INDEX export_schedule_due ON export_schedule (next_at) WHERE ended_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON export_schedule TO contraprova_app;

CREATE TABLE export (
    id uuid NOT NULL DEFAULT uuidv7(),
    owner_id uuid NOT NULL,
    list text NOT NULL,
    format text NOT NULL,
    masked boolean NOT NULL,
    reason text,
    -- Sealed: filters may hold a name that was searched for. Gone with the file, like the manifest.
    asked bytea,
    manifest bytea,
    state export_state NOT NULL,
    -- Small: written while it is taken in, and not by a job.
    direct boolean NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    started_at timestamptz(3),
    ended_at timestamptz(3),
    expires_at timestamptz(3),
    -- Whoever writes the file names the attempt that it was given: another one ends the first.
    attempt integer NOT NULL DEFAULT 0,
    -- A sign of life of whoever writes it, by the database's clock.
    seen_at timestamptz(3),
    rows_total integer,
    rows_done integer NOT NULL DEFAULT 0,
    bytes bigint,
    sha256 bytea,
    file_name text,
    storage_key text,
    failure text,
    -- The schedule that asked for it.
    schedule_id uuid,
    -- When its owner first took it in.
    taken_at timestamptz(3),

    CONSTRAINT export_pkey PRIMARY KEY (id),
    CONSTRAINT export_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT export_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES export_schedule (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT export_scheduled CHECK (schedule_id IS NULL OR masked),
    -- Personal data never without a reason.
    CONSTRAINT export_reason CHECK (masked OR reason IS NOT NULL),
    -- Only a whole file is one.
    CONSTRAINT export_whole CHECK (state <> 'done' OR
      (sha256 IS NOT NULL AND bytes IS NOT NULL AND manifest IS NOT NULL AND storage_key IS NOT NULL
        AND file_name IS NOT NULL AND expires_at IS NOT NULL)),
    CONSTRAINT export_asked CHECK (asked IS NOT NULL OR state IN ('expired', 'cancelled', 'failed'))
);
CREATE INDEX export_created_at_id_idx ON export (created_at, id);
CREATE INDEX export_owner_id_created_at_id_idx ON export (owner_id, created_at, id);
CREATE INDEX export_under_way ON export (state, created_at, id) WHERE state IN ('ready', 'queued', 'running');
CREATE INDEX export_schedule_id_idx ON export (schedule_id);
CREATE INDEX export_expires ON export (expires_at) WHERE storage_key IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON export TO contraprova_app;

-- A list that is narrowed by a name is exported by that name.
GRANT SELECT (name_key) ON subject TO contraprova_export;

-- Whoever was erased is in no file that is still kept.
CREATE INDEX subject_erased ON subject (erased_at) WHERE erased_at IS NOT NULL;
