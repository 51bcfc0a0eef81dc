import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import { decideCase, takeCase } from "#lib/features/cases/service.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aReverification, aSubject } from "#tests/support/factories.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const alertFor = (subjectId: string, fraudsters: "yes" | "other" = "yes") => ({
  origin: "reverification" as const,
  subjectId,
  subsidiaryId: null,
  referenceId: null,
  reverificationId: null,
  processId: null,
  outcome: "match_flagged" as const,
  fraudsters,
  biometry: "match" as const,
  liveness: "not_measured" as const,
  score: null,
});

const signal = (subjectId: string, fraudsters?: "yes" | "other") =>
  world.db.$transaction((tx) => openForSignal(tx, programCtx(world.db), alertFor(subjectId, fraudsters)));

describe("a signal of a person whose case is open", () => {
  it("joins it, and the case shows the graver of the two", async () => {
    const { id } = await aSubject(world.db);
    const number = await signal(id, "other");
    expect(await signal(id, "yes")).toBe(number);
    expect(await signal(id, "other")).toBe(number);
    const found = await world.db.case.findUniqueOrThrow({ where: { number: number ?? 0 } });
    expect(found).toMatchObject({ fraudsters: "yes", version: 3 });
  });

  it("is told to whoever decides over a form drawn before", async () => {
    const ctx = await ctxFor(world.db, "analyst");
    const { id } = await aSubject(world.db);
    const number = (await signal(id, "other")) ?? 0;
    await takeCase(ctx, { number, version: 1 });
    await signal(id, "yes");
    const late = await decideCase(ctx, {
      number,
      version: 2,
      decision: "false_positive",
      reasons: ["relative"],
      note: "Decidida sobre o primeiro sinal.",
    });
    expect(late).toMatchObject({ ok: false, failure: { code: "case_changed", kind: "signal_joined" } });
  });

  it("opens another where the case closed meanwhile; of fifty at once none is lost", async () => {
    const { id } = await aSubject(world.db);
    const numbers = await Promise.all(Array.from({ length: 50 }, () => signal(id)));
    expect(new Set(numbers).size).toBe(1);
    const [number] = numbers;
    const events = await world.db.caseEvent.groupBy({
      by: ["kind"],
      where: { caseNumber: number ?? 0 },
      _count: true,
    });
    expect(Object.fromEntries(events.map(({ kind, _count }) => [kind, _count]))).toEqual({
      opened: 1,
      signal_joined: 49,
    });
    await world.db.case.update({
      where: { number: number ?? 0 },
      data: {
        status: "closed",
        decision: "inconclusive",
        reasons: ["poor_photo"],
        decidedById: (await ctxFor(world.db, "analyst")).actor.id,
        decidedAt: new Date(),
        closedAt: new Date(),
        version: 51,
      },
    });
    expect(await signal(id)).not.toBe(number);
  });
});

describe("a sign of life", () => {
  it("moves the lease and no version; anything more without a version is refused by the database", async () => {
    const ctx = await ctxFor(world.db, "analyst");
    const { number } = await aCase(world.db, { status: "in_review", assigneeId: ctx.actor.id });
    await world.db.case.update({ where: { number }, data: { leaseUntil: new Date() } });
    await expect(world.db.case.update({ where: { number }, data: { priority: "low" } })).rejects.toThrow(
      /version/,
    );
  });
});

it("support flags no re-verification, which it may not see", async () => {
  const support = await ctxFor(world.db, "support");
  const { id } = await aReverification(world.db, { startedById: support.actor.id });
  const flagged = flagCase(support, { reverificationId: id, note: "Cliente não lembrava o e-mail." });
  await expect(flagged).rejects.toThrow(Forbidden);
});
