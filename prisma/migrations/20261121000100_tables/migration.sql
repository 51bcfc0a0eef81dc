CREATE TYPE "role" AS ENUM ('support', 'analyst', 'manager', 'admin');

CREATE TYPE "reference_origin" AS ENUM ('idcheck', 'reverification', 'import', 'manual');

CREATE TYPE "reverification_state" AS ENUM ('pending', 'sent', 'completed', 'refused', 'failed', 'unknown');

CREATE TYPE "outcome" AS ENUM ('match', 'match_flagged', 'no_match', 'no_match_flagged', 'not_live', 'undecided', 'error', 'pending', 'cancelled');

CREATE TYPE "fraudsters" AS ENUM ('yes', 'inconclusive', 'other');

CREATE TYPE "biometry" AS ENUM ('match', 'no_match', 'undecided');

CREATE TYPE "liveness" AS ENUM ('live', 'not_live', 'not_measured');

CREATE TYPE "capture_kind" AS ENUM ('file', 'webcam', 'sdk');

CREATE TYPE "reverification_reason" AS ENUM ('second_look', 'change_of_data', 'account_recovery', 'high_value', 'other');

CREATE TYPE "process_outcome" AS ENUM ('approve', 'review', 'reprove', 'retry', 'wait');

CREATE TYPE "case_status" AS ENUM ('open', 'in_review', 'awaiting_approval', 'waiting', 'escalated', 'closed');

CREATE TYPE "case_priority" AS ENUM ('low', 'normal', 'high', 'urgent');

CREATE TYPE "case_origin" AS ENUM ('reverification', 'idcheck', 'manual');

CREATE TYPE "decision" AS ENUM ('confirmed_fraud', 'false_positive', 'inconclusive');

CREATE TYPE "case_event_kind" AS ENUM ('opened', 'signal_joined', 'taken', 'released', 'noted', 'decided', 'approved', 'sent_back', 'escalated', 'waiting', 'resumed', 'reopened', 'assigned');

CREATE TYPE "audit_outcome" AS ENUM ('done', 'refused', 'failed');

CREATE TYPE "actor_kind" AS ENUM ('user', 'program', 'unico', 'unknown');

CREATE TABLE "app_user" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "password_hash" TEXT,
    "locale" TEXT,
    "theme" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "one_time_link" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "subsidiary" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "subsidiary_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "subject" (
    "id" UUID NOT NULL,
    "name" TEXT,
    "name_key" TEXT,
    "cpf" BYTEA NOT NULL,
    "cpf_index" BYTEA NOT NULL,
    "email" BYTEA,
    "phone" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subject_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reference_process" (
    "id" UUID NOT NULL,
    "subject_id" UUID,
    "subsidiary_id" UUID,
    "origin" "reference_origin" NOT NULL,
    "enrolled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reference_process_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reverification" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "number" SERIAL NOT NULL,
    "state" "reverification_state" NOT NULL DEFAULT 'pending',
    "idempotency_key" UUID NOT NULL,
    "started_by_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "read_again_at" TIMESTAMPTZ(3),
    "reference_id" UUID NOT NULL,
    "subject_id" UUID,
    "subsidiary_id" UUID,
    "case_number" INTEGER,
    "reason" "reverification_reason" NOT NULL,
    "capture" "capture_kind" NOT NULL,
    "image_sha256" BYTEA NOT NULL,
    "image_bytes" INTEGER NOT NULL,
    "image_format" TEXT NOT NULL,
    "image_width" INTEGER NOT NULL,
    "image_height" INTEGER NOT NULL,
    "key_liveness" BOOLEAN NOT NULL,
    "key_alert" BOOLEAN NOT NULL,
    "unico_process_id" UUID,
    "outcome" "outcome",
    "fraudsters" "fraudsters",
    "biometry" "biometry",
    "liveness" "liveness",
    "http_status" SMALLINT,
    "failure" TEXT,
    "unico_code" TEXT,
    "answer" TEXT,

    CONSTRAINT "reverification_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reverification_attempt" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "reverification_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "http_status" SMALLINT,
    "verdict" TEXT,

    CONSTRAINT "reverification_attempt_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "process" (
    "id" UUID NOT NULL,
    "subject_id" UUID,
    "outcome" "process_outcome" NOT NULL,
    "state" TEXT NOT NULL,
    "result" TEXT,
    "authentication" TEXT,
    "liveness" TEXT,
    "fraudsters" TEXT,
    "score" DOUBLE PRECISION,
    "authentication_id" UUID,
    "flow" TEXT,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "process_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "process_snapshot" (
    "id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_by_id" UUID,
    "document" BYTEA NOT NULL,
    "sha256" BYTEA NOT NULL,
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "process_snapshot_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "case" (
    "number" SERIAL NOT NULL,
    "status" "case_status" NOT NULL DEFAULT 'open',
    "priority" "case_priority" NOT NULL,
    "origin" "case_origin" NOT NULL,
    "rule" TEXT NOT NULL,
    "subject_id" UUID,
    "subsidiary_id" UUID,
    "reverification_id" UUID,
    "process_id" UUID,
    "reference_id" UUID,
    "outcome" "outcome",
    "fraudsters" "fraudsters",
    "biometry" "biometry",
    "liveness" "liveness",
    "score" DOUBLE PRECISION,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "assignee_id" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "first_touched_at" TIMESTAMPTZ(3),
    "decision" "decision",
    "reasons" TEXT[],
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "case_pkey" PRIMARY KEY ("number")
);

CREATE TABLE "case_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "case_number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "kind" "case_event_kind" NOT NULL,
    "note" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "case_event_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

