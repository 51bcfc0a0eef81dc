import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { readReverification } from "#lib/features/reverifications/reading.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { fail, type Result } from "#lib/result.ts";
import type { CallOptions } from "#lib/unico/call.ts";
import type { CreateInput } from "#lib/unico/write-body.ts";
import { ctxFor, openWorld, unicoWith, type World } from "#tests/support/ctx.ts";
import { aCase, aCpf, aReference, aSubject } from "#tests/support/factories.ts";
import { anAnalyst, anAttempt, answered, aStart, finished, letPass } from "#tests/support/reverifications.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const analyst = (answer?: (input: CreateInput) => unknown) => anAnalyst(world.db, answer);
const idOf = (started: Result<{ id: string }, unknown>): string => {
  if (!started.ok) throw new Error(`refused: ${JSON.stringify(started.failure)}`);
  return started.value.id;
};
const rowOf = (id: string) =>
  world.db.reverification.findUniqueOrThrow({
    where: { id },
    include: { attempts: true, opened: true, reference: true },
  });
const auditOf = (entityId: string) =>
  world.db.auditEvent.findMany({ where: { entityId }, orderBy: { seq: "asc" } });

describe("one form", () => {
  it("sent twenty times at once is one re-verification and one call", async () => {
    const { ctx, calls } = await analyst(async () => {
      await sleep(50);
      return answered(finished(true, "inconclusive"));
    });
    const input = await aStart({ cpf: aCpf() });
    const all = await Promise.all(Array.from({ length: 20 }, () => startReverification(ctx, input)));
    expect(new Set(all.map(idOf)).size).toBe(1);
    expect(calls).toHaveLength(1);
    expect(await world.db.reverification.count({ where: { startedById: ctx.actor.id } })).toBe(1);
    expect(idOf(await startReverification(ctx, input))).toBe(all.map(idOf)[0]);
    expect(calls).toHaveLength(1);
  });

  it("in a second tab, while the first one's call is under way, is the same", async () => {
    const { ctx, calls } = await analyst(async () => {
      await sleep(50);
      return answered(finished(true, "inconclusive"));
    });
    const input = await aStart();
    const other = { ...input, idempotencyKey: crypto.randomUUID() };
    const both = await Promise.all([startReverification(ctx, input), startReverification(ctx, other)]);
    expect(new Set(both.map(idOf)).size).toBe(1);
    expect(calls).toHaveLength(1);
  });

  it("with something else in it is refused, and what it was stays", async () => {
    const { ctx, calls } = await analyst();
    const input = await aStart();
    await startReverification(ctx, input);
    const otherPicture = { ...(await aStart()), referenceId: input.referenceId };
    const others = [
      otherPicture,
      { ...input, referenceId: crypto.randomUUID() },
      { ...input, reason: "high_value" as const },
      { ...input, cpf: aCpf() },
    ];
    for (const other of others) {
      const again = { ...other, idempotencyKey: input.idempotencyKey };
      expect(await startReverification(ctx, again)).toEqual(fail({ code: "key_used" }));
    }
    expect(calls).toHaveLength(1);
  });

  it("of two people with the same key is two", async () => {
    const input = await aStart();
    const otherInput = { ...(await aStart()), idempotencyKey: input.idempotencyKey };
    const [one, other] = await Promise.all([analyst(), analyst()]);
    const ids = [await startReverification(one.ctx, input), await startReverification(other.ctx, otherInput)];
    expect(new Set(ids.map(idOf)).size).toBe(2);
  });
});

