import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { LineReason } from "./import-schema.ts";

/** A page's statement is cut off after seconds; these are over many rows. */
export const allowTime = (tx: Tx, ms: number) =>
  tx.$queryRaw`SELECT set_config('statement_timeout', ${String(ms)}, true)`;

export async function countLines(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM reference_import_line WHERE import_id = ${id}::uuid`;
  return row?.count ?? 0;
}

/** As whoever adds one person does: while this is open nobody turns the CPFs to another key. */
export async function holdIndexKey(tx: Tx, fingerprint: string): Promise<void> {
  const [held] = await tx.$queryRaw<{ isOpen: boolean; isAny: boolean }[]>`
    WITH held AS (
      SELECT 1 FROM index_key WHERE fingerprint = ${fingerprint}::text AND closed_at IS NULL FOR SHARE
    ) SELECT EXISTS (SELECT FROM held) AS "isOpen", EXISTS (SELECT FROM index_key) AS "isAny"`;
  if (held?.isAny && !held.isOpen) throw new Error("CPFs are indexed under another key than INDEX_KEY");
}

/** How many lines are, or by now speak of a reference that is, of no branch of whoever sent them. */
export async function countOutside(tx: Tx, id: string, scope: readonly string[]): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM reference_import_line AS l
    LEFT JOIN reference_process AS r ON r.id = l.reference_id
    WHERE ${OF(id)} AND (CASE WHEN r.id IS NULL THEN l.subsidiary_id ELSE r.subsidiary_id END = ANY (${[...scope]}::uuid[]))
      IS NOT TRUE`;
  return row?.count ?? 0;
}

const OF = (id: string) => Prisma.sql`l.import_id = ${id}::uuid`;

/** Whoever was erased since the file was read does not come back by it. How many lines that are. */
export async function refuseErased(tx: Tx, id: string): Promise<number> {
  return tx.$executeRaw`
    WITH gone AS (
      DELETE FROM reference_import_line AS l USING subject AS s
      WHERE ${OF(id)} AND s.id = l.subject_id AND s.erased_at IS NOT NULL
      RETURNING l.import_id, l.line
    ) INSERT INTO reference_import_refusal (import_id, line, field, reason)
      SELECT import_id, line, 'cpf', ${"person_erased" satisfies LineReason}::text FROM gone`;
}

/**
 * One row a person, of the first line that names them. Those who are there are left to the index: looked for in a table that
 * was empty a moment ago, they would be looked for row by row in what this very statement adds.
 */
export const insertPeople = (tx: Tx, id: string) => tx.$executeRaw`
  INSERT INTO subject (id, name, name_key, cpf, cpf_index, email, phone)
  SELECT DISTINCT ON (l.cpf_index) l.subject_id, l.name, l.name_key, l.cpf, l.cpf_index, l.email, l.phone
  FROM reference_import_line AS l
  WHERE ${OF(id)} ORDER BY l.cpf_index, l.line
  ON CONFLICT (cpf_index) DO NOTHING`;

/** What was not known of a person is filled in, and nothing overwritten; what is sealed for another row stays out. */
export const fillPeople = (tx: Tx, id: string) => tx.$executeRaw`
  UPDATE subject AS s SET name = coalesce(s.name, f.name),
    name_key = CASE WHEN s.name IS NULL THEN f.name_key ELSE s.name_key END,
    email = coalesce(s.email, f.email), phone = coalesce(s.phone, f.phone)
  FROM (
    SELECT l.cpf_index, (array_agg(l.name ORDER BY l.line) FILTER (WHERE l.name IS NOT NULL))[1] AS name,
      (array_agg(l.name_key ORDER BY l.line) FILTER (WHERE l.name IS NOT NULL))[1] AS name_key,
      (array_agg(l.email ORDER BY l.line) FILTER (WHERE l.email IS NOT NULL AND l.subject_id = known.id))[1] AS email,
      (array_agg(l.phone ORDER BY l.line) FILTER (WHERE l.phone IS NOT NULL AND l.subject_id = known.id))[1] AS phone
    FROM reference_import_line AS l JOIN subject AS known ON known.cpf_index = l.cpf_index
    WHERE ${OF(id)} AND (known.name IS NULL OR known.email IS NULL OR known.phone IS NULL)
    GROUP BY l.cpf_index
  ) AS f
  WHERE s.cpf_index = f.cpf_index AND s.erased_at IS NULL
    AND ((s.name IS NULL AND f.name IS NOT NULL) OR (s.email IS NULL AND f.email IS NOT NULL)
      OR (s.phone IS NULL AND f.phone IS NOT NULL))`;

/** References that were there already learn what was not known of them. */
export const fillReferences = (tx: Tx, id: string) => tx.$executeRaw`
  UPDATE reference_process AS r SET subject_id = coalesce(r.subject_id, f.subject_id),
    subsidiary_id = coalesce(r.subsidiary_id, f.subsidiary_id), enrolled_at = coalesce(r.enrolled_at, f.enrolled_at)
  FROM (
    SELECT DISTINCT ON (l.reference_id) l.reference_id, s.id AS subject_id, l.subsidiary_id, l.enrolled_at
    FROM reference_import_line AS l JOIN subject AS s ON s.cpf_index = l.cpf_index
    WHERE ${OF(id)} ORDER BY l.reference_id, l.line
  ) AS f
  WHERE r.id = f.reference_id AND (r.subject_id IS NULL OR (r.subsidiary_id IS NULL AND f.subsidiary_id IS NOT NULL)
    OR (r.enrolled_at IS NULL AND f.enrolled_at IS NOT NULL))`;

/** Those of one person that come together are marked as such at once: to change a row anew costs as much as to add it. */
export const insertReferences = (tx: Tx, id: string, at: Date) => tx.$executeRaw`
  INSERT INTO reference_process (id, subject_id, subsidiary_id, origin, enrolled_at, created_at, import_id, shares_person)
  SELECT f.reference_id, f.subject_id, f.subsidiary_id, 'import'::reference_origin, f.enrolled_at, ${at}::timestamptz,
    f.import_id, count(*) OVER (PARTITION BY f.subject_id) > 1
  FROM (
    SELECT DISTINCT ON (l.reference_id) l.reference_id, s.id AS subject_id, l.subsidiary_id, l.enrolled_at, l.import_id
    FROM reference_import_line AS l JOIN subject AS s ON s.cpf_index = l.cpf_index
    WHERE ${OF(id)} ORDER BY l.reference_id, l.line
  ) AS f
  ON CONFLICT (id) DO NOTHING`;

/** Another CPF than the reference has: both are kept and shown as what they are. How many references it is. */
export async function insertClaims(tx: Tx, id: string, at: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    WITH claimed AS (
      INSERT INTO reference_claim (reference_id, subject_id, origin, claimed_at)
      SELECT DISTINCT l.reference_id, s.id, 'import'::reference_origin, ${at}::timestamptz
      FROM reference_import_line AS l
      JOIN subject AS s ON s.cpf_index = l.cpf_index
      JOIN reference_process AS r ON r.id = l.reference_id
      WHERE ${OF(id)} AND r.subject_id <> s.id
      ON CONFLICT DO NOTHING RETURNING reference_id
    ) SELECT count(DISTINCT reference_id)::integer AS count FROM claimed`;
  return row?.count ?? 0;
}
