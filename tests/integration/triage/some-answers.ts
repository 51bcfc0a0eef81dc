import { randomUUID } from "node:crypto";
import type { Database } from "#lib/db/client.ts";
import { PRIORITIES, type Priority } from "#lib/features/cases/rules.ts";
import { signalsOf } from "#lib/features/processes/rules.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS, OUTCOMES } from "#lib/features/signals.ts";
import { DRY_RUN_DAYS } from "#lib/features/triage/dry-run.ts";
import { type Answer, isAlert } from "#lib/features/triage/rules.ts";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { aUser, sha256 } from "#tests/support/ctx.ts";
import { aReference, aSubject } from "#tests/support/factories.ts";
import { DAYS, ownKey } from "#tests/support/triage.ts";

export const NOW = new Date("2026-11-20T15:00:00Z");
const DAY_MS = 24 * 3_600_000;
export const FROM = new Date(NOW.getTime() - DRY_RUN_DAYS * DAY_MS);

export type Told = Omit<Answer, "repeats"> & {
  id: string;
  at: Date;
  subjectId: string | null;
  isAnswer: boolean;
};
export type Kept = {
  rule: string;
  priority: Priority;
  subjectId: string | null;
  openedAt: Date;
  closedAt: Date | null;
};

/** The same numbers every time: a failure can be looked at. */
function turns(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return {
    chance: (of: number) => next() < of,
    pick: <V>(values: readonly V[]): V => values[Math.floor(next() * values.length)] as V,
    before: (days: number) => new Date(NOW.getTime() - Math.floor(next() * days * DAY_MS)),
    whole: (least: number, most: number) => least + Math.floor(next() * (most - least + 1)),
  };
}

/** Answers of a re-verification count once it ended; every process that was looked up counts. */
const isCounted = (row: Told) => !("settledAt" in row) || (row.settledAt !== null && row.outcome !== null);

const withRepeats = (told: readonly Told[], answer: Told): Answer => {
  const ofPerson = told.filter((row) => isSamePerson(row.subjectId, answer.subjectId) && isCounted(row));
  const within = (days: number) =>
    ofPerson.filter(({ at }) => at <= answer.at && at.getTime() > answer.at.getTime() - days * DAY_MS).length;
  return {
    ...answer,
    repeats: new Map(answer.subjectId === null ? [] : DAYS.map((days) => [days, within(days)])),
  };
};

export const isSamePerson = (one: string | null, other: string | null) => one !== null && one === other;