describe("the same picture and reference under another key", () => {
  const anew = (input: Awaited<ReturnType<typeof aStart>>) => ({
    ...input,
    idempotencyKey: crypto.randomUUID(),
  });

  it("within ten minutes asks first, naming the earlier one, and goes on when that is confirmed", async () => {
    const { ctx, calls } = await analyst();
    const input = await aStart();
    const id = idOf(await startReverification(ctx, input));
    const { number, startedAt } = await rowOf(id);
    const asked = await startReverification(ctx, anew(input));
    expect(asked).toEqual(
      fail({ code: "duplicate", earlier: { id, number, startedAt, state: "completed" } }),
    );
    const other = await startReverification(ctx, {
      ...anew(input),
      confirmedDuplicateOf: crypto.randomUUID(),
    });
    expect(other.ok).toBe(false);
    const second = idOf(await startReverification(ctx, { ...anew(input), confirmedDuplicateOf: id }));
    expect(second).not.toBe(id);
    expect(calls).toHaveLength(2);
    const [started] = await auditOf(second);
    expect(started?.detail).toMatchObject({ inSpiteOf: id });
  });

  it("asks colleagues as well, and nobody any more ten minutes later", async () => {
    const [one, other] = await Promise.all([analyst(), analyst()]);
    const input = await aStart();
    const id = idOf(await startReverification(one.ctx, input));
    // A process whose clock is an hour off asks all the same.
    const early = { ...other.ctx, now: () => new Date(Date.now() - 3_600_000) };
    const late = { ...other.ctx, now: () => new Date(Date.now() + 3_600_000) };
    for (const ctx of [other.ctx, early, late])
      expect((await startReverification(ctx, anew(input))).ok).toBe(false);
    await letPass(world.db, id, 601_000);
    expect((await startReverification(other.ctx, anew(input))).ok).toBe(true);
  });

  it.each([
    ["never left", { kind: "not_sent", why: "unreachable" }, true],
    ["was refused", { kind: "refused", unicoCode: "20507", httpStatus: 400 }, true],
    ["is unknown", { kind: "unknown", why: "timeout" }, false],
  ] as const)("after one that %s", async (_name, failure, isFree) => {
    const { ctx } = await analyst(() => fail({ ...failure, attempts: [anAttempt()] }));
    const input = await aStart();
    await startReverification(ctx, input);
    expect((await startReverification(ctx, anew(input))).ok).toBe(isFree);
  });
});

describe("an unknown one sent anew on purpose", () => {
  const lost = () =>
    analyst(() => fail({ kind: "unknown", why: "timeout", attempts: [anAttempt("unknown", null)] }));
  const another = (replaces: string, referenceId: string) => aStart({ replaces, referenceId });

  it("is a new intent that points to the old one, once, also with the same picture", async () => {
    const { ctx, calls } = await lost();
    const input = await aStart();
    const old = idOf(await startReverification(ctx, input));
    const again = { ...input, idempotencyKey: crypto.randomUUID(), replaces: old };
    const id = idOf(await startReverification(ctx, again));
    expect(await rowOf(id)).toMatchObject({ replacesId: old });
    expect(await rowOf(old)).toMatchObject({ state: "unknown" });
    expect(calls).toHaveLength(2);
    const twice = await startReverification(ctx, await another(old, input.referenceId));
    expect(twice).toEqual(fail({ code: "already_replaced" }));
  });

  it("by two people at once is sent by one of them", async () => {
    const { ctx, calls } = await lost();
    const { ctx: other } = await lost();
    const input = await aStart();
    const old = idOf(await startReverification(ctx, input));
    const both = [await another(old, input.referenceId), await another(old, input.referenceId)] as const;
    const ended = await Promise.all([
      startReverification(ctx, both[0]),
      startReverification({ ...other, unico: ctx.unico }, both[1]),
    ]);
    expect(ended.filter(({ ok }) => ok)).toHaveLength(1);
    expect(ended.find(({ ok }) => !ok)).toEqual(fail({ code: "already_replaced" }));
    expect(calls).toHaveLength(2);
  });

  it("is refused where there is nothing unknown, or where the reference is another", async () => {
    const { ctx } = await lost();
    const input = await aStart();
    const old = idOf(await startReverification(ctx, input));
    const elsewhere = await another(old, crypto.randomUUID());
    expect(await startReverification(ctx, elsewhere)).toEqual(fail({ code: "replaces_other_reference" }));
    const nothing = await another(crypto.randomUUID(), input.referenceId);
    expect(await startReverification(ctx, nothing)).toEqual(fail({ code: "replaces_unknown" }));
  });
});

