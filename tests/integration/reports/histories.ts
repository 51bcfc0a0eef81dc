import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Database } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import {
  CASE_STATUSES,
  DECISIONS,
  type Decision,
  PRIORITIES,
  REASON_CODES,
} from "#lib/features/cases/rules.ts";
import { STATES } from "#lib/features/reverifications/rules.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";
import { sha256 } from "#tests/support/ctx.ts";
import { aReference } from "#tests/support/factories.ts";
import { attemptsOf, type RawAttempt } from "./attempts.ts";

/** A Thursday afternoon in São Paulo, the day of a national holiday's eve among the days before it. */
export const NOW = new Date("2026-11-19T18:30:00.000Z");
const MINUTE_MS = 60_000;

export type RawCase = Prisma.CaseCreateManyInput & {
  number: number;
  openedAt: Date;
  dueAt: Date;
  reasons: string[];
};
export type RawEvent = {
  caseNumber: number;
  kind: "sent_back" | "reopened" | "noted" | "decided";
  at: Date;
  decision: Decision;
  actorId: string | null;
};
export type RawReverification = Prisma.ReverificationCreateManyInput & { id: string; startedAt: Date };
export type RawProcess = { id: string; score: number | null; lastSeenAt: Date };
export type RawAvoided = { reverificationId: string; at: Date };
export type History = {
  cases: RawCase[];
  events: RawEvent[];
  reverifications: RawReverification[];
  processes: RawProcess[];
  attempts: RawAttempt[];
  avoided: RawAvoided[];
};
export type Ground = { people: string[]; subsidiaries: string[]; referenceId: string };

const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(values: readonly T[]) => fc.option(some(values), { freq: 3 });
const ago = (days: number) =>
  fc.integer({ min: 0, max: days * 24 * 60 }).map((minutes) => new Date(NOW.getTime() - minutes * MINUTE_MS));
const later = (at: Date, minutes: number) =>
  new Date(Math.min(NOW.getTime(), at.getTime() + minutes * MINUTE_MS));
const span = fc.integer({ min: 0, max: 6 * 24 * 60 });

const caseShape = () =>
  fc.record({
    status: fc.oneof(
      { weight: 2, arbitrary: fc.constant("closed" as const) },
      { weight: 1, arbitrary: some(CASE_STATUSES) },
    ),
    priority: some(PRIORITIES),
    openedAt: ago(80),
    dueIn: span,
    touchedIn: fc.option(span, { freq: 4 }),
    decidedIn: span,
    closedIn: fc.integer({ min: 0, max: 900 }),
    paused: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
    decision: some(DECISIONS),
    reasons: fc.subarray([...REASON_CODES], { minLength: 1, maxLength: 3 }),
    who: fc.integer({ min: 0, max: 2 }),
    branch: maybe([0, 1]),
    looks: fc.array(
      fc.record({
        kind: some(["sent_back", "reopened", "noted", "decided"] as const),
        decision: some(DECISIONS),
        who: fc.integer({ min: 0, max: 2 }),
        in: span,
      }),
      { maxLength: 3 },
    ),
  });

function caseOf(
  shape: ReturnType<typeof caseShape> extends fc.Arbitrary<infer S> ? S : never,
  number: number,
  { people, subsidiaries }: Ground,
): RawCase {
  const { status, openedAt, decidedIn, closedIn, touchedIn, who } = shape;
  const isDecided = status === "closed" || status === "awaiting_approval";
  const decision = status === "awaiting_approval" ? "confirmed_fraud" : shape.decision;
  const decidedAt = later(openedAt, decidedIn);
  const closedAt = later(decidedAt, closedIn);
  const isApproved = status === "closed" && decision === "confirmed_fraud";
  const person = people[who] ?? null;
  return {
    number,
    status,
    priority: shape.priority,
    origin: "reverification",
    rule: "fraud_alert",
    subsidiaryId: shape.branch === null ? null : (subsidiaries[shape.branch] ?? null),
    openedAt,
    dueAt: new Date(openedAt.getTime() + shape.dueIn * MINUTE_MS),
    assigneeId: isDecided || status === "in_review" || who > 0 ? person : null,
    firstTouchedAt: touchedIn === null ? null : later(openedAt, touchedIn),
    pausedMs: BigInt(shape.paused * MINUTE_MS),
    waitingSince: status === "waiting" ? openedAt : null,
    decision: isDecided ? decision : null,
    reasons: isDecided ? shape.reasons : [],
    decidedById: isDecided ? person : null,
    decidedAt: isDecided ? decidedAt : null,
    approvedById: isApproved ? (people[(who + 1) % people.length] ?? null) : null,
    approvedAt: isApproved ? closedAt : null,
    closedAt: status === "closed" ? closedAt : null,
  };
}

