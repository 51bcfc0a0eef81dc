import "server-only";
import { assertCan, type Permission } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Result } from "#lib/result.ts";
import { paramsOf, readAddress } from "#lib/table/address.ts";
import { when } from "#lib/table/list.ts";
import { COUNT_CAP } from "#lib/table/query.ts";
import { type BulkRow, findWorkerBranches, listEveryWorker, listSelected } from "./bulk-repository.ts";
import type { BulkAct, BulkInput } from "./bulk-schema.ts";
import { assignCase, prioritiseCase } from "./handing.ts";
import { type CaseRefusal, refusalTo } from "./rules.ts";
import { takeCase } from "./service.ts";
import { type CaseFailure, workerOf } from "./step.ts";
import { whereOf } from "./table.ts";
import { caseTable } from "./table-schema.ts";
import { TAGS_A_CASE } from "./tag-name.ts";
import { type TagFailure, tagCase } from "./tags.ts";
import { WORKING_ROLES } from "./working-roles.ts";

/** Our policy: more at once asks for a fresh proof of who sits there. */
export const BULK_PROOF_OVER = 100;
/** Our policy: so many a request, each in a transaction of its own; a request then takes about a second. */
export const BULK_BATCH = 50;

const NEEDS: Record<BulkAct, Permission> = {
  take: "case:work",
  assign: "case:assign",
  prioritise: "case:assign",
  tag: "case:work",
};

type TrialRefusal = CaseRefusal | "case_no_worker" | "case_tags_full";
export type BulkTrial = {
  total: number;
  /** There are more than may be changed at once; the first are. */
  capped: boolean;
  changes: number;
  /** They are so already. */
  same: number;
  refused: { code: TrialRefusal; count: number }[];
  /** The last of them by number; null where there is none. */
  until: number | null;
};
export type BulkFailure = CaseFailure | TagFailure;
export type BulkResult = { number: number; failure: BulkFailure | null };
export type BulkStep = {
  results: BulkResult[];
  same: number;
  /** From where the next request goes on; null once the last case was reached. */
  next: number | null;
};

function assertMay(ctx: UserCtx, act: BulkAct): void {
  assertCan(ctx.actor, "case:bulk");
  assertCan(ctx.actor, NEEDS[act]);
}

/** Who may be given many cases; each case still asks whether they work on those of its branch. */
export function listBulkWorkers(ctx: UserCtx) {
  assertCan(ctx.actor, "case:bulk");
  return listEveryWorker(ctx.db, WORKING_ROLES);
}

function whereSelected(ctx: UserCtx, { all, state, numbers, until }: BulkInput): Prisma.Sql[] {
  if (!all) return [Prisma.sql`c.number = ANY (${[...numbers]}::integer[])`];
  const { filter } = readAddress(caseTable, paramsOf(state));
  return [
    ...whereOf(filter, ctx.actor.id, ctx.now()),
    ...when(until, (last) => Prisma.sql`c.number <= ${last}`),
  ];
}

const isSame = (ctx: UserCtx, row: BulkRow, input: BulkInput): boolean => {
  switch (input.act) {
    case "take":
      return row.status === "in_review" && row.assigneeId === ctx.actor.id;
    case "assign":
      return (row.status === "open" || row.status === "waiting") && row.assigneeId === input.assignee;
    case "prioritise":
      return row.priority === input.priority;
    case "tag":
      return row.tags.includes(input.tag);
  }
};

/** What would happen to each, by the rules of the single act; nothing is changed. */
export async function tryBulk(ctx: UserCtx, input: BulkInput): Promise<BulkTrial> {
  assertMay(ctx, input.act);
  const rows = await listSelected(ctx.db, ctx.actor, whereSelected(ctx, input), { take: COUNT_CAP + 1 });
  const worksOn = await whereWorks(ctx, input);
  const refused = new Map<TrialRefusal, number>();
  let same = 0;
  for (const row of rows.slice(0, COUNT_CAP)) {
    // In the order of a run.
    const refusal = isSame(ctx, row, input)
      ? "same"
      : worksOn(row)
        ? refusalOf(ctx, row, input)
        : "case_no_worker";
    if (refusal === "same") same += 1;
    else if (refusal) refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
  }
  const total = Math.min(rows.length, COUNT_CAP);
  const no = [...refused.values()].reduce((sum, count) => sum + count, 0);
  return {
    total,
    capped: rows.length > COUNT_CAP,
    changes: total - no - same,
    same,
    refused: [...refused].map(([code, count]) => ({ code, count })),
    until: rows[total - 1]?.number ?? null,
  };
}