/** Re-verifications and processes of seventy days about few people, with the answers of the period in their order. */
export async function someAnswers(db: Database) {
  const turn = turns(7);
  const branches = [randomUUID(), randomUUID()];
  await db.subsidiary.createMany({ data: branches.map((id) => ({ id, name: `Filial ${id}` })) });
  const people = await Promise.all(Array.from({ length: 25 }, () => aSubject(db)));
  const who = () => (turn.chance(0.85) ? turn.pick(people).id : null);
  const startedById = (await aUser(db, "analyst")).id;
  const { id: referenceId } = await aReference(db);

  const reverifications = Array.from({ length: 400 }, (_, place) => {
    const settledAt = turn.before(70);
    const outcome = turn.chance(0.9) ? turn.pick(OUTCOMES) : null;
    const isSent = outcome === "pending";
    return {
      id: randomUUID(),
      ...(isSent
        ? { state: "sent" as const }
        : outcome === null || outcome === "error" || outcome === "cancelled"
          ? { state: "failed" as const, failure: "unico_error" }
          : { state: "completed" as const }),
      idempotencyKey: randomUUID(),
      startedById,
      startedAt: settledAt,
      sentAt: settledAt,
      settledAt: isSent ? null : settledAt,
      referenceId,
      subjectId: who(),
      subsidiaryId: turn.chance(0.7) ? turn.pick(branches) : null,
      reason: "second_look" as const,
      capture: "file" as const,
      imageSha256: sha256(String(place)),
      imageBytes: 1,
      imageFormat: "jpeg",
      unicoProcessId: randomUUID(),
      imageWidth: 640,
      imageHeight: 480,
      keyLiveness: false,
      keyAlert: true,
      outcome,
      fraudsters: turn.chance(0.9) ? turn.pick(FRAUDSTERS) : null,
      biometry: turn.chance(0.9) ? turn.pick(BIOMETRY) : null,
      liveness: turn.chance(0.9) ? turn.pick(LIVENESS) : null,
    };
  });
  await db.reverification.createMany({ data: reverifications });
  const RAW = [
    "TRUST_RESULT_YES",
    "TRUST_RESULT_INCONCLUSIVE",
    "TRUST_RESULT_UNSPECIFIED",
    "TRUST_RESULT_NEW",
    null,
  ];
  const LIVE = [
    "LIVENESS_RESULT_LIVE",
    "LIVENESS_RESULT_NOT_LIVE",
    "LIVENESS_RESULT_UNSPECIFIED",
    "odd",
    null,
  ];
  const processes = Array.from({ length: 200 }, () => {
    const firstSeenAt = turn.before(70);
    return {
      id: randomUUID(),
      subjectId: who(),
      outcome: turn.pick(["approve", "review", "wait"] as const),
      state: "PROCESS_STATE_FINISHED",
      fraudsters: turn.pick(RAW),
      liveness: turn.pick(LIVE),
      score: turn.chance(0.8) ? turn.whole(-100, 100) : null,
      firstSeenAt,
      lastSeenAt: new Date((firstSeenAt.getTime() + NOW.getTime()) / 2),
    };
  });
  await db.process.createMany({ data: processes });
  const told: Told[] = [
    ...reverifications.map((row) => ({
      ...row,
      score: null,
      at: row.settledAt ?? row.startedAt,
      isAnswer: row.outcome !== null && (row.settledAt !== null || isAlert(row)),
    })),
    ...processes.map((row) => ({
      ...row,
      ...signalsOf(row),
      subsidiaryId: null,
      at: row.firstSeenAt,
      isAnswer: row.outcome !== "wait" || isAlert(signalsOf(row)),
    })),
  ];
  const answers = told
    .filter(({ isAnswer, at }) => isAnswer && at >= FROM && at < NOW)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map((answer) => ({ answer, seen: withRepeats(told, answer) }));
  const kept = await someCases(db, { turn, who, decidedById: startedById });
  return { branches, kept, answers };
}

type Given = { turn: ReturnType<typeof turns>; who: () => string | null; decidedById: string };

/** Cases that rules opened before and in the period, closed or not, and one that a person opened. */
async function someCases(db: Database, { turn, who, decidedById }: Given): Promise<Kept[]> {
  const kept: Kept[] = [];
  const keys = [...SHIPPED_RULES.map(({ key }) => key), ...[0, 1, 2, 3, 4].map(ownKey)];
  for (let i = 0; i < 150; i += 1) {
    const openedAt = turn.before(60);
    const row = {
      rule: turn.pick(keys),
      priority: turn.pick(PRIORITIES),
      subjectId: who(),
      openedAt,
      closedAt: turn.chance(0.6) ? new Date((openedAt.getTime() + NOW.getTime()) / 2) : null,
    };
    const isTwin = kept.some(
      (other) =>
        other.rule === row.rule && other.subjectId === row.subjectId && row.subjectId && !other.closedAt,
    );
    if (!isTwin || row.closedAt) kept.push(row);
  }
  await db.case.createMany({
    data: kept.map((row) => ({
      ...row,
      origin: "idcheck" as const,
      dueAt: row.openedAt,
      ...(row.closedAt
        ? {
            status: "closed" as const,
            decision: "inconclusive" as const,
            reasons: ["poor_photo"],
            decidedById,
            decidedAt: row.closedAt,
          }
        : {}),
    })),
  });
  // What a person opened is no rule's doing.
  await db.case.create({
    data: { rule: "manual", origin: "manual", priority: "urgent", dueAt: NOW, openedAt: FROM },
  });
  return kept;
}
