import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { kept } from "#lib/db/kept.ts";
import type { ReverificationState } from "./rules.ts";

/** Our policy: within it the same picture against the same reference asks first. */
const TWIN_WITHIN_MIN = 10;

type Start = { startedById: string; idempotencyKey: string; referenceId: string; imageSha256: Uint8Array };

const isSameForm = ({ startedById, idempotencyKey }: Start) =>
  Prisma.sql`r.started_by_id = ${startedById}::uuid AND r.idempotency_key = ${idempotencyKey}::uuid`;

/** Only what Unico worked on, or may have: what it certainly did not costs nothing to repeat. */
const isTwin = ({ referenceId, imageSha256 }: Start) => Prisma.sql`
  r.reference_id = ${referenceId}::uuid AND r.image_sha256 = ${imageSha256} AND (r.state IN ('pending', 'sent')
    OR (r.touched_at > clock_timestamp() - make_interval(mins => ${TWIN_WITHIN_MIN})
      AND (r.state IN ('completed', 'unknown') OR (r.state = 'failed' AND r.unico_process_id IS NOT NULL))))`;

/**
 * What a start may be the same as: the row of the same form, and those of the same picture and reference, newest first.
 * And whose the reference is, as far as it is known. `counting` has a row where the person may start another.
 */
export async function findBefore(db: Db, start: Start, counting: Prisma.Sql) {
  const found = await db.$queryRaw<(Owned & (Before | { id: null }))[]>(kept`
    WITH counted AS (${counting})
    SELECT EXISTS (SELECT FROM counted) AS "mayStart", p.id IS NOT NULL AS "isKnown", p.subject_id AS "ownerId", p.subsidiary_id AS "ownerBranch",
      r.id, r.number, r.state::text, r.started_at AS "startedAt", r.reference_id AS "referenceId",
      r.image_sha256 AS "imageSha256", r.reason::text, r.case_number AS "caseNumber", s.cpf_index AS "cpfIndex",
      r.subsidiary_id AS "subsidiaryId",
      (${isSameForm(start)}) AS "isSameForm"
    FROM (SELECT ${start.referenceId}::uuid AS id) AS asked
      LEFT JOIN reference_process AS p ON p.id = asked.id
      LEFT JOIN reverification AS r ON (${isSameForm(start)}) OR (${isTwin(start)})
      LEFT JOIN subject AS s ON s.id = r.subject_id
    ORDER BY r.touched_at DESC, r.id DESC`);
  const rows = found.filter((row): row is Owned & Before => row.id !== null);
  const [reference] = found;
  const known = reference?.isKnown
    ? { subjectId: reference.ownerId, subsidiaryId: reference.ownerBranch }
    : null;
  const twins = rows.filter(({ isSameForm }) => !isSameForm);
  const byKey = rows.find(({ isSameForm }) => isSameForm) ?? null;
  return { mayStart: reference?.mayStart ?? false, known, byKey, twins, seen: rows.map(({ id }) => id) };
}

type Owned = { mayStart: boolean; isKnown: boolean; ownerId: string | null; ownerBranch: string | null };

export type Before = {
  id: string;
  number: number;
  state: ReverificationState;
  startedAt: Date;
  referenceId: string;
  imageSha256: Uint8Array;
  reason: string;
  caseNumber: number | null;
  subsidiaryId: string | null;
  cpfIndex: Uint8Array | null;
  isSameForm: boolean;
};

/** The one to be sent anew. */
export async function findReplaced(db: Db, id: string) {
  const row = await db.reverification.findUnique({
    where: { id },
    select: { state: true, referenceId: true, subsidiaryId: true, replacedBy: { select: { id: true } } },
  });
  return row && { ...row, replacedById: row.replacedBy?.id ?? null };
}

export type NewRow = Start & {
  id: string;
  startedAt: Date;
  senderId: string;
  subjectId: string | null;
  subsidiaryId: string | null;
  /** Whose a reference is that is new; null where everybody's. */
  referenceBranch: string | null;
  caseNumber: number | null;
  replacesId: string | null;
  reason: string;
  capture: string;
  capturedAt: Date | null;
  imageBytes: number;
  imageFormat: string;
  imageWidth: number | null;
  imageHeight: number | null;
  reencoded: boolean;
  keyLiveness: boolean;
  keyAlert: boolean;
};

/**
 * Writes the intent, its reference where that is new, and the audit of both, in one statement. False when another start
 * came first since `findBefore` looked: then nothing was written but perhaps the reference. Two at the same moment
 * the unique indexes keep apart; one that is over already and was not in `seen`, the condition does.
 */
export async function insertPending(
  db: Db,
  row: NewRow,
  seen: readonly string[],
  audit: { ofReference: Prisma.Sql; ofIntent: Prisma.Sql },
): Promise<boolean> {
  const count = await db.$executeRaw(kept`
    WITH added AS (
      INSERT INTO reference_process (id, origin, subsidiary_id)
      VALUES (${row.referenceId}::uuid, 'manual', ${row.referenceBranch}::uuid)
      ON CONFLICT DO NOTHING RETURNING id
    ), added_told AS (${audit.ofReference}), replaced AS (
      SELECT id FROM reverification WHERE id = ${row.replacesId}::uuid AND state = 'unknown' FOR UPDATE
    ), step AS (
      INSERT INTO reverification (id, idempotency_key, started_by_id, started_at, sender_id, reference_id, subject_id,
        subsidiary_id, case_number, replaces_id, reason, capture, captured_at, image_sha256, image_bytes, image_format,
        image_width, image_height, reencoded, key_liveness, key_alert)
      SELECT ${row.id}::uuid, ${row.idempotencyKey}::uuid, ${row.startedById}::uuid, ${row.startedAt}::timestamptz,
        ${row.senderId}::uuid, ${row.referenceId}::uuid, ${row.subjectId}::uuid, ${row.subsidiaryId}::uuid,
        ${row.caseNumber}::integer, ${row.replacesId}::uuid, ${row.reason}::reverification_reason,
        ${row.capture}::capture_kind, ${row.capturedAt}::timestamptz, ${row.imageSha256}::bytea,
        ${row.imageBytes}::integer, ${row.imageFormat}::text, ${row.imageWidth}::integer, ${row.imageHeight}::integer,
        ${row.reencoded}::boolean, ${row.keyLiveness}::boolean, ${row.keyAlert}::boolean
      WHERE (${row.replacesId}::uuid IS NULL OR EXISTS (SELECT FROM replaced))
        AND NOT EXISTS (SELECT FROM reverification AS r WHERE ${isTwin(row)} AND r.id <> ALL (${[...seen]}::uuid[]))
      ON CONFLICT DO NOTHING RETURNING id
    ) ${audit.ofIntent}`);
  return count === 1;
}
