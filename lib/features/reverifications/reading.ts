import "server-only";
import { assertCan, can } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { placeOf } from "#lib/features/connections/gate-waiting.ts";
import { findPaidStop } from "#lib/features/connections/paid-stop.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type FoundReference, findReferences } from "#lib/features/references/finding.ts";
import { findPhotoFacts } from "#lib/features/references/repository.ts";
import { maskedPerson } from "#lib/features/subjects/repository.ts";
import { listSubsidiaries } from "#lib/features/subsidiaries/repository.ts";
import { readInForce } from "#lib/features/triage/in-force.ts";
import type { TriageRules } from "#lib/features/triage/schema.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import { countsUpTo } from "#lib/table/query.ts";
import { isUuid } from "#lib/uuid.ts";
import { exactAnswerOf, rawMembersOf } from "./answer.ts";
import * as reconciling from "./reconciling-repository.ts";
import * as reverifications from "./repository.ts";
import { reverificationSource, whereOf } from "./table.ts";
import { type ReverificationFilter, reverificationTable } from "./table-schema.ts";

type ListRow = Awaited<ReturnType<typeof reverifications.listByIds>>[number];
export type ReverificationRow = Omit<ListRow, "subject"> & { person: ReturnType<typeof maskedPerson> | null };

const toRow = (ctx: UserCtx, { subject, ...row }: ListRow): ReverificationRow => ({
  ...row,
  person: subject && maskedPerson(ctx.vault, subject),
});

export async function listReverifications(
  ctx: UserCtx,
  filter: ReverificationFilter,
): Promise<Listed<ReverificationRow>> {
  assertCan(ctx.actor, "reverification:read");
  const rowsOf = async (keys: string[]) =>
    (await reverifications.listByIds(ctx.readDb, ctx.actor, keys)).map((row) => toRow(ctx, row));
  const where = whereOf(filter, ctx.actor.id);
  return listPage(ctx, reverificationSource, where, filter, rowsOf, ({ id }) => id);
}

type UnknownListRow = Awaited<ReturnType<typeof reconciling.listUnknownByIds>>[number];
export type UnknownRow = Omit<UnknownListRow, "subject" | "words"> & {
  person: ReturnType<typeof maskedPerson> | null;
  /** What somebody read in Unico's portal, and nobody has confirmed yet. */
  word: UnknownListRow["words"][number] | null;
};

/** Those that nobody knows the end of, with what is known; `filter` asks for nothing but unknown ones. */
export async function listUnknown(ctx: UserCtx, filter: ReverificationFilter): Promise<Listed<UnknownRow>> {
  assertCan(ctx.actor, "reverification:read");
  const rowsOf = async (keys: string[]) =>
    (await reconciling.listUnknownByIds(ctx.readDb, keys)).map(({ subject, words, ...row }) => ({
      ...row,
      person: subject && maskedPerson(ctx.vault, subject),
      word: words[0] ?? null,
    }));
  const where = whereOf(filter, ctx.actor.id);
  return listPage(ctx, reverificationSource, where, filter, rowsOf, ({ id }) => id);
}

/** How many each filter, given as in the address, would show. */
export async function countReverifications(ctx: UserCtx, filters: readonly Partial<ReverificationFilter>[]) {
  assertCan(ctx.actor, "reverification:read");
  const empty = reverificationTable.parse({});
  const wheres = filters.map((filter) => whereOf({ ...empty, ...filter }, ctx.actor.id));
  return countsUpTo(ctx, reverificationSource, wheres);
}

/** The last that the person started, newest first. */
export async function listOwnReverifications(ctx: UserCtx, take: number): Promise<ReverificationRow[]> {
  assertCan(ctx.actor, "reverification:read");
  const rows = await reverifications.listNewest(ctx.db, ctx.actor, { startedById: ctx.actor.id }, take);
  return rows.map((row) => toRow(ctx, row));
}

/** How many others of the same reference are shown. */
const SAME_TAKE = 6;