CREATE INDEX "session_user_id_ended_at_idx" ON "session"("user_id", "ended_at");

CREATE UNIQUE INDEX "one_time_link_token_hash_key" ON "one_time_link"("token_hash");

CREATE INDEX "one_time_link_user_id_idx" ON "one_time_link"("user_id");

CREATE UNIQUE INDEX "subsidiary_name_key" ON "subsidiary"("name");

CREATE UNIQUE INDEX "subject_cpf_index_key" ON "subject"("cpf_index");

CREATE INDEX "subject_name_key_trgm" ON "subject" USING GIN ("name_key" gin_trgm_ops);

CREATE INDEX "reference_process_subject_id_idx" ON "reference_process"("subject_id");

CREATE INDEX "reference_process_created_at_id_idx" ON "reference_process"("created_at", "id");

CREATE UNIQUE INDEX "reverification_number_key" ON "reverification"("number");

CREATE INDEX "reverification_unico_process_id_idx" ON "reverification"("unico_process_id");

CREATE INDEX "reverification_started_at_id_idx" ON "reverification"("started_at", "id");

CREATE INDEX "reverification_state_started_at_id_idx" ON "reverification"("state", "started_at", "id");

CREATE INDEX "reverification_outcome_started_at_id_idx" ON "reverification"("outcome", "started_at", "id");

CREATE INDEX "reverification_reference_id_started_at_idx" ON "reverification"("reference_id", "started_at");

CREATE INDEX "reverification_subject_id_started_at_idx" ON "reverification"("subject_id", "started_at");

CREATE INDEX "reverification_case_number_idx" ON "reverification"("case_number");

CREATE UNIQUE INDEX "reverification_started_by_id_idempotency_key_key" ON "reverification"("started_by_id", "idempotency_key");

CREATE INDEX "reverification_attempt_reverification_id_started_at_idx" ON "reverification_attempt"("reverification_id", "started_at");

CREATE INDEX "process_last_seen_at_id_idx" ON "process"("last_seen_at", "id");

CREATE INDEX "process_outcome_last_seen_at_id_idx" ON "process"("outcome", "last_seen_at", "id");

CREATE INDEX "process_subject_id_idx" ON "process"("subject_id");

CREATE INDEX "process_snapshot_process_id_taken_at_idx" ON "process_snapshot"("process_id", "taken_at");

CREATE INDEX "process_snapshot_taken_by_id_taken_at_idx" ON "process_snapshot"("taken_by_id", "taken_at");

CREATE INDEX "case_opened_at_number_idx" ON "case"("opened_at", "number");

CREATE INDEX "case_due_at_number_idx" ON "case"("due_at", "number");

CREATE INDEX "case_priority_number_idx" ON "case"("priority", "number");

CREATE INDEX "case_status_due_at_number_idx" ON "case"("status", "due_at", "number");

CREATE INDEX "case_assignee_id_status_due_at_idx" ON "case"("assignee_id", "status", "due_at");

CREATE INDEX "case_fraudsters_due_at_number_idx" ON "case"("fraudsters", "due_at", "number");

CREATE INDEX "case_biometry_due_at_number_idx" ON "case"("biometry", "due_at", "number");

CREATE INDEX "case_liveness_due_at_number_idx" ON "case"("liveness", "due_at", "number");

CREATE INDEX "case_subject_id_opened_at_idx" ON "case"("subject_id", "opened_at");

CREATE INDEX "case_reference_id_idx" ON "case"("reference_id");

CREATE INDEX "case_reverification_id_idx" ON "case"("reverification_id");

CREATE INDEX "case_process_id_idx" ON "case"("process_id");

CREATE INDEX "case_event_case_number_id_idx" ON "case_event"("case_number", "id");

ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reference_process" ADD CONSTRAINT "reference_process_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reference_process" ADD CONSTRAINT "reference_process_subsidiary_id_fkey" FOREIGN KEY ("subsidiary_id") REFERENCES "subsidiary"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reverification" ADD CONSTRAINT "reverification_started_by_id_fkey" FOREIGN KEY ("started_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reverification" ADD CONSTRAINT "reverification_reference_id_fkey" FOREIGN KEY ("reference_id") REFERENCES "reference_process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reverification" ADD CONSTRAINT "reverification_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reverification" ADD CONSTRAINT "reverification_subsidiary_id_fkey" FOREIGN KEY ("subsidiary_id") REFERENCES "subsidiary"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reverification" ADD CONSTRAINT "reverification_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "case"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reverification_attempt" ADD CONSTRAINT "reverification_attempt_reverification_id_fkey" FOREIGN KEY ("reverification_id") REFERENCES "reverification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "process" ADD CONSTRAINT "process_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "process_snapshot" ADD CONSTRAINT "process_snapshot_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "process_snapshot" ADD CONSTRAINT "process_snapshot_taken_by_id_fkey" FOREIGN KEY ("taken_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case" ADD CONSTRAINT "case_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case" ADD CONSTRAINT "case_subsidiary_id_fkey" FOREIGN KEY ("subsidiary_id") REFERENCES "subsidiary"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case" ADD CONSTRAINT "case_reverification_id_fkey" FOREIGN KEY ("reverification_id") REFERENCES "reverification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case" ADD CONSTRAINT "case_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case" ADD CONSTRAINT "case_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case" ADD CONSTRAINT "case_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case" ADD CONSTRAINT "case_approved_by_id_fkey" FOREIGN KEY ("approved_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case_event" ADD CONSTRAINT "case_event_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "case"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case_event" ADD CONSTRAINT "case_event_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
