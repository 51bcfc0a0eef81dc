import "server-only";
import { z } from "zod";
import { assertCan } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { id, sortBy, whole } from "#lib/table/address.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import type { TableSource } from "#lib/table/query.ts";
import { isUuid } from "#lib/uuid.ts";
import type { FileProblem, LineReason, RefusedPlace } from "./import-schema.ts";

const { sql } = Prisma;

/** The state of the table `Imports`, as its address has it. */
export const importTable = z.object({
  sort: sortBy(["-startedAt", "startedAt"], "-startedAt"),
  after: id(),
  before: id(),
});
export type ImportFilter = z.output<typeof importTable>;

const importSource: TableSource<"startedAt"> = {
  from: sql`reference_import`,
  key: sql`reference_import.id`,
  keyType: "uuid",
  sorts: { startedAt: sql`reference_import.started_at` },
  scope: null,
};

const COLUMNS = {
  id: true,
  mode: true,
  state: true,
  startedAt: true,
  finishedAt: true,
  sha256: true,
  byteCount: true,
  lineCount: true,
  rightCount: true,
  refusedCount: true,
  addedCount: true,
  changedCount: true,
  disputedCount: true,
  problem: true,
  problemLine: true,
  earlierId: true,
  reportRemovedAt: true,
  startedBy: { select: { id: true, name: true } },
} as const;
type Row = Prisma.ReferenceImportGetPayload<{ select: typeof COLUMNS }>;

const shown = ({ sha256, problem, byteCount, reportRemovedAt, ...row }: Row) => ({
  ...row,
  /** Its refused lines are past the days that they are kept. */
  isReportGone: reportRemovedAt !== null,
  byteCount: Number(byteCount),
  sha256: sha256 && Buffer.from(sha256).toString("hex"),
  problem: problem as FileProblem | null,
  /** Right lines that said nothing new. */
  sameCount: Math.max(0, row.rightCount - row.addedCount - row.changedCount),
});
export type ShownImport = ReturnType<typeof shown>;

/** A person limited to branches sees their own; a file may tell of any. */
const isTheirs = ({ actor }: UserCtx) =>
  scopeOf(actor) === null ? [] : [sql`reference_import.started_by_id = ${actor.id}::uuid`];

/** The files that were sent, newest first. */
export async function listImports(ctx: UserCtx, filter: ImportFilter): Promise<Listed<ShownImport>> {
  assertCan(ctx.actor, "reference:import");
  const rowsOf = async (ids: string[]) =>
    (await ctx.readDb.referenceImport.findMany({ where: { id: { in: ids } }, select: COLUMNS })).map(shown);
  return listPage(ctx, importSource, isTheirs(ctx), filter, rowsOf, (row) => row.id);
}

/** One file and what it came to; null where there is none, or it is another's. */
export async function findImport(ctx: UserCtx, id: string): Promise<ShownImport | null> {
  assertCan(ctx.actor, "reference:import");
  if (!isUuid(id)) return null;
  const row = await ctx.db.referenceImport.findUnique({ where: { id }, select: COLUMNS });
  if (!row || (scopeOf(ctx.actor) !== null && row.startedBy.id !== ctx.actor.id)) return null;
  return shown(row);
}

/** The state of the table `Refused lines`, as its address has it. */
export const refusalTable = z.object({
  sort: sortBy(["line", "-line"], "line"),
  after: whole(),
  before: whole(),
});
export type RefusalFilter = z.output<typeof refusalTable>;

const refusalSource: TableSource<"line"> = {
  from: sql`reference_import_refusal AS refusal`,
  key: sql`refusal.id`,
  keyType: "bigint",
  sorts: { line: sql`refusal.line` },
  scope: null,
};

export type ShownRefusal = { id: string; line: number; field: RefusedPlace; reason: LineReason };

/** Of one that `findImport` gave. */
export async function listRefusals(
  ctx: UserCtx,
  importId: string,
  filter: RefusalFilter,
): Promise<Listed<ShownRefusal>> {
  assertCan(ctx.actor, "reference:import");
  const rowsOf = (ids: string[]) =>
    ctx.readDb.$queryRaw<ShownRefusal[]>`
      SELECT id::text, line, field, reason FROM reference_import_refusal WHERE id = ANY (${ids}::bigint[])`;
  return listPage(
    ctx,
    refusalSource,
    [sql`refusal.import_id = ${importId}::uuid`],
    filter,
    rowsOf,
    (row) => row.id,
  );
}

const REPORT_ROWS = 2_000;

/** All of them in their order, a batch at a time. */
export async function* refusalBatches(ctx: UserCtx, importId: string): AsyncGenerator<ShownRefusal[]> {
  assertCan(ctx.actor, "reference:import");
  let after = { line: 0, id: "0" };
  for (;;) {
    const rows = await ctx.db.$queryRaw<ShownRefusal[]>`
      SELECT id::text, line, field, reason FROM reference_import_refusal
      WHERE import_id = ${importId}::uuid AND (line, id) > (${after.line}::integer, ${after.id}::text::bigint)
      ORDER BY line, id LIMIT ${REPORT_ROWS}`;
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last;
  }
}
