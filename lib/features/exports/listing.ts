import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { anyOf, type Listed, listPage } from "#lib/table/list.ts";
import { countsUpTo, type TableSource } from "#lib/table/query.ts";
import { isCancellable, isRetryable } from "./rules.ts";
import { askedIn, isUnreadable } from "./sealing.ts";
import { sourcesSeen } from "./seeing.ts";
import { type ExportFilter, exportFilter } from "./table-schema.ts";

const { sql } = Prisma;

const source: TableSource<"created"> = {
  from: sql`export AS e`,
  key: sql`e.id`,
  keyType: "uuid",
  sorts: { created: sql`e.created_at` },
  // A file belongs to whoever asked for it, and holds their branches.
  scope: null,
};

const whereOf = (filter: ExportFilter, me: string, seen: readonly string[]): Prisma.Sql[] => [
  ...anyOf(sql`e.state`, filter.state, sql`export_state`),
  ...anyOf(sql`e.list`, filter.list, sql`text`),
  ...anyOf(sql`e.format`, filter.format, sql`text`),
  seen.length === 0 || filter.by.length > 0
    ? sql`e.owner_id = ${me}::uuid`
    : sql`(e.owner_id = ${me}::uuid OR e.list = ANY (${[...seen]}::text[]))`,
];

const COLUMNS = {
  id: true,
  list: true,
  format: true,
  masked: true,
  state: true,
  direct: true,
  createdAt: true,
  expiresAt: true,
  rowsDone: true,
  rowsTotal: true,
  bytes: true,
  fileName: true,
  failure: true,
  ownerId: true,
  owner: { select: { name: true } },
} as const;

/** What was exported: managers see others' too, of what they may ask for; a file is for whoever asked for it. */
export async function listExports(ctx: UserCtx, filter: ExportFilter) {
  assertCan(ctx.actor, "export:create");
  const rowsOf = async (ids: string[]) => {
    const [rows, places] = await Promise.all([
      ctx.db.export.findMany({
        where: { id: { in: ids } },
        select: { ...COLUMNS, asked: true, manifest: true },
      }),
      placesInLine(ctx, ids),
    ]);
    return rows.map(({ ownerId, asked, manifest, bytes, ...row }) => {
      const isMine = ownerId === ctx.actor.id;
      const sealed = { id: row.id, asked, manifest };
      return {
        ...row,
        bytes: bytes === null ? null : Number(bytes),
        isMine,
        place: places.get(row.id) ?? null,
        mayCancel: isCancellable(row.state),
        mayRetry: isMine && isRetryable({ state: row.state, asked: askedIn(ctx.vault, sealed) !== null }),
        /** There is a file, and nobody can be given it any more. */
        isUnreadable: row.state === "done" && isUnreadable(ctx.vault, sealed),
      };
    });
  };
  // Of the primary: whoever just asked for a file sees it.
  const reader = { ...ctx, readDb: ctx.db };
  const where = whereOf(filter, ctx.actor.id, sourcesSeen(ctx.actor));
  return listPage(reader, source, where, filter, rowsOf, ({ id }) => id);
}
/** How many each filter, given as in the address, would show. */
export function countExports(ctx: UserCtx, filters: readonly Partial<ExportFilter>[]) {
  assertCan(ctx.actor, "export:create");
  const [empty, seen] = [exportFilter.parse({}), sourcesSeen(ctx.actor)];
  const wheres = filters.map((filter) => whereOf({ ...empty, ...filter }, ctx.actor.id, seen));
  return countsUpTo({ ...ctx, readDb: ctx.db }, source, wheres);
}
export type ExportListRow = Awaited<ReturnType<typeof listExports>> extends Listed<infer Row> ? Row : never;

async function placesInLine({ db }: UserCtx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; place: number }[]>`
    SELECT id::text, place FROM (
      SELECT id, (row_number() OVER (ORDER BY created_at, id))::integer AS place FROM export WHERE state = 'queued'
    ) AS line WHERE id = ANY (${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, place }) => [id, place]));
}
