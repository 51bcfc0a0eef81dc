-- Lists of ids to look up at Unico. They hold ids and lines and nobody's data: who is meant stands with the process.
CREATE TYPE look_up_end AS ENUM ('finished', 'cancelled', 'not_allowed');
CREATE TYPE look_up_state AS ENUM ('waiting', 'done', 'not_found', 'gone', 'refused', 'failed', 'cancelled');

CREATE TABLE look_up_list (
    id uuid NOT NULL DEFAULT uuidv7(),
    asked_by_id uuid NOT NULL,
    -- Whose look-ups these are, told as theirs also where the session is over by then.
    session_id uuid NOT NULL,
    asked_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    from_file boolean NOT NULL,
    ids integer NOT NULL,
    repeated integer NOT NULL,
    refused_lines jsonb NOT NULL DEFAULT '[]',
    ended_at timestamptz(3),
    ending look_up_end,
    -- Who works on it, alive while it says so by the database's clock.
    runner_id uuid,
    runner_seen_at timestamptz(3),
    turn_at timestamptz(3),
    -- Why it stands still, and until when.
    trouble text,
    pauses integer NOT NULL DEFAULT 0,
    resume_at timestamptz(3),

    CONSTRAINT look_up_list_pkey PRIMARY KEY (id),
    CONSTRAINT look_up_list_ended CHECK ((ended_at IS NULL) = (ending IS NULL)),
    CONSTRAINT look_up_list_asked_by_id_fkey FOREIGN KEY (asked_by_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX look_up_list_asked_at_id_idx ON look_up_list (asked_at, id);
CREATE INDEX look_up_list_asked_by_id_asked_at_id_idx ON look_up_list (asked_by_id, asked_at, id);
CREATE INDEX look_up_list_under_way ON look_up_list (asked_at) WHERE ended_at IS NULL;

CREATE TABLE look_up_item (
    id bigserial NOT NULL,
    list_id uuid NOT NULL,
    position integer NOT NULL,
    line integer NOT NULL,
    process_id uuid NOT NULL,
    state look_up_state NOT NULL DEFAULT 'waiting',
    trouble text,
    tries integer NOT NULL DEFAULT 0,
    try_after timestamptz(3),
    ended_at timestamptz(3),

    CONSTRAINT look_up_item_pkey PRIMARY KEY (id),
    CONSTRAINT look_up_item_ended CHECK ((ended_at IS NULL) = (state = 'waiting')),
    CONSTRAINT look_up_item_list_id_fkey FOREIGN KEY (list_id) REFERENCES look_up_list (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX look_up_item_list_id_process_id_key ON look_up_item (list_id, process_id);
CREATE INDEX look_up_item_list_id_position_id_idx ON look_up_item (list_id, position, id);
CREATE INDEX look_up_item_list_id_state_position_id_idx ON look_up_item (list_id, state, position, id);

GRANT SELECT, INSERT, UPDATE ON look_up_list, look_up_item TO contraprova_app;
GRANT USAGE ON SEQUENCE look_up_item_id_seq TO contraprova_app;
GRANT SELECT ON look_up_list, look_up_item TO contraprova_export;

-- Everything seen is searched by what it said: raw values, newest first. What has no name of ours is seldom, and has an
-- index of its own.
CREATE INDEX process_state_last_seen_at_id_idx ON process (state, last_seen_at, id);
CREATE INDEX process_result_last_seen_at_id_idx ON process (result, last_seen_at, id);
CREATE INDEX process_authentication_last_seen_at_id_idx ON process (authentication, last_seen_at, id);
CREATE INDEX process_liveness_last_seen_at_id_idx ON process (liveness, last_seen_at, id);
CREATE INDEX process_flow_last_seen_at_id_idx ON process (flow, last_seen_at, id);
CREATE INDEX process_score_last_seen_at_id_idx ON process (score, last_seen_at, id);
CREATE INDEX process_other_state ON process (last_seen_at, id)
  WHERE state NOT IN ('PROCESS_STATE_CREATED', 'PROCESS_STATE_AWAITING_FOR_DOCUMENT', 'PROCESS_STATE_FINISHED',
    'PROCESS_STATE_FAILED', 'PROCESS_STATE_CANCELED');
CREATE INDEX process_other_result ON process (last_seen_at, id)
  WHERE result IS NULL OR result NOT IN ('PROCESS_RESULT_OK', 'PROCESS_RESULT_WARNING', 'PROCESS_RESULT_ERROR',
    'PROCESS_RESULT_EXPIRED', 'PROCESS_RESULT_INVALID_IDENTITY', 'PROCESS_RESULT_UNSPECIFIED');
CREATE INDEX process_other_authentication ON process (last_seen_at, id)
  WHERE authentication IS NULL OR authentication NOT IN ('AUTHENTICATION_RESULT_POSITIVE',
    'AUTHENTICATION_RESULT_NEGATIVE', 'AUTHENTICATION_RESULT_INCONCLUSIVE');
CREATE INDEX process_other_liveness ON process (last_seen_at, id)
  WHERE liveness IS NULL OR liveness NOT IN ('LIVENESS_RESULT_LIVE', 'LIVENESS_RESULT_NOT_LIVE');

-- What somebody handed to the analysts: they see when it is done.
CREATE INDEX case_event_handed_over ON case_event (actor_id, id) WHERE kind IN ('opened', 'signal_joined') AND actor_id IS NOT NULL;
