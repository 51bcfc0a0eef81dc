import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { SENDER_DEAD_AFTER_MS } from "#lib/features/reverifications/rules.ts";
import { createSender } from "#lib/features/reverifications/sender.ts";
import { beginReverification, startReverification } from "#lib/features/reverifications/service.ts";
import { NOTHING, settleReverification } from "#lib/features/reverifications/settling.ts";
import { ctxFor, openWorld, unicoWith, type World } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
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

const LONG_AGO = new Date(Date.now() - SENDER_DEAD_AFTER_MS - 5_000);
const UNSETTLED = {
  settledAt: null,
  unicoProcessId: null,
  outcome: null,
  fraudsters: null,
  biometry: null,
  liveness: null,
  httpStatus: null,
} as const;
const pending = { ...UNSETTLED, state: "pending", sentAt: null } as const;
const sent = { ...UNSETTLED, state: "sent", sentAt: LONG_AGO } as const;

const insert = (row: object) =>
  aReverification(world.db, { startedById: analyst.actor.id, startedAt: LONG_AGO, ...row });

describe("a sender that died", () => {
  it("before the call left: failed, told once, however often one looks", async () => {
    const { id } = await insert(pending);
    await sweep();
    await sweep();
    expect(await rowOf(id)).toMatchObject({ state: "failed", failure: "sender_died", sentAt: null });
    expect(await settledOf(id)).toEqual(["program failed"]);
  });

  it("after the call left: unknown, its attempt closed, and nothing is sent again", async () => {
    const { id } = await insert(sent);
    await world.db.reverificationAttempt.create({ data: { reverificationId: id, startedAt: LONG_AGO } });
    let calls = 0;
    const unico = {
      createProcess: async () => {
        calls += 1;
        return answered({});
      },
    };
    await sweep(unico);
    await sweep(unico);
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "unknown", failure: "sender_died", outcome: null });
    expect(row.attempts).toMatchObject([{ verdict: "unknown", httpStatus: null }]);
    expect(row.attempts[0]?.finishedAt).not.toBeNull();
    expect(await settledOf(id)).toEqual(["program failed"]);
    expect(calls).toBe(0);
  });

  it("is not taken for one that still waits", async () => {
    const sender = createSender(world.db);
    await sender.ensure();
    const times = { senderId: sender.id, startedAt: new Date() };
    const waiting = await insert({ ...sent, ...times, sentAt: times.startedAt });
    const about = await insert({ ...pending, ...times });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    try {
      await sweep();
    } finally {
      vi.useRealTimers();
    }
    expect((await rowOf(waiting.id)).state).toBe("sent");
    expect((await rowOf(about.id)).state).toBe("pending");
    // Three beats missed by the database's clock, whatever anybody else's says.
    await world.db
      .$executeRaw`UPDATE sender SET seen_at = seen_at - interval '16 s' WHERE id = ${sender.id}::uuid`;
    await sweep({}, -3_600_000);
    expect((await rowOf(waiting.id)).state).toBe("unknown");
    expect((await rowOf(about.id)).state).toBe("failed");
    await sender.leave();
  });

  it("and wakes up late sends nothing any more", async () => {
    const sender = createSender(world.db);
    const turn = Promise.withResolvers<void>();
    let left = 0;
    const ctx = await ctxFor(world.db, "analyst", {
      sender,
      unico: unicoWith({
        async createProcess(input, options) {
          await turn.promise;
          return createWith(() => {
            left += 1;
            return answered(finished(true, "inconclusive"));
          })(input, options);
        },
      }),
    });
    const begun = await beginReverification(ctx, await aStart());
    if (!begun.ok) throw new Error("refused");
    await sender.leave();
    await sweep();
    expect(await rowOf(begun.value.id)).toMatchObject({ state: "failed", failure: "sender_died" });
    turn.resolve();
    await begun.value.settled;
    expect(left).toBe(0);
    expect(await rowOf(begun.value.id)).toMatchObject({ state: "failed", attempts: [] });
  });
});

