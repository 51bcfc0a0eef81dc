import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { PROCESS_OUTCOMES } from "#lib/features/processes/rules.ts";
import { anyOf, type Listed, listPage } from "#lib/table/list.ts";
import type { TableSource } from "#lib/table/query.ts";
import { uuidIn } from "#lib/uuid-text.ts";
import * as lists from "./repository.ts";
import { LOOK_UP_STATES, seesEveryList } from "./rules.ts";
import type { ItemFilter, ListsAddress } from "./table-schema.ts";

const { sql } = Prisma;

const itemSource: TableSource<"line"> = {
  from: sql`look_up_item AS item LEFT JOIN process ON process.id = item.process_id`,
  key: sql`item.id`,
  keyType: "bigint",
  sorts: { line: sql`item.position` },
  // Ids are of no branch, as the processes that they name.
  scope: null,
};

const listSource: TableSource<"askedAt"> = {
  from: sql`look_up_list AS list`,
  key: sql`list.id`,
  keyType: "uuid",
  sorts: { askedAt: sql`list.asked_at` },
  scope: null,
};

/** A list with how far it is; null where there is none, or it is somebody else's. */
export async function readList(ctx: UserCtx, given: string) {
  assertCan(ctx.actor, "process:lookup");
  const id = uuidIn(given);
  const found = id === null ? null : await lists.findList(ctx.db, id);
  if (!found || (found.askedById !== ctx.actor.id && !seesEveryList(ctx))) return null;
  const { ofState, ofOutcome } = await lists.countItems(ctx.db, found.id);
  const states = LOOK_UP_STATES.map((state) => ({ state, count: ofState(state) }));
  return {
    ...found,
    refusedLines: lists.readRefusedLines(found.refusedLines),
    states,
    outcomes: PROCESS_OUTCOMES.map((outcome) => ({ outcome, count: ofOutcome(outcome) })),
    waiting: ofState("waiting"),
    isOwn: found.askedById === ctx.actor.id,
  };
}
export type ListPage = NonNullable<Awaited<ReturnType<typeof readList>>>;

export const whereOfItems = (listId: string, { look, outcome }: ItemFilter): Prisma.Sql[] => [
  sql`item.list_id = ${listId}::uuid`,
  ...anyOf(sql`item.state`, look, sql`look_up_state`),
  ...(outcome.length > 0
    ? [sql`item.state = 'done'`, ...anyOf(sql`process.outcome`, outcome, sql`process_outcome`)]
    : []),
];

/** The ids of a list that was read before, with what is known of each. */
export async function listItems(ctx: UserCtx, list: Pick<ListPage, "id">, filter: ItemFilter) {
  assertCan(ctx.actor, "process:lookup");
  // Of the primary: whoever watches it run wants to see what ended a moment ago.
  const reader = { actor: ctx.actor, readDb: ctx.db };
  const rowsOf = async (keys: string[]) => {
    const items = await lists.listItemRows(ctx.db, keys);
    const done = items.filter(({ state }) => state === "done").map(({ processId }) => processId);
    const seen = new Map((await lists.listSeen(ctx.db, done)).map((process) => [process.id, process]));
    return items.map(({ id, ...item }) => ({
      ...item,
      key: String(id),
      process: item.state === "done" ? (seen.get(item.processId) ?? null) : null,
    }));
  };
  return listPage(reader, itemSource, whereOfItems(list.id, filter), filter, rowsOf, ({ key }) => key);
}
export type ItemRow = Awaited<ReturnType<typeof listItems>> extends Listed<infer Row> ? Row : never;

/** One's own lists; managers see those of everybody. */
export async function listLists(ctx: UserCtx, address: ListsAddress) {
  assertCan(ctx.actor, "process:lookup");
  const where = seesEveryList(ctx) ? [] : [sql`list.asked_by_id = ${ctx.actor.id}::uuid`];
  const reader = { actor: ctx.actor, readDb: ctx.db };
  const rowsOf = async (keys: string[]) =>
    (await lists.listRowsOfLists(ctx.db, keys)).map(({ refusedLines, _count, ...row }) => ({
      ...row,
      refused: lists.readRefusedLines(refusedLines).length,
      waiting: _count.items,
    }));
  return listPage(reader, listSource, where, address, rowsOf, ({ id }) => id);
}
export type ListRow = Awaited<ReturnType<typeof listLists>> extends Listed<infer Row> ? Row : never;