/** One re-verification whole, masked and audited as seen; null when there is none. */
export async function readReverification(ctx: UserCtx, id: string) {
  assertCan(ctx.actor, "reverification:read");
  const found = isUuid(id) ? await reverifications.findWhole(ctx.db, ctx.actor, id) : null;
  if (!found) return null;
  // Whoever waits for their own answer sees the page again every few seconds: that is one look, told when it came.
  if (found.settledAt || found.startedById !== ctx.actor.id) {
    await recordAudit(ctx.db, ctx, {
      action: "reverification.view",
      entityType: "reverification",
      entityId: found.id,
      detail: {},
    });
  }
  const { subject, imageSha256, answer, opened, ...facts } = found;
  const isUnderWay = facts.state === "pending" || facts.state === "sent";
  const mayLook = can(ctx.actor, "selfie:view");
  const [same, joined, around, place, reference, referenceSelfie] = await Promise.all([
    reverifications.listNewest(ctx.db, ctx.actor, { referenceId: facts.referenceId }, SAME_TAKE + 1),
    subject ? reverifications.listJoined(ctx.db, ctx.actor, facts.id, subject.id) : [],
    reconciling.findAround(ctx.db, facts.id),
    isUnderWay ? placeOf(ctx.db, facts.id) : null,
    // What one that is seen was compared with, whichever branch the reference belongs to.
    findPhotoFacts(ctx.programDb, facts.referenceId),
    mayLook ? reverifications.findReferenceSelfie(ctx.db, ctx.actor, facts.referenceId) : null,
  ]);
  return {
    ...facts,
    reference,
    referenceSelfie,
    imageSha256: Buffer.from(imageSha256).toString("hex"),
    raw: rawMembersOf(answer),
    answer: exactAnswerOf(answer),
    person: subject && maskedPerson(ctx.vault, subject),
    ...around,
    /** How many are sent before it; null when it does not wait for its turn. */
    ahead: place === null ? null : place - 1,
    /** What people read of it in Unico's portal, newest first. */
    words: around.words.map(({ proposedById, ...word }) => ({
      ...word,
      isMine: proposedById === ctx.actor.id,
    })),
    /** Opened or joined by this answer, or flagged from it by hand. */
    cases: [...opened, ...joined.filter(({ number }) => !opened.some((own) => own.number === number))],
    sameReference: same
      .filter((other) => other.id !== facts.id)
      .slice(0, SAME_TAKE)
      .map((row) => toRow(ctx, row)),
    mayFlag: can(ctx.actor, "case:flag"),
    mayStart: can(ctx.actor, "reverification:start"),
    maySeeSelfie: facts.selfieKey !== null && mayLook,
    mayReconcile: can(ctx.actor, "reverification:reconcile"),
  };
}
export type ReverificationWhole = NonNullable<Awaited<ReturnType<typeof readReverification>>>;

export type StartForm = {
  subsidiaries: { id: string; name: string }[];
  /** The reference of the address, where we know it. */
  reference: FoundReference | null;
  /** The one of the address that is to be sent anew, and what hinders it. */
  replaces: Replaced | null;
  /** Set while paid calls are not sent, because Unico keeps failing or refuses the key. */
  stopped: { since: Date; reason: string } | null;
  /** What opens cases, to say what can come back. */
  rules: TriageRules;
};
type Replaced = {
  id: string;
  number: number;
  referenceId: string;
  isSettled: boolean;
  replacedBy: { id: string; number: number } | null;
};

/** What the form of a new re-verification is drawn from. */
export async function readStartForm(
  ctx: UserCtx,
  address: { reference?: string | undefined; replaces?: string | undefined },
): Promise<StartForm> {
  assertCan(ctx.actor, "reverification:start");
  const [subsidiaries, replaces, stopped, { rules }] = await Promise.all([
    listSubsidiaries(ctx.db, ctx.actor),
    address.replaces ? findReplaced(ctx, address.replaces) : null,
    findPaidStop(ctx.db),
    readInForce(ctx.db, ctx),
  ]);
  const referenceId = address.reference ?? replaces?.referenceId;
  const found = referenceId ? await findReferences(ctx, referenceId) : [];
  return { subsidiaries, reference: found[0] ?? null, replaces, stopped, rules };
}

async function findReplaced({ actor, db }: UserCtx, id: string): Promise<Replaced | null> {
  const [old] = await reverifications.listByIds(db, actor, [id]);
  if (!old) return null;
  const { number, referenceId, state } = old;
  const { replacedBy } = await reconciling.findAround(db, id);
  return { id, number, referenceId, isSettled: state !== "unknown", replacedBy };
}