describe("a capture of the Web SDK", () => {
  const sdk = { capture: "sdk", selfie: undefined, encrypted: "a.b.c" } as const;

  it("goes on untouched, and not once it is ten minutes old", async () => {
    const options: (CallOptions | undefined)[] = [];
    const { ctx, calls } = await analyst();
    const watched = {
      ...ctx,
      key: { liveness: true, alert: true },
      unico: unicoWith({
        createProcess: (input, given) => {
          options.push(given);
          return ctx.unico.createProcess(input, given);
        },
      }),
    };
    const capturedAt = new Date(Date.now() - 60_000);
    const id = idOf(await startReverification(watched, await aStart({ ...sdk, capturedAt })));
    expect(calls.map(({ image }) => image)).toEqual(["a.b.c"]);
    expect(options[0]?.notAfter).toEqual(new Date(capturedAt.getTime() + 600_000));
    expect(await rowOf(id)).toMatchObject({
      capture: "sdk",
      imageFormat: "sdk",
      imageWidth: null,
      capturedAt,
    });
    const old = await aStart({ ...sdk, capturedAt: new Date(Date.now() - 600_000) });
    expect(await startReverification(watched, old)).toEqual(fail({ code: "capture_expired" }));
  });

  it("is what a key with liveness needs: a plain picture is refused before it costs anything", async () => {
    const { ctx, calls } = await analyst();
    const live = { ...ctx, key: { liveness: true, alert: true } };
    expect(await startReverification(live, await aStart())).toEqual(fail({ code: "capture_required" }));
    expect(calls).toEqual([]);
  });
});

