import "server-only";
import type { Tx } from "#lib/db/client.ts";
import type { TextRow } from "#lib/db/export-rows.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { InnerManifest } from "./manifest.ts";

const { sql } = Prisma;

/** Asks within a snapshot; every value of a row comes as text. */
export type AskTexts = (query: Prisma.Sql) => Promise<TextRow[]>;

export const askIn =
  (tx: Tx): AskTexts =>
  async (query) =>
    (await tx.$queryRaw<Record<string, string | null>[]>(query)).map((row) => Object.values(row));

/** Of a snapshot: its moment, and how far the audit log was sealed then. */
export type Facts = Pick<InnerManifest, "madeAt" | "auditHead">;

export async function readFacts(ask: AskTexts): Promise<Facts> {
  const utc = (at: Prisma.Sql) => sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const [row] = await ask(sql`
    SELECT ${utc(sql`now()`)} AS made_at, b.number::text AS block, encode(b.head, 'hex') AS head,
      ${utc(sql`b.sealed_at`)} AS sealed_at
    FROM (SELECT 1) AS one LEFT JOIN (SELECT * FROM audit_block ORDER BY number DESC LIMIT 1) AS b ON true`);
  const [madeAt, block, head, sealedAt] = row ?? [];
  if (!madeAt) throw new Error("PostgreSQL did not say what time it is");
  return {
    madeAt,
    auditHead: block && head && sealedAt ? { block: Number(block), head, sealedAt } : null,
  };
}