const answerShape = () =>
  fc.record({
    state: fc.oneof(
      { weight: 4, arbitrary: fc.constant("completed" as const) },
      { weight: 1, arbitrary: some(STATES) },
    ),
    outcome: some([
      "match",
      "match_flagged",
      "no_match",
      "no_match_flagged",
      "not_live",
      "undecided",
    ] as const),
    fraudsters: maybe(FRAUDSTERS),
    biometry: maybe(BIOMETRY),
    liveness: maybe(LIVENESS),
    startedAt: ago(80),
    tookMs: fc.integer({ min: 0, max: 9_000 }),
    /** Refused for being too many at once, or without an answer that anybody saw, before it ended. */
    before: fc.option(some(["busy", "unknown"] as const), { freq: 3 }),
    who: fc.integer({ min: 0, max: 2 }),
    branch: maybe([0, 1]),
    avoided: fc.array(span, { maxLength: 2 }),
  });

type AnswerShape = ReturnType<typeof answerShape> extends fc.Arbitrary<infer S> ? S : never;

function reverificationOf(shape: AnswerShape, ground: Ground): RawReverification {
  const { state, startedAt, tookMs, before } = shape;
  const isCompleted = state === "completed";
  const isSettled = state !== "pending" && state !== "sent";
  return {
    id: randomUUID(),
    state,
    idempotencyKey: randomUUID(),
    startedById: ground.people[shape.who] ?? "",
    startedAt,
    sentAt: state === "pending" ? null : new Date(startedAt.getTime() + 137),
    settledAt: isSettled
      ? new Date(startedAt.getTime() + 137 + tookMs + (before === "unknown" ? 180 * MINUTE_MS : 0))
      : null,
    referenceId: ground.referenceId,
    subsidiaryId: shape.branch === null ? null : (ground.subsidiaries[shape.branch] ?? null),
    reason: "second_look",
    capture: "file",
    imageSha256: sha256(randomUUID()),
    imageBytes: 1,
    imageFormat: "jpeg",
    imageWidth: 640,
    imageHeight: 480,
    keyLiveness: false,
    keyAlert: true,
    outcome: isCompleted ? shape.outcome : state === "failed" ? "error" : null,
    // An alert may stand beside an answer that is not complete.
    fraudsters: isCompleted || state === "unknown" ? shape.fraudsters : null,
    biometry: isCompleted ? shape.biometry : null,
    liveness: isCompleted ? shape.liveness : null,
    failure: ["refused", "failed", "unknown"].includes(state) ? "unico_error" : null,
  };
}

const scoreShape = () =>
  fc.record({
    score: fc.option(
      fc.oneof(
        fc.integer({ min: -1000, max: 1000 }).map((tenths) => tenths / 10),
        some([-100, -50, -40, -39.5, -10, -9.9, 0, 0.5, 10, 99.9, 100]),
      ),
      { freq: 5 },
    ),
    lastSeenAt: ago(80),
  });

/** Histories as they could stand in the database; nothing in them happened after NOW. */
export function randomHistory(
  ground: Ground,
  sizes: { cases: number; reverifications: number; processes: number },
  seed = Math.floor(Math.random() * 2 ** 31),
): History {
  const shapes = fc.sample(caseShape(), { numRuns: sizes.cases, seed });
  const answers = fc
    .sample(answerShape(), { numRuns: sizes.reverifications, seed })
    .map((shape) => ({ shape, row: reverificationOf(shape, ground) }));
  return {
    cases: shapes.map((shape, place) => caseOf(shape, 20_001 + place, ground)),
    events: shapes.flatMap(({ looks, openedAt }, place) =>
      looks.map(({ kind, decision, who, in: after }) => ({
        actorId: ground.people[who] ?? null,
        caseNumber: 20_001 + place,
        kind,
        decision,
        at: later(openedAt, after),
      })),
    ),
    reverifications: answers.map(({ row }) => row),
    attempts: answers.flatMap(({ shape, row }) => attemptsOf(shape, row)),
    processes: fc
      .sample(scoreShape(), { numRuns: sizes.processes, seed })
      .map((shape) => ({ id: randomUUID(), ...shape })),
    avoided: answers.flatMap(({ shape, row }) =>
      shape.avoided.map((after) => ({ reverificationId: row.id, at: later(row.startedAt, after) })),
    ),
  };
}

export async function insertHistory(
  db: Database,
  { people }: Ground,
  { cases, events, reverifications, attempts, processes, avoided }: History,
): Promise<void> {
  await db.case.createMany({ data: cases });
  await db.caseEvent.createMany({
    data: events.map(({ caseNumber, kind, at, decision, actorId }) => ({
      caseNumber,
      kind,
      at,
      actorId,
      detail: { decision },
    })),
  });
  await db.reverification.createMany({ data: reverifications });
  await db.reverificationAttempt.createMany({ data: attempts });
  await db.process.createMany({
    data: processes.map((row) => ({ ...row, outcome: "review", state: "PROCESS_STATE_FINISHED" })),
  });
  await db.avoidedCall.createMany({
    data: avoided.map((row) => ({ ...row, personId: people[0] ?? "", why: "same_form" })),
  });
}

export const referenceFor = async (db: Database): Promise<string> => (await aReference(db)).id;
