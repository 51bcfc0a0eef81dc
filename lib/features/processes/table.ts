import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { seesEveryList } from "#lib/features/lookups/rules.ts";
import { maskedPerson } from "#lib/features/subjects/repository.ts";
import { likePattern } from "#lib/privacy/search-key.ts";
import { anyOf, type Listed, listPage, when } from "#lib/table/list.ts";
import { countsUpTo, type TableSource } from "#lib/table/query.ts";
import { isCaseNumber } from "#lib/table/search-text.ts";
import { endOfDay, startOfDay } from "#lib/time.ts";
import { uuidIn } from "#lib/uuid-text.ts";
import { AUTHENTICATION, anyRaw, LIVENESS, RESULT, STATE } from "./raw-values.ts";
import { listFlows, listProcessRows } from "./repository.ts";
import { type ProcessFilter, processFilter } from "./table-schema.ts";

const { sql } = Prisma;
/** Nobody picks from more; the others are found by their address. */
const MOST_FLOWS = 20;

export const processSource: TableSource<"lastSeenAt" | "score"> = {
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

function search(q: string): Prisma.Sql {
  const id = uuidIn(q);
  if (id !== null) return sql`process.id = ${id}::uuid`;
  if (isCaseNumber(q)) return sql`process.id = ANY (ARRAY(${ofCase(Number(q))}))`;
  return sql`process.subject_id IN (SELECT id FROM subject WHERE name_key LIKE ${likePattern(q)})`;
}

/** What a case is about: the process that opened it, those that joined it, and the others of the same person. */
const ofCase = (number: number): Prisma.Sql => sql`
  SELECT process_id FROM "case" WHERE number = ${number} AND process_id IS NOT NULL
  UNION SELECT (detail->>'processId')::uuid FROM case_event
    WHERE case_number = ${number} AND detail->>'processId' IS NOT NULL
  UNION SELECT other.id FROM "case" AS c JOIN process AS other ON other.subject_id = c.subject_id
    WHERE c.number = ${number}`;

const foundOf = (list: string, askedById: string | null): Prisma.Sql => sql`
  SELECT process_id FROM look_up_item WHERE list_id = ${list}::uuid AND state = 'done'
    AND (${askedById}::uuid IS NULL OR EXISTS (
      SELECT FROM look_up_list AS list WHERE list.id = ${list}::uuid AND list.asked_by_id = ${askedById}::uuid))`;

/** `listsOf`: whose lists may be filtered by; null is everybody's. */
export const whereOf = (filter: ProcessFilter, listsOf: string | null = null): Prisma.Sql[] => [
  ...when(filter.q || undefined, search),
  ...when(filter.subject, (subject) => sql`process.subject_id = ${subject}::uuid`),
  ...when(filter.list, (list) => sql`process.id = ANY (ARRAY(${foundOf(list, listsOf)}))`),
  ...anyOf(sql`process.outcome`, filter.outcome, sql`process_outcome`),
  ...anyRaw(STATE, filter.state),
  ...anyRaw(RESULT, filter.result),
  ...anyRaw(AUTHENTICATION, filter.authentication),
  ...anyRaw(LIVENESS, filter.liveness),
  ...anyOf(sql`process.flow`, filter.flow, sql`text`),
  ...when(filter.scoreMin, (score) => sql`process.score >= ${score}`),
  ...when(filter.scoreMax, (score) => sql`process.score <= ${score}`),
  ...when(filter.seenFrom, (day) => sql`process.last_seen_at >= ${startOfDay(day)}`),
  ...when(filter.seenTo, (day) => sql`process.last_seen_at < ${endOfDay(day)}`),
];

/** What was looked up before, by anybody. People are masked. */
export async function listProcesses(ctx: UserCtx, filter: ProcessFilter) {
  assertCan(ctx.actor, "process:lookup");
  const rowsOf = async (ids: string[]) =>
    (await listProcessRows(ctx.readDb, ids)).map(({ subject, ...row }) => ({
      ...row,
      person: subject && maskedPerson(ctx.vault, subject),
    }));
  const where = whereOf(filter, seesEveryList(ctx) ? null : ctx.actor.id);
  return listPage(ctx, processSource, where, filter, rowsOf, ({ id }) => id);
}
/** How many each filter, given as in the address, would show. */
export function countProcesses(ctx: UserCtx, filters: readonly Partial<ProcessFilter>[]) {
  assertCan(ctx.actor, "process:lookup");
  const empty = processFilter.parse({});
  const listsOf = seesEveryList(ctx) ? null : ctx.actor.id;
  const wheres = filters.map((filter) => whereOf({ ...empty, ...filter }, listsOf));
  return countsUpTo(ctx, processSource, wheres);
}
export type ProcessRow = Awaited<ReturnType<typeof listProcesses>> extends Listed<infer Row> ? Row : never;

/** The flows that were seen, for the filter to offer. */
export async function listSeenFlows(ctx: Ctx): Promise<string[]> {
  assertCan(ctx.actor, "process:lookup");
  return listFlows(ctx.readDb, MOST_FLOWS);
}
