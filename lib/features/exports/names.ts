import "server-only";
import type { Scope } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { inBranches } from "#lib/table/query.ts";
import { isUuid } from "#lib/uuid.ts";
import type { AskTexts } from "./facts.ts";
import type { Asked } from "./schema.ts";

const { sql } = Prisma;

/** By their ids: the branches and colleagues that filters speak of. */
export type Names = ReadonlyMap<string, string>;

/** Of a branch that the reader does not see there is no name. */
export async function readNames(ask: AskTexts, params: Asked["params"], scope: Scope): Promise<Names> {
  const ids = Object.values(params).flat().filter(isUuid);
  if (ids.length === 0) return new Map();
  const own = Prisma.join([sql`id = ANY (${ids}::uuid[])`, ...inBranches(sql`id`, scope)], " AND ");
  const rows = await ask(sql`
    SELECT id::text AS id, name FROM subsidiary WHERE ${own}
    UNION ALL SELECT id::text, name FROM app_user WHERE id = ANY (${ids}::uuid[])`);
  return new Map(rows.flatMap(([id, name]) => (id && name ? [[id, name] as const] : [])));
}
