import "server-only";
import { assertCan, can, type Grant } from "#lib/auth/roles.ts";
import { type AttachmentRow, listAttachments } from "#lib/features/attachments/reading.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { findPhotoFacts } from "#lib/features/references/repository.ts";
import { findReferenceSelfie } from "#lib/features/reverifications/repository.ts";
import { maskedPerson } from "#lib/features/subjects/repository.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import { countsUpTo } from "#lib/table/query.ts";
import { listWorkers } from "./handing.ts";
import { listAnswers, readLineage } from "./lineage.ts";
import { listColleagues, tellSeen } from "./mentions.ts";
import { permitted } from "./permitted.ts";
import { type RawSignals, rawOfProcess, rawOfValidation } from "./raw.ts";
import * as cases from "./repository.ts";
import { isHeldByOther, LEASE_MS, shownStatus } from "./rules.ts";
import { withOthers } from "./spoken-of.ts";
import { standingOf } from "./standing.ts";
import { caseSource, whereOf } from "./table.ts";
import { type CaseFilter, caseTable, readableBy } from "./table-schema.ts";
import { listTagNames } from "./tags.ts";

type ListRow = Awaited<ReturnType<typeof cases.listByNumbers>>[number];
export type CaseRow = Omit<ListRow, "subject" | "rule" | "priority" | "dueAt"> & {
  /** Null where they are hidden. */
  rule: string | null;
  priority: ListRow["priority"] | null;
  dueAt: Date | null;
  person: ReturnType<typeof maskedPerson> | null;
};

/** Whoever reads masked learns that a case is there and how it stands, never what speaks of fraud. */
const HIDDEN_IN_ROW = {
  rule: null,
  ruleName: null,
  // An alert is urgent: how urgent a case is would tell of it.
  priority: null,
  dueAt: null,
  fraudsters: null,
  biometry: null,
  liveness: null,
  score: null,
  outcome: null,
  decision: null,
  tags: [] as string[],
} as const;

const toRow = (ctx: UserCtx, grant: Grant, { subject, ...row }: ListRow): CaseRow => ({
  ...row,
  ...(grant === "masked" ? { ...HIDDEN_IN_ROW, status: shownStatus(row.status) } : {}),
  person: subject && maskedPerson(ctx.vault, subject),
});

/** One page of the queue, masked, with its count. */
export async function listCases(ctx: UserCtx, asked: CaseFilter): Promise<Listed<CaseRow>> {
  const grant = assertCan(ctx.actor, "case:read");
  const filter = readableBy(grant, asked);
  const rowsOf = async (keys: string[]) =>
    (await cases.listByNumbers(ctx.readDb, keys.map(Number))).map((row) => toRow(ctx, grant, row));
  const where = whereOf(filter, ctx.actor.id, ctx.now());
  return listPage(ctx, caseSource, where, filter, rowsOf, ({ number }) => String(number));
}

/** The first cases of a filter given as in the address: for the overview. */
export const firstCases = (ctx: UserCtx, filter: Partial<CaseFilter>) =>
  listCases(ctx, { ...caseTable.parse({}), ...filter });

/** How many cases each of several filters finds, in their order. */
export function countCases(ctx: UserCtx, filters: readonly Partial<CaseFilter>[]) {
  const grant = assertCan(ctx.actor, "case:read");
  const empty = caseTable.parse({});
  const wheres = filters.map((filter) =>
    whereOf(readableBy(grant, { ...empty, ...filter }), ctx.actor.id, ctx.now()),
  );
  return countsUpTo(ctx, caseSource, wheres);
}

/**
 * A case whole, masked, and audited as seen. Support learns how it stands, never its signals, nor what was decided
 * and why. Null: there is none.
 */
export async function readCase(ctx: UserCtx, number: number) {
  const grant = assertCan(ctx.actor, "case:read");
  const found = await cases.findWhole(ctx.db, ctx.actor, number);
  if (!found) return null;
  if (grant === "full") {
    await cases.renewLease(ctx.db, number, ctx.actor.id, new Date(ctx.now().getTime() + LEASE_MS));
  }
  await tellSeen(ctx, number);
  await watch(ctx, "subject_view");
  return wholeOf(ctx, grant, found);
}

/** The same without the traces of a visit: for a file, which tells of itself. */
export async function readCaseForFile(ctx: UserCtx, number: number) {
  const grant = assertCan(ctx.actor, "case:read");
  const found = await cases.findWhole(ctx.db, ctx.actor, number);
  return found && wholeOf(ctx, grant, found);
}