/** A tag may stand on any case that has room for it. */
const refusalOf = (ctx: UserCtx, row: BulkRow, { act }: BulkInput): TrialRefusal | null =>
  act === "tag"
    ? row.tags.length < TAGS_A_CASE
      ? null
      : "case_tags_full"
    : refusalTo(act, row, workerOf(ctx), ctx.now());

/** Whether the one that cases are assigned to works on those of a case's branch, as `listWorkers` tells of one. */
async function whereWorks(ctx: UserCtx, input: BulkInput): Promise<(row: BulkRow) => boolean> {
  if (input.act !== "assign") return () => true;
  const branches = await findWorkerBranches(ctx.db, WORKING_ROLES, input.assignee);
  return ({ subsidiaryId }) =>
    branches !== null &&
    (branches.length === 0 || (subsidiaryId !== null && branches.includes(subsidiaryId)));
}

/**
 * One batch of a run. Each case goes through the single act in a transaction of its own, told and audited as that:
 * what stops a run in the middle leaves what is done done. The whole is told batch by batch under the run's id.
 */
export async function runBulk(ctx: UserCtx, input: BulkInput): Promise<BulkStep> {
  assertMay(ctx, input.act);
  // Nobody counted them: what was never asked about is not done.
  if (input.all && input.until === undefined) return { results: [], same: 0, next: null };
  const where = whereSelected(ctx, input);
  const size = await listSelected(ctx.db, ctx.actor, where, { take: BULK_PROOF_OVER + 1 });
  if (size.length > BULK_PROOF_OVER) assertFresh(ctx);
  const rows = await listSelected(ctx.db, ctx.actor, where, { after: input.after, take: BULK_BATCH + 1 });
  const batch = rows.slice(0, BULK_BATCH);
  if (input.after === undefined) await tell(ctx, input, { phase: "begin" });
  const results: BulkResult[] = [];
  for (const row of batch) {
    if (isSame(ctx, row, input)) continue;
    const done = await actOn(ctx, row, input);
    results.push({ number: row.number, failure: done.ok ? null : done.failure });
  }
  const next = rows.length > BULK_BATCH ? (batch.at(-1)?.number ?? null) : null;
  const failed = results.filter(({ failure }) => failure !== null).length;
  await tell(ctx, input, {
    phase: next === null ? "end" : "batch",
    changed: results.length - failed,
    refused: failed,
    same: batch.length - results.length,
  });
  return { results, same: batch.length - results.length, next };
}

function actOn(
  ctx: UserCtx,
  { number, version }: BulkRow,
  input: BulkInput,
): Promise<Result<{ number: number }, BulkFailure>> {
  switch (input.act) {
    case "take":
      return takeCase(ctx, { number, version });
    case "assign":
      return assignCase(ctx, { number, version, assignee: input.assignee });
    case "prioritise":
      return prioritiseCase(ctx, { number, version, priority: input.priority });
    case "tag":
      return tagCase(ctx, { number, tag: input.tag });
  }
}

const tell = (ctx: UserCtx, input: BulkInput, facts: Record<string, string | number>) =>
  recordAudit(ctx.db, ctx, {
    action: "bulk.run",
    entityType: "bulk",
    entityId: input.run,
    detail: {
      act: input.act,
      of: input.all ? "filter" : "numbers",
      ...(input.act === "assign" ? { assignee: input.assignee } : {}),
      ...(input.act === "prioritise" ? { priority: input.priority } : {}),
      ...facts,
    },
  });
