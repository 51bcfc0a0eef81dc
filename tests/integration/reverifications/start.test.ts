import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { readReverification } from "#lib/features/reverifications/reading.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { fail } from "#lib/result.ts";
import type { CallOptions } from "#lib/unico/call.ts";
import type { CreateInput } from "#lib/unico/write-body.ts";
import { ctxFor, openWorld, unicoWith, type World } from "#tests/support/ctx.ts";
import { auditOf } from "#tests/support/events.ts";
import { aCase, aCpf, aReference, aSubject } from "#tests/support/factories.ts";
import {
  anAnalyst,
  anAttempt,
  answered,
  aStart,
  finished,
  idOf,
  wholeRow,
} from "#tests/support/reverifications.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const analyst = (answer?: (input: CreateInput) => unknown) => anAnalyst(world.db, answer);
const rowOf = (id: string) => wholeRow(world.db, id);

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
    const id = idOf(await startReverification(watched, await aStart({ ...sdk, capturedMsAgo: 60_000 })));
    expect(calls.map(({ image }) => image)).toEqual(["a.b.c"]);
    const row = await rowOf(id);
    expect(row).toMatchObject({ capture: "sdk", imageFormat: "sdk", imageWidth: null });
    expect(row.startedAt.getTime() - Number(row.capturedAt)).toBeGreaterThanOrEqual(60_000);
    expect(options[0]?.notAfter).toEqual(new Date(Number(row.capturedAt) + 600_000));
    const old = await aStart({ ...sdk, capturedMsAgo: 600_000 });
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
    const added = await auditOf(world.db, input.referenceId);
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
    const told = await auditOf(world.db, id);
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
    const all = [...told, ...(await auditOf(world.db, String(opened?.number)))];
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
