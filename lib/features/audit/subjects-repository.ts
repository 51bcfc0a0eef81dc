import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Things } from "./table.ts";

type Kind = "case" | "reverification" | "process" | "reference" | "export";
const isFile = ({ kind }: { kind: Kind }) => kind === "export";

/**
 * What stands for one person, newest first within a kind. The files that held them in the clear are counted by themselves: a
 * person is in thousands of them in time, and must not lose their own for it. `isCut`: there is more than `max` of either.
 */
export async function thingsOf(
  db: Db,
  subjectId: string,
  max: number,
): Promise<{ things: Things; isCut: boolean }> {
  const rows = await db.$queryRaw<{ kind: Kind; id: string }[]>`
    WITH reference AS (
      SELECT id, created_at AS at FROM reference_process WHERE subject_id = ${subjectId}::uuid
    ), reverified AS (
      SELECT id, started_at AS at FROM reverification WHERE subject_id = ${subjectId}::uuid
      UNION
      SELECT r.id, r.started_at FROM reverification AS r JOIN reference ON r.reference_id = reference.id
    ), looked_up AS (
      SELECT id, last_seen_at AS at FROM process WHERE subject_id = ${subjectId}::uuid
    ), flagged AS (
      SELECT number, opened_at AS at FROM "case" WHERE subject_id = ${subjectId}::uuid
      UNION
      SELECT c.number, c.opened_at FROM "case" AS c JOIN reverified ON c.reverification_id = reverified.id
      UNION
      SELECT c.number, c.opened_at FROM "case" AS c JOIN looked_up ON c.process_id = looked_up.id
    )
    (SELECT kind, id, at FROM (
      SELECT 'reference' AS kind, id::text, at FROM reference
      UNION ALL SELECT 'reverification', id::text, at FROM reverified
      UNION ALL SELECT 'process', id::text, at FROM looked_up
      UNION ALL SELECT 'case', number::text, at FROM flagged
    ) AS own ORDER BY at DESC LIMIT ${max + 1})
    UNION ALL
    (SELECT 'export', e.id::text, e.created_at
      FROM export_held AS held JOIN export AS e ON e.id = held.export_id WHERE held.subject_id = ${subjectId}::uuid
      ORDER BY e.created_at DESC LIMIT ${max + 1})
    ORDER BY at DESC`;
  const [files, own] = [rows.filter(isFile), rows.filter((row) => !isFile(row))];
  const kept = [...own.slice(0, max), ...files.slice(0, max)];
  const idsOf = (kind: Kind) => kept.filter((row) => row.kind === kind).map(({ id }) => id);
  return {
    things: {
      subject: [subjectId],
      case: idsOf("case"),
      reverification: idsOf("reverification"),
      process: idsOf("process"),
      reference: idsOf("reference"),
      export: idsOf("export"),
    },
    isCut: own.length > max || files.length > max,
  };
}
