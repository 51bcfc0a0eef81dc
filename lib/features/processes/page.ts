import "server-only";
import { assertCan, can, grantOf } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { type CaseStatus, shownStatus } from "#lib/features/cases/rules.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { maskCpf, maskEmail, maskPhone, withoutCpfs } from "#lib/privacy/mask.ts";
import { readable } from "#lib/privacy/vault.ts";
import { type ProcessReading, readingOfIdCheck } from "#lib/unico/process-reading.ts";
import type { IdCheckProcess } from "#lib/unico/process-schema.ts";
import { uuidIn } from "#lib/uuid-text.ts";
import { cpfIn } from "./document.ts";
import { type Change, changesBetween, type Field, fieldsOf, unknownMembersOf } from "./fields.ts";
import * as processes from "./repository.ts";
import { HEADLINES, isLivenessAsked, scoreOf, stepsOf, tellOf } from "./rules.ts";
import { openDocument } from "./snapshot.ts";

/**
 * One look-up. `changes` is empty when Unico said the same as before, and null where there is nothing to compare with:
 * it is the very first, or one of the two is no longer kept or cannot be read.
 */
export type Look = {
  id: string;
  takenAt: Date;
  by: string | null;
  /** None where the answer is the same to the letter, or is another in nothing that is shown. */
  changes: Change[] | null;
  isSame: boolean;
  isFirst: boolean;
};

export type ProcessPage = {
  id: string;
  /** When Unico last answered. */
  asOf: Date;
  reading: ProcessReading;
  headline: (typeof HEADLINES)[keyof typeof HEADLINES];
  tell: ReturnType<typeof tellOf>;
  steps: ReturnType<typeof stepsOf>;
  /** Null when the score is disabled or absent. */
  score: number | null;
  isLivenessAsked: boolean;
  fields: Field[];
  /** Names of members that we do not know; their values are not shown. */
  unknownMembers: string[];
  capacities: readonly string[];
  person: MaskedIdentity;
  company: string | null;
  purpose: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** The address at which the customer runs the journey: text to copy, never a link. */
  journeyUrl: string | null;
  looks: Look[];
  lookCount: number;
  cases: { number: number; status: CaseStatus; openedAt: Date; closedAt: Date | null }[];
  /** What a 1:1 can be started against by this person, or null. */
  reverifyReference: string | null;
};

export type MaskedIdentity = {
  name: string | null;
  document: string | null;
  isCpf: boolean;
  /** A CPF was given whose digits do not hold. */
  isWrong: boolean;
  email: string | null;
  phone: string | null;
};

const LOOKS_SHOWN = 10;
const CASES_SHOWN = 5;

/** What was looked up, masked and explained, from what we keep: Unico is not asked. Null when nothing is kept. */
export async function readProcessPage(ctx: Ctx, given: string): Promise<ProcessPage | null> {
  assertCan(ctx.actor, "process:lookup");
  const id = uuidIn(given);
  const found = id === null ? null : await processes.findProcess(ctx.db, id);
  if (!found) return null;
  const grant = grantOf(ctx.actor, "case:read");
  const [snapshots, cases] = await Promise.all([
    processes.listSnapshots(ctx.db, found.id, LOOKS_SHOWN + 1),
    grant ? processes.listCasesAbout(ctx.db, ctx.actor, found.id, found.subjectId, CASES_SHOWN) : [],
  ]);
  const open = opener(ctx, snapshots);
  const newest = snapshots[0];
  const answer = newest && open(newest.id);
  // An older one is not what Unico says.
  if (!answer) return null;
  await recordAudit(ctx.db, ctx, {
    action: "process.view",
    entityType: "process",
    entityId: found.id,
    detail: { snapshotId: newest.id },
  });
  await watch(ctx, "subject_view");

  const { process, wire } = answer;
  const reading = readingOfIdCheck(process, ctx.reading);
  const hasOpenCase = cases.some(({ status }) => status !== "closed");
  return {
    id: found.id,
    asOf: newest.takenAt,
    reading,
    headline: HEADLINES[reading.outcome],
    tell: tellOf(reading),
    steps: stepsOf(reading, hasOpenCase),
    score: scoreOf(reading),
    isLivenessAsked: isLivenessAsked(process.state, process.capacities),
    fields: fieldsOf(wire),
    unknownMembers: unknownMembersOf(wire),
    capacities: process.capacities,
    person: maskedIdentity(process),
    company: process.companyName && withoutCpfs(process.companyName),
    purpose: process.purpose && withoutCpfs(process.purpose),
    startedAt: process.createdAt,
    finishedAt: process.finishedAt,
    journeyUrl: process.journeyUrl && withoutCpfs(process.journeyUrl),
    looks: looksOf(snapshots, found, open),
    lookCount: found._count.snapshots,
    cases: cases.map((row) => (grant === "masked" ? { ...row, status: shownStatus(row.status) } : row)),
    reverifyReference: can(ctx.actor, "reverification:start") ? found.authenticationId : null,
  };
}

/** The last look-ups of the person who asks, each process once. */
export async function listOwnRecent(ctx: UserCtx) {
  assertCan(ctx.actor, "process:lookup");
  return processes.listLastLookUps(ctx.db, ctx.actor.id, 8);
}

type Snapshot = Awaited<ReturnType<typeof processes.listSnapshots>>[number];
type Open = (id: string) => ReturnType<typeof openDocument> | null;

/** Opens each document once; null for one that opens under no key any more. */
function opener({ vault }: Ctx, snapshots: readonly Snapshot[]): Open {
  const opened = new Map<string, ReturnType<Open>>();
  return (id) => {
    const known = opened.get(id);
    if (known !== undefined) return known;
    const snapshot = snapshots.find((each) => each.id === id);
    if (!snapshot) throw new Error(`snapshot ${id} was not read`);
    const document = readable(() => openDocument(vault, snapshot));
    opened.set(id, document);
    return document;
  };
}

function looksOf(snapshots: readonly Snapshot[], { firstSeenAt }: { firstSeenAt: Date }, open: Open): Look[] {
  return snapshots.slice(0, LOOKS_SHOWN).map((snapshot, index) => {
    const before = snapshots[index + 1];
    const isFirst = !before && snapshot.takenAt <= firstSeenAt;
    const isSame = before !== undefined && Buffer.compare(before.sha256, snapshot.sha256) === 0;
    const changes = isSame ? [] : before ? changesOf(open(before.id), open(snapshot.id)) : null;
    const by = snapshot.takenBy?.name ?? null;
    return { id: snapshot.id, takenAt: snapshot.takenAt, by, changes, isSame, isFirst };
  });
}

const changesOf = (before: ReturnType<Open>, after: ReturnType<Open>): Change[] | null =>
  before && after && changesBetween(before.wire, after.wire);

function maskedIdentity(process: IdCheckProcess): MaskedIdentity {
  const { name, email, phone, documentNumber, documentType } = process.person;
  const cpf = cpfIn(process);
  return {
    name: name && withoutCpfs(name),
    document: cpf ? maskCpf(cpf) : documentNumber && maskedNumber(documentNumber),
    isCpf: documentType === null || documentType === "DUI_TYPE_BR_CPF",
    isWrong: cpf === null && documentNumber !== null && documentType === "DUI_TYPE_BR_CPF",
    email: email && maskEmail(email),
    phone: phone && maskPhone(phone),
  };
}

/** Another country's document, or a CPF that is none: its last two characters tell it from others. */
const maskedNumber = (number: string): string => `•••• ${number.length > 5 ? number.slice(-2) : ""}`.trim();