async function wholeOf(ctx: UserCtx, grant: Grant, found: Found) {
  const { number } = found;
  const isMasked = grant === "masked";
  const { subject, process, ...facts } = found;
  const reverification = found.reverification && (await withReference(ctx, found.reverification));
  const rules = {
    ...facts,
    assigneeId: facts.assignee?.id ?? null,
    decidedById: facts.decidedBy?.id ?? null,
    approvedById: facts.approvedBy?.id ?? null,
  };
  const may = permitted(ctx, rules);
  const raw = isMasked ? NOTHING_RAW : rawOf({ reverification, process });
  const { subsidiaryId, referenceId } = facts;
  const [colleagues, tagNames, answers, lineage, files, isErased] = isMasked
    ? [[], [], [], null, [] as AttachmentRow[], false]
    : await Promise.all([
        may.note ? listColleagues(ctx, subsidiaryId) : [],
        may.note ? listTagNames(ctx) : [],
        listAnswers(ctx.db, ctx.actor, facts),
        readLineage(ctx.db, ctx.actor, referenceId),
        listAttachments(ctx, number),
        may.note && (await standingOf(ctx.db, number)).isErased,
      ]);
  return {
    ...facts,
    events: await withOthers(ctx.db, facts.events),
    rule: facts.rule as string | null,
    priority: facts.priority as CaseRow["priority"],
    dueAt: facts.dueAt as CaseRow["dueAt"],
    ...(isMasked ? { ...HIDDEN_WHOLE, status: shownStatus(facts.status) } : {}),
    reverification: isMasked ? null : reverification,
    process: isMasked ? null : process,
    raw,
    person: subject && maskedPerson(ctx.vault, subject),
    referenceSelfie: isMasked ? null : await referenceSelfieOf(ctx, facts.referenceId),
    same: isMasked || !found.subjectId ? null : await sameSubject(ctx, grant, found.subjectId, number),
    isMasked,
    isMine: facts.assignee?.id === ctx.actor.id,
    isOwnDecision: !isMasked && rules.decidedById === ctx.actor.id,
    isHeld: isHeldByOther(rules, ctx.actor.id, ctx.now()),
    workers: may.assign ? await listWorkers(ctx, subsidiaryId) : [],
    /** Who can be spoken to in a note. */
    colleagues,
    /** What the company tags cases with. */
    tagNames,
    /** The 1:1s of this case, newest first, each beside the answer before it. */
    answers,
    lineage,
    /** What is attached to it, oldest first. */
    files,
    /** Of somebody whose data was erased: nothing that is typed is kept. */
    isErased,
    may,
  };
}

/** What a re-verification that is seen was compared with, whichever branch the reference belongs to. */
async function withReference<R extends { referenceId: string }>(
  { programDb }: UserCtx,
  { referenceId, ...facts }: R,
) {
  const { enrolledAt } = await findPhotoFacts(programDb, referenceId);
  return { ...facts, reference: { enrolledAt } };
}

/** For who may look at selfies; the picture itself is audited when it is asked for. */
const referenceSelfieOf = async ({ db, actor }: UserCtx, referenceId: string | null) =>
  referenceId && can(actor, "selfie:view") ? findReferenceSelfie(db, actor, referenceId) : null;

export type CaseWhole = NonNullable<Awaited<ReturnType<typeof readCase>>>;

const HIDDEN_WHOLE = {
  ...HIDDEN_IN_ROW,
  // What waits for approval is held by nobody.
  leaseUntil: null,
  reasons: [] as string[],
  decidedBy: null,
  decidedAt: null,
  approvedBy: null,
  approvedAt: null,
  origin: null,
  referenceId: null,
  reverificationId: null,
  processId: null,
  events: [],
};
const NOTHING_RAW: RawSignals = { fraudsters: null, biometry: null, liveness: null };

type Found = NonNullable<Awaited<ReturnType<typeof cases.findWhole>>>;
type Source = Pick<Found, "process"> & { reverification: { answer: string | null } | null };

const rawOf = ({ reverification, process }: Source): RawSignals =>
  reverification || !process ? rawOfValidation(reverification?.answer ?? null) : rawOfProcess(process);

const SAME_MAX = 10;

async function sameSubject(ctx: UserCtx, grant: Grant, subjectId: string, number: number) {
  const [others, reverifications, processes, references] = await cases.listOfSubject(
    ctx.db,
    ctx.actor,
    subjectId,
    SAME_MAX,
  );
  return {
    cases: others.filter((other) => other.number !== number).map((row) => toRow(ctx, grant, row)),
    reverifications,
    processes,
    references,
  };
}
