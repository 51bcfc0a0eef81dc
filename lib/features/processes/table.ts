import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { maskedPerson } from "#lib/features/subjects/repository.ts";
import { likePattern } from "#lib/privacy/search-key.ts";
import { anyOf, type Listed, listPage, when } from "#lib/table/list.ts";
import type { TableSource } from "#lib/table/query.ts";
import { uuidIn } from "#lib/table/search-text.ts";
import { endOfDay, startOfDay } from "#lib/time.ts";
import { listProcessRows } from "./repository.ts";
import type { ProcessFilter } from "./table-schema.ts";

const { sql } = Prisma;

const source: TableSource<"lastSeenAt" | "score"> = {
  from: sql`process`,
  key: sql`process.id`,
  keyType: "uuid",
  sorts: {
    lastSeenAt: sql`process.last_seen_at`,
    // No score is beyond every score: the lowest, which matter, come first in ascending order.
    score: sql`coalesce(process.score, 101)`,
  },
  // Unico names no branch of an IDCheck process: whoever may look one up sees those that were looked up.
  scope: null,
};

const AUTHENTICATION_VALUES = {
  positive: "AUTHENTICATION_RESULT_POSITIVE",
  negative: "AUTHENTICATION_RESULT_NEGATIVE",
  inconclusive: "AUTHENTICATION_RESULT_INCONCLUSIVE",
} as const;
const LIVENESS_VALUES = { live: "LIVENESS_RESULT_LIVE", not_live: "LIVENESS_RESULT_NOT_LIVE" } as const;

/** Any of the named raw values; `rest` stands for every other value and for none. */
function anyRaw(
  column: Prisma.Sql,
  chosen: readonly string[],
  named: Readonly<Record<string, string>>,
): Prisma.Sql[] {
  if (chosen.length === 0) return [];
  const wanted = chosen.flatMap((value) => named[value] ?? []);
  const isIn = sql`coalesce(${column} = ANY (${wanted}::text[]), false)`;
  if (wanted.length === chosen.length) return [isIn];
  return [sql`(${isIn} OR NOT coalesce(${column} = ANY (${Object.values(named)}::text[]), false))`];
}

function nameOrId(q: string): Prisma.Sql {
  const id = uuidIn(q);
  if (id !== null) return sql`process.id = ${id}::uuid`;
  return sql`process.subject_id IN (SELECT id FROM subject WHERE name_key LIKE ${likePattern(q)})`;
}

export const whereOf = (filter: ProcessFilter): Prisma.Sql[] => [
  ...when(filter.q || undefined, nameOrId),
  ...when(filter.subject, (subject) => sql`process.subject_id = ${subject}::uuid`),
  ...anyOf(sql`process.outcome`, filter.outcome, sql`process_outcome`),
  ...anyRaw(sql`process.authentication`, filter.authentication, AUTHENTICATION_VALUES),
  ...anyRaw(sql`process.liveness`, filter.liveness, LIVENESS_VALUES),
  ...when(filter.scoreMin, (score) => sql`process.score >= ${score}`),
  ...when(filter.scoreMax, (score) => sql`process.score <= ${score}`),
  ...when(filter.seenFrom, (day) => sql`process.last_seen_at >= ${startOfDay(day)}`),
  ...when(filter.seenTo, (day) => sql`process.last_seen_at < ${endOfDay(day)}`),
];

/** What was looked up before, by anybody. People are masked. */
export async function listProcesses(ctx: Ctx, filter: ProcessFilter) {
  assertCan(ctx.actor, "process:lookup");
  const rowsOf = async (ids: string[]) =>
    (await listProcessRows(ctx.readDb, ids)).map(({ subject, ...row }) => ({
      ...row,
      person: subject && maskedPerson(ctx.vault, subject),
    }));
  return listPage(ctx, source, whereOf(filter), filter, rowsOf, ({ id }) => id);
}
export type ProcessRow = Awaited<ReturnType<typeof listProcesses>> extends Listed<infer Row> ? Row : never;
