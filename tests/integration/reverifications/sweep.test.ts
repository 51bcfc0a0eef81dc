import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { SENDER_DEAD_AFTER_MS } from "#lib/features/reverifications/rules.ts";
import { createSender } from "#lib/features/reverifications/sender.ts";
import { beginReverification, startReverification } from "#lib/features/reverifications/service.ts";
import { NOTHING, settleReverification } from "#lib/features/reverifications/settling.ts";
import { sweepReverifications } from "#lib/features/reverifications/sweeping.ts";
import { fail } from "#lib/result.ts";
import type { Unico } from "#lib/unico/client.ts";
import { ctxFor, openWorld, programCtx, unicoWith, type World } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { answered, aStart, createWith, finished, letPass } from "#tests/support/reverifications.ts";

let world: World;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  analyst = await ctxFor(world.db, "analyst");
});
afterAll(() => world.end());

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
const rowOf = (id: string) =>
  world.db.reverification.findUniqueOrThrow({ where: { id }, include: { attempts: true, opened: true } });
const sweep = (unico: Partial<Unico> = {}, laterMs = 0) =>
  sweepReverifications(
    programCtx(world.db, { unico: unicoWith(unico), now: () => new Date(Date.now() + laterMs) }),
  );
const settledOf = async (id: string) =>
  (
    await world.db.auditEvent.findMany({
      where: { entityId: id, action: "reverification.settle" },
      select: { actorKind: true, outcome: true },
      orderBy: { seq: "asc" },
    })
  ).map(({ actorKind, outcome }) => `${actorKind} ${outcome}`);

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
    await sweep();
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
    expect((await rowOf(id)).state).toBe("sent");
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
