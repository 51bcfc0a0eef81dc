import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Database } from "#lib/db/client.ts";
import { DECISIONS } from "#lib/features/cases/rules.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import { aUser, testVault } from "#tests/support/ctx.ts";
import { aCpf, aReference, aReverification } from "#tests/support/factories.ts";
import type { Kept } from "./oracle.ts";
import { caseShape, NOW } from "./random-cases.ts";

export type KeptCases = { rows: Kept[]; people: string[]; subsidiaries: string[] };

/** Cases as they stand in the database; what its checks ask of a status is set by it. */
export async function keepCases(db: Database, count: number): Promise<KeptCases> {
  const people = [(await aUser(db, "analyst")).id, (await aUser(db, "manager")).id];
  const subsidiaries = [randomUUID(), randomUUID()];
  for (const [i, id] of subsidiaries.entries())
    await db.subsidiary.create({ data: { id, name: `Filial ${i}` }, select: { id: true } });
  const [first = "", second = ""] = people;
  const { id: referenceId } = await aReference(db);
  const unicoProcessId = randomUUID();
  const { id: reverificationId } = await aReverification(db, {
    startedById: first,
    referenceId,
    unicoProcessId,
  });
  const shapes = fc.sample(caseShape(), count);
  const subjects = shapes.map(({ name }) => sealedSubject(testVault, { cpf: aCpf(), name }));
  await db.subject.createMany({ data: subjects });
  const made = shapes.map(({ name, isKnown, isCompared, decision, reasons, dueInMs, ...shape }, i): Kept => {
    const isDecided = shape.status === "closed" || shape.status === "awaiting_approval";
    const decided = shape.status === "awaiting_approval" ? "confirmed_fraud" : decision;
    const isClosed = shape.status === "closed";
    return {
      ...shape,
      number: 20_001 + i,
      rule: "manual",
      dueAt: new Date(shape.openedAt.getTime() + dueInMs),
      assigneeId: people[shape.assigneeId ?? (shape.status === "in_review" ? 0 : 9)] ?? null,
      subsidiaryId: subsidiaries[shape.subsidiaryId ?? 9] ?? null,
      subjectId: isKnown ? (subjects[i]?.id ?? null) : null,
      name: isKnown ? name : null,
      referenceId: isCompared ? referenceId : null,
      reverificationId: isCompared ? reverificationId : null,
      unicoProcessId: isCompared ? unicoProcessId : null,
      decision: isDecided ? decided : null,
      reasons: isDecided ? reasons : [],
      decidedById: isDecided ? first : null,
      decidedAt: isDecided ? NOW : null,
      approvedById: isClosed && decided === "confirmed_fraud" ? second : null,
      approvedAt: isClosed && decided === "confirmed_fraud" ? NOW : null,
      closedAt: isClosed ? NOW : null,
      waitingSince: shape.status === "waiting" ? shape.openedAt : null,
      firstTouchedAt: i % 3 === 0 ? null : new Date(shape.openedAt.getTime() + (i % 5) * 3_600_000),
      // One in four was looked at again: sent back, or reopened on a day of its own.
      firstDecision: i % 4 === 0 ? (DECISIONS[i % DECISIONS.length] ?? null) : null,
      firstDecidedById: i % 4 === 0 ? (people[(i / 4) % people.length] ?? null) : null,
      reopenedAt: i % 8 === 0 ? [new Date(shape.openedAt.getTime() + (i % 7) * 5 * 3_600_000)] : [],
    };
  });
  // The order in which they were written is no order of the list.
  await db.case.createMany({
    data: made
      .toReversed()
      .map(
        ({ name: _, unicoProcessId: _u, firstDecision: _f, firstDecidedById: _b, reopenedAt: _r, ...row }) =>
          row,
      ),
  });
  await db.caseEvent.createMany({
    data: made.flatMap(({ number, firstDecision, firstDecidedById, reopenedAt, openedAt }) => {
      const [reopened] = reopenedAt;
      const kind = reopened ? ("reopened" as const) : ("sent_back" as const);
      const event = (decision: string | undefined) => ({
        caseNumber: number,
        at: reopened ?? openedAt,
        kind,
        detail: { decision: decision ?? null },
      });
      // The first of two counts.
      return firstDecision
        ? [
            { ...event(firstDecision), kind: "decided" as const, actorId: firstDecidedById ?? null },
            event(firstDecision),
            // Who decides once more after that did not decide first.
            { ...event("inconclusive"), kind: "decided" as const, actorId: people[0] ?? null },
            ...(number % 5 === 0 ? [{ ...event("inconclusive"), kind: "sent_back" as const }] : []),
          ]
        : [];
    }),
  });
  return { rows: made, people, subsidiaries };
}