describe("the intent", () => {
  it("stands in the database as sent before the call leaves, and nothing is held open meanwhile", async () => {
    const seen: unknown[] = [];
    const { ctx } = await analyst(async ({ clientReference }) => {
      const row = await rowOf(clientReference ?? "");
      const open = await world.db.$queryRaw<{ open: number }[]>`
        SELECT count(*)::integer AS open FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
      seen.push(
        row.state,
        row.attempts.map(({ finishedAt }) => finishedAt),
        open[0]?.open,
      );
      return answered(finished(true, "inconclusive"));
    });
    const id = idOf(await startReverification(ctx, await aStart()));
    expect(seen).toEqual(["sent", [null], 0]);
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "completed", outcome: "match", keyLiveness: false, httpStatus: 200 });
    expect(row.attempts).toMatchObject([{ httpStatus: 200, verdict: "done" }]);
  });

  it("sends the picture byte for byte, our own id, and the person of the reference", async () => {
    const { ctx, calls } = await analyst();
    const subject = await aSubject(world.db, { name: "Rui Viegas" });
    const reference = await aReference(world.db, { subjectId: subject.id });
    const input = await aStart({ referenceId: reference.id });
    const id = idOf(await startReverification(ctx, input));
    expect(calls).toEqual([
      {
        referenceProcessId: reference.id,
        image: Buffer.from((await input.selfie?.arrayBuffer()) ?? new ArrayBuffer(0)),
        subject: { cpf: subject.cpf, name: "Rui Viegas" },
        clientReference: id,
      },
    ]);
  });

  it("remembers a reference that nobody knew, once, and whose it is only when Unico says the same person", async () => {
    const { ctx } = await analyst();
    const input = await aStart({ cpf: aCpf() });
    await startReverification(ctx, input);
    const other = await aStart({ referenceId: input.referenceId, cpf: aCpf() });
    expect(await startReverification(ctx, other)).toEqual(fail({ code: "reference_of_other_person" }));
    const reference = await world.db.referenceProcess.findUniqueOrThrow({ where: { id: input.referenceId } });
    expect(reference.origin).toBe("manual");
    const first = await world.db.reverification.findFirstOrThrow({
      where: { referenceId: input.referenceId },
      orderBy: { number: "asc" },
    });
    expect(reference.subjectId).toBe(first.subjectId);
    const added = await auditOf(input.referenceId);
    expect(added.map(({ action }) => action)).toEqual(["reference.add", "reference.link"]);
  });

  it("does not believe a typed CPF when Unico says another person", async () => {
    const { ctx } = await analyst(() => answered(finished(false, "inconclusive")));
    const input = await aStart({ cpf: aCpf() });
    await startReverification(ctx, input);
    const reference = await world.db.referenceProcess.findUniqueOrThrow({ where: { id: input.referenceId } });
    expect(reference.subjectId).toBeNull();
  });
});

describe("what is refused", () => {
  it("leaves nothing behind: a picture that is none", async () => {
    const { ctx, calls } = await analyst();
    const input = await aStart({ selfie: new File(["Hello"], "selfie.jpg") });
    expect(await startReverification(ctx, input)).toEqual(fail({ code: "picture_not_image" }));
    expect(calls).toEqual([]);
    expect(await world.db.reverification.count({ where: { startedById: ctx.actor.id } })).toBe(0);
    expect(await world.db.referenceProcess.count({ where: { id: input.referenceId } })).toBe(0);
  });
  it("leaves nothing behind: a case that there is not", async () => {
    const { ctx, calls } = await analyst();
    const input = await aStart({ caseNumber: 2_000_000_000 });
    expect(await startReverification(ctx, input)).toEqual(fail({ code: "case_unknown" }));
    expect(calls).toEqual([]);
    expect(await world.db.referenceProcess.count({ where: { id: input.referenceId } })).toBe(0);
  });
  it("leaves nothing behind: a branch that nobody knows", async () => {
    const { ctx, calls } = await analyst();
    const input = await aStart({ subsidiaryId: crypto.randomUUID() });
    expect(await startReverification(ctx, input)).toEqual(fail({ code: "subsidiary_unknown" }));
    expect(calls).toEqual([]);
  });
  it.each(["support", "admin"] as const)("%s may not start one", async (role) => {
    const ctx = await ctxFor(world.db, role);
    await expect(startReverification(ctx, await aStart())).rejects.toBeInstanceOf(Forbidden);
    expect(await world.db.reverification.count({ where: { startedById: ctx.actor.id } })).toBe(0);
  });
  it("a manager may", async () => {
    const { ctx: analystCtx } = await analyst();
    const ctx = await ctxFor(world.db, "manager", { unico: analystCtx.unico });
    expect((await startReverification(ctx, await aStart())).ok).toBe(true);
  });
});

describe("the call's end", () => {
  it.each([
    ["refused", { kind: "refused", unicoCode: "20507", httpStatus: 400 }, "refused", "cpf_invalid"],
    ["not sent", { kind: "not_sent", why: "unreachable" }, "failed", "unreachable"],
    [
      "unknown",
      { kind: "unknown", why: "server_error", httpStatus: 502, raw: "<html>" },
      "unknown",
      "unknown_server_error",
    ],
  ] as const)("%s is a state of the row and no failure of the form", async (_name, failure, state, why) => {
    const { ctx } = await analyst(() => fail({ ...failure, attempts: [anAttempt("busy", 429)] }));
    const row = await rowOf(idOf(await startReverification(ctx, await aStart())));
    expect(row).toMatchObject({ state, failure: why, outcome: null });
    expect(row.settledAt).not.toBeNull();
    expect(row.answer).toBe(state === "unknown" ? "<html>" : null);
    expect(row.attempts).toMatchObject([{ verdict: "busy", httpStatus: 429 }]);
    expect(row.attempts.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
    expect(row.opened).toEqual([]);
  });
});

describe("an alert", () => {
  it("opens a case; the next of the same person joins it, and both say which", async () => {
    const { ctx } = await analyst(() => answered(finished(true, "yes")));
    const subject = await aSubject(world.db);
    const reference = await aReference(world.db, { subjectId: subject.id });
    const first = idOf(await startReverification(ctx, await aStart({ referenceId: reference.id })));
    const second = idOf(await startReverification(ctx, await aStart({ referenceId: reference.id })));
    const cases = await world.db.case.findMany({
      where: { subjectId: subject.id },
      include: { events: { orderBy: { id: "asc" } } },
    });
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({ rule: "fraud_alert", reverificationId: first, fraudsters: "yes" });
    expect(cases[0]?.events.map(({ kind }) => kind)).toEqual(["opened", "signal_joined"]);
    for (const id of [first, second]) {
      const found = await readReverification(ctx, id);
      expect(found?.cases.map(({ number }) => number)).toEqual([cases[0]?.number]);
    }
  });

  it("a match without one opens none, and a person may flag it all the same", async () => {
    const { ctx } = await analyst();
    const id = idOf(await startReverification(ctx, await aStart({ cpf: aCpf() })));
    expect((await readReverification(ctx, id))?.cases).toEqual([]);
    const flagged = await flagCase(ctx, {
      reverificationId: id,
      note: "The customer sounded like somebody else.",
    });
    await flagCase(ctx, { reverificationId: id, note: "And once more, with another reason." });
    const found = await readReverification(ctx, id);
    expect(flagged.ok && found?.cases.map(({ number }) => number)).toEqual(
      flagged.ok ? [flagged.value.number] : null,
    );
  });
});

describe("what is told", () => {
  it("each step stands in the audit log, without a CPF anywhere", async () => {
    const { ctx } = await analyst(() => answered(finished(false, "yes")));
    const cpf = aCpf();
    const { number } = await aCase(world.db);
    const id = idOf(await startReverification(ctx, await aStart({ cpf, caseNumber: number })));
    await readReverification(ctx, id);
    const told = await auditOf(id);
    expect(told.map(({ action, outcome, actorId }) => [action, outcome, actorId])).toEqual(
      [
        "reverification.start",
        "reverification.send",
        "reverification.settle",
        "selfie.keep",
        "reverification.view",
      ].map((step) => [step, "done", ctx.actor.id]),
    );
    const [opened] = (await rowOf(id)).opened;
    const all = [...told, ...(await auditOf(String(opened?.number)))];
    expect(all.map(({ action }) => action)).toContain("case.open");
    const text = JSON.stringify(all, (_key, value) => (typeof value === "bigint" ? String(value) : value));
    expect(text).not.toContain(cpf);
    expect(text).not.toContain(cpf.slice(3, 9));
  });

  it("a reader gets the person masked, the raw values and the answer to the letter", async () => {
    const { ctx } = await analyst(() => answered({ ...finished(true, "suspicious"), more: { of: "it" } }));
    const cpf = aCpf();
    const id = idOf(await startReverification(ctx, await aStart({ cpf })));
    const found = await readReverification(ctx, id);
    expect(found?.raw).toEqual({ status: "3", biometry: "true", fraudsters: "suspicious", liveness: null });
    expect(found?.answer?.text).toBe((await rowOf(id)).answer);
    expect(found?.answer?.pretty).toContain('"more": {');
    expect(JSON.stringify(found)).not.toContain(cpf);
    expect(found?.person?.cpf).toBe(`***.${cpf.slice(3, 6)}.${cpf.slice(6, 9)}-**`);
  });

  it("nobody finds what there is not, and support finds none at all", async () => {
    const { ctx } = await analyst();
    expect(await readReverification(ctx, "R-2001")).toBeNull();
    expect(await readReverification(ctx, "80371b2a-3ac7-432e-866d-57fe37896ac6")).toBeNull();
    const support = await ctxFor(world.db, "support");
    await expect(readReverification(support, "80371b2a-3ac7-432e-866d-57fe37896ac6")).rejects.toBeInstanceOf(
      Forbidden,
    );
  });
});
