import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { SENDER_DEAD_AFTER_MS } from "#lib/features/reverifications/rules.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { NOTHING, settleReverification } from "#lib/features/reverifications/settling.ts";
import { fail } from "#lib/result.ts";
import { ctxFor, openWorld, unicoWith, type World } from "#tests/support/ctx.ts";
import { answered, aStart, createWith, finished, letPass } from "#tests/support/reverifications.ts";
import { sweepingOver } from "./sweeping.ts";

let world: World;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  analyst = await ctxFor(world.db, "analyst");
});
afterAll(() => world.end());

const { rowOf, sweep, settledOf } = sweepingOver(() => world.db);

describe("one that Unico is still at work on", () => {
  async function working() {
    const ctx = await ctxFor(world.db, "analyst", {
      unico: unicoWith({ createProcess: createWith(() => answered({ status: 1 })) }),
    });
    const started = await startReverification(ctx, await aStart());
    if (!started.ok) throw new Error("refused");
    const row = await rowOf(started.value.id);
    expect(row).toMatchObject({ state: "sent", outcome: "pending", settledAt: null });
    return { id: row.id, unicoProcessId: row.unicoProcessId ?? "" };
  }

  it("is read again by its id, and settled once Unico is done", async () => {
    const { id, unicoProcessId } = await working();
    const asked: string[] = [];
    const readWith = (wire: object) => ({
      readValidation: async (which: string) => {
        asked.push(which);
        return answered({ id: which, ...wire });
      },
    });
    await sweep(readWith({ status: 2 }));
    expect((await rowOf(id)).state).toBe("sent");
    await sweep(readWith(finished(false, "inconclusive")));
    expect(asked.filter((which) => which === unicoProcessId)).toHaveLength(2);
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "completed", outcome: "no_match", unicoProcessId });
    expect(row.opened).toHaveLength(1);
  });

  it("stays as it is while Unico cannot be reached", async () => {
    const { id } = await working();
    await sweep();
    expect(await rowOf(id)).toMatchObject({ state: "sent", readAgainAt: null });
    // Nor is it put off by a look that was none.
    const readAgainAt = new Date(Date.now() - 7_200_000);
    await world.db.reverification.update({ where: { id }, data: { readAgainAt } });
    await sweep();
    expect(await rowOf(id)).toMatchObject({ state: "sent", readAgainAt });
    await sweep({ readValidation: async (which) => answered({ id: which, status: 1 }) });
    expect((await rowOf(id)).readAgainAt?.getTime()).toBeGreaterThan(readAgainAt.getTime());
  });

  it("has failed when Unico says that it ended in an error", async () => {
    const { id } = await working();
    await sweep({ readValidation: async () => fail({ kind: "gone", attempts: [] }) });
    expect(await rowOf(id)).toMatchObject({ state: "failed", failure: "unico_error", outcome: "error" });
  });

  it("is unknown when Unico does not know its own id any more", async () => {
    const { id } = await working();
    const unknown = { readValidation: async () => fail({ kind: "not_found", attempts: [] }) } as const;
    await sweep(unknown);
    // A process may take a while to be known under its id.
    expect(await rowOf(id)).toMatchObject({ state: "sent", failure: null });
    await letPass(world.db, id, 11 * 60_000);
    await sweep(unknown);
    expect(await rowOf(id)).toMatchObject({ state: "unknown", failure: "not_found" });
  });

  it("is unknown, and not an error, when its answer was deleted long after", async () => {
    const { id, unicoProcessId } = await working();
    await letPass(world.db, id, 2 * 86_400_000);
    const answer = (await rowOf(id)).answer;
    await sweep({ readValidation: async () => fail({ kind: "gone", attempts: [] }) });
    expect(await rowOf(id)).toMatchObject({ state: "unknown", failure: "gone", unicoProcessId, answer });
  });

  it("is left to people after a week, with its id", async () => {
    const { id, unicoProcessId } = await working();
    await letPass(world.db, id, 8 * 86_400_000);
    await sweep();
    expect(await rowOf(id)).toMatchObject({ state: "unknown", failure: "still_working", unicoProcessId });
  });

  it("opens the case of an alert that it tells meanwhile, once", async () => {
    const { id } = await working();
    const alert = {
      readValidation: async (which: string) =>
        answered({ id: which, status: 2, identityFraudsters: { result: "yes" } }),
    };
    await sweep(alert);
    await sweep(alert);
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "sent", fraudsters: "yes" });
    expect(row.opened).toHaveLength(1);
    expect(await settledOf(id)).toHaveLength(2);
  });

  it("also where the answer before it told of none", async () => {
    const wire = { status: 2, identityFraudsters: { result: "inconclusive" } };
    const ctx = await ctxFor(world.db, "analyst", {
      unico: unicoWith({ createProcess: createWith(() => answered(wire)) }),
    });
    const started = await startReverification(ctx, await aStart());
    const id = started.ok ? started.value.id : "";
    expect(await rowOf(id)).toMatchObject({ state: "sent", fraudsters: "inconclusive", opened: [] });
    const alert = { ...wire, identityFraudsters: { result: "yes" } };
    await sweep({ readValidation: async (which: string) => answered({ id: which, ...alert }) });
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "sent", fraudsters: "yes" });
    expect(row.opened).toHaveLength(1);
  });

  it.each([2, 4, 5])("and an answer of status %s that carries an alert hides it no more", async (status) => {
    const wire = { status, identityFraudsters: { result: "yes" } };
    const ctx = await ctxFor(world.db, "analyst", {
      unico: unicoWith({ createProcess: createWith(() => answered(wire)) }),
    });
    const started = await startReverification(ctx, await aStart());
    const row = await rowOf(started.ok ? started.value.id : "");
    expect(row.fraudsters).toBe("yes");
    expect(row.opened).toHaveLength(1);
  });

  it("keeps the id that came between the sweep's look and its end", async () => {
    const { id, unicoProcessId } = await working();
    await settleReverification(analyst, id, { ...NOTHING, state: "unknown", failure: "sender_died" }, [
      "sent",
    ]);
    expect(await rowOf(id)).toMatchObject({ state: "sent", unicoProcessId });
    await settleReverification(analyst, id, { ...NOTHING, state: "unknown", failure: "unknown_timeout" });
    expect(await rowOf(id)).toMatchObject({ state: "unknown", unicoProcessId, httpStatus: 200 });
  });

  it("keeps the text of an answer whose id is none", async () => {
    const ctx = await ctxFor(world.db, "analyst", {
      unico: unicoWith({ createProcess: createWith(() => answered({ id: "R2-D2", status: 1 })) }),
    });
    const started = await startReverification(ctx, await aStart());
    const id = started.ok ? started.value.id : "";
    await letPass(world.db, id, SENDER_DEAD_AFTER_MS + 1_000);
    await sweep();
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "unknown", failure: "sender_died", unicoProcessId: null });
    expect(row.answer).toContain("R2-D2");
  });
});