describe("an answer that comes late", () => {
  /** Starts one whose answer is held back until it has been given up. */
  async function answeredAfterSweep(wire: object) {
    const gate = Promise.withResolvers<void>();
    const left = Promise.withResolvers<string>();
    const ctx = await ctxFor(world.db, "analyst", {
      unico: unicoWith({
        createProcess: createWith(async ({ clientReference }) => {
          left.resolve(clientReference ?? "");
          await gate.promise;
          return answered({ ...wire });
        }),
      }),
    });
    const started = startReverification(ctx, await aStart());
    const id = await left.promise;
    await letPass(world.db, id, SENDER_DEAD_AFTER_MS + 1_000);
    await sweep();
    expect((await rowOf(id)).state).toBe("unknown");
    gate.resolve();
    expect(await started).toEqual({ ok: true, value: { id } });
    return rowOf(id);
  }

  it("settles what had been given up, opens its case and corrects its attempt", async () => {
    const row = await answeredAfterSweep(finished(true, "yes"));
    expect(row).toMatchObject({ state: "completed", outcome: "match_flagged", failure: null });
    expect(row.attempts).toMatchObject([{ verdict: "done", httpStatus: 200 }]);
    expect(row.opened).toHaveLength(1);
    expect(await settledOf(row.id)).toEqual(["program failed", "user done"]);
  });

  it("changes no end that people recorded, is kept in the log, and its alert opens a case all the same", async () => {
    const gate = Promise.withResolvers<void>();
    const ctx = await ctxFor(world.db, "analyst", {
      unico: unicoWith({
        createProcess: createWith(async () => {
          await gate.promise;
          return answered(finished(true, "yes"));
        }),
      }),
    });
    const begun = await beginReverification(ctx, await aStart());
    if (!begun.ok) throw new Error("refused");
    const { id, settled } = begun.value;
    await expect.poll(async () => (await rowOf(id)).state).toBe("sent");
    await letPass(world.db, id, SENDER_DEAD_AFTER_MS + 1_000);
    await sweep();
    await settleReverification(ctx, id, { ...NOTHING, state: "failed", failure: "unico_error" });
    gate.resolve();
    await settled;
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "failed", failure: "unico_error", outcome: null });
    expect(row.answer).toContain('"yes"');
    expect(row.attempts).toMatchObject([{ verdict: "done", httpStatus: 200 }]);
    expect(row.opened).toHaveLength(1);
    const late = await world.db.auditEvent.findMany({
      where: { action: "reverification.late_answer", entityId: id },
    });
    expect(late.map(({ detail }) => detail)).toMatchObject([
      { kept: "failed", state: "completed", outcome: "match_flagged" },
    ]);
  });

  it("but takes nothing back when it only says that Unico is at work", async () => {
    const row = await answeredAfterSweep({ status: 1 });
    expect(row).toMatchObject({ state: "unknown", failure: "sender_died" });
  });
});

describe("the database itself", () => {
  it.each([
    ["completed", "sent"],
    ["completed", "unknown"],
    ["failed", "sent"],
    ["refused", "completed"],
    ["unknown", "sent"],
    ["pending", "completed"],
  ] as const)("refuses a step from %s to %s", async (from, to) => {
    const { id } = await insert({
      ...(from === "pending" ? pending : {}),
      state: from,
      failure: from === "completed" || from === "pending" ? null : "unreachable",
    });
    await expect(
      world.db.reverification.update({
        where: { id },
        data: {
          state: to,
          settledAt: to === "sent" ? null : new Date(),
          sentAt: new Date(),
          failure: to === "unknown" ? "sender_died" : null,
          outcome: to === "completed" ? "match" : null,
        },
      }),
    ).rejects.toThrow(/does not go from/);
  });

  it("lets no two requests of one be under way", async () => {
    const { id } = await insert(sent);
    const live = { reverificationId: id, startedAt: new Date() };
    await world.db.reverificationAttempt.create({ data: live });
    await expect(world.db.reverificationAttempt.create({ data: live })).rejects.toThrow(/Unique constraint/);
  });

  it("holds a person to one re-verification a form", async () => {
    const idempotencyKey = randomUUID();
    await insert({ idempotencyKey });
    await expect(insert({ idempotencyKey })).rejects.toThrow(/Unique constraint/);
  });
});
