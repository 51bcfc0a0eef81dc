import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { readProcessPage } from "#lib/features/processes/page.ts";
import { lookUpProcess, refreshProcess } from "#lib/features/processes/service.ts";
import { fail } from "#lib/result.ts";
import type { Unico } from "#lib/unico/client.ts";
import type { ReadTrouble } from "#lib/unico/failures.ts";
import { ctxFor, openWorld, testVault, unicoWith, type World } from "#tests/support/ctx.ts";
import { auditOf } from "#tests/support/events.ts";
import { aDocument, answering } from "./answers.ts";

let world: World;
let support: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  support = await ctxFor(world.db, "support");
});
afterAll(() => world.end());

const failing = (trouble: ReadTrouble) =>
  unicoWith({ readProcess: async () => fail({ ...trouble, attempts: [] }) });

describe("looking a process up", () => {
  it.each([
    [{}, "review"],
    [{ reproveAtScore: -25 }, "reprove"],
  ])("reads a bad score by the policy %j, when it is kept and when it is shown", async (reading, outcome) => {
    const { id, raw } = aDocument({ authentication: "INCONCLUSIVE", score: -25 });
    const ctx = { ...support, reading, unico: answering({ id, raw }).unico };
    await lookUpProcess(ctx, { processId: id });
    expect(await world.db.process.findUniqueOrThrow({ where: { id } })).toMatchObject({ outcome });
    expect((await readProcessPage(ctx, id))?.reading).toMatchObject({ outcome });
  });

  it("keeps the answer sealed, the reading, the person and the reference, and tells the audit log", async () => {
    const authenticationId = randomUUID();
    const { id, cpf, raw } = aDocument({ authenticationId, score: -12.5 });
    const { unico } = answering({ id, raw });
    const looked = await lookUpProcess({ ...support, unico }, { processId: id });
    expect(looked).toMatchObject({ ok: true, value: { id, trouble: null } });

    const process = await world.db.process.findUniqueOrThrow({
      where: { id },
      include: { snapshots: true, subject: true },
    });
    expect(process).toMatchObject({
      outcome: "approve",
      state: "PROCESS_STATE_FINISHED",
      liveness: "LIVENESS_RESULT_LIVE",
      score: -12.5,
      authenticationId,
    });
    const [snapshot] = process.snapshots;
    if (!snapshot) throw new Error("no snapshot");
    const sealed = Buffer.from(snapshot.document);
    expect(sealed.includes(cpf)).toBe(false);
    expect(sealed.includes("Zilda")).toBe(false);
    const place = { table: "process_snapshot", row: snapshot.id, column: "document" };
    expect(testVault.open(place, snapshot.document)).toBe(raw);
    expect(Buffer.from(snapshot.sha256).toString("hex")).toBe(createHash("sha256").update(raw).digest("hex"));
    expect(snapshot).toMatchObject({ takenById: support.actor.id, durationMs: 13 });

    const reference = await world.db.referenceProcess.findUniqueOrThrow({ where: { id: authenticationId } });
    expect(reference).toMatchObject({
      origin: "idcheck",
      subjectId: process.subjectId,
      enrolledAt: new Date("2026-10-02T12:03:10.417Z"),
    });
    expect(await auditOf(world.db, id)).toMatchObject([{ action: "process.lookup", outcome: "done" }]);
    expect(await auditOf(world.db, authenticationId)).toMatchObject([{ action: "reference.add" }]);
    const told = JSON.stringify(await world.db.auditEvent.findMany({ select: { detail: true } }));
    expect(told).not.toContain(cpf);
  });

  it("asks nothing for a finished one, and again when told to, but not over and over", async () => {
    const document = aDocument();
    const { unico, asked } = answering(document);
    const at = (s: number) => ({ ...support, unico, now: () => new Date(Date.now() + s * 1_000) });
    const input = { processId: document.id };
    await lookUpProcess(at(0), input);
    await lookUpProcess(at(3_600), input);
    expect(asked).toHaveLength(1);
    expect(await refreshProcess(at(1), input)).toMatchObject({ ok: true });
    expect(asked).toHaveLength(2);
    expect(await refreshProcess(at(2), input)).toMatchObject({ ok: false, failure: { code: "cooling" } });
    expect(asked).toHaveLength(2);
    expect(await refreshProcess(at(70), input)).toMatchObject({ ok: true });
    expect(asked).toHaveLength(3);
    const sources = (await auditOf(world.db, document.id)).map(({ detail }) => detail);
    expect(sources).toMatchObject([
      { source: "unico" },
      { source: "snapshot" },
      { source: "unico" },
      { source: "snapshot", why: "cooling" },
      { source: "unico" },
    ]);
  });

  it.each([
    ["not_found", { kind: "not_found" }],
    ["gone", { kind: "gone" }],
    ["credentials", { kind: "not_sent", why: "credentials" }],
    ["busy", { kind: "not_sent", why: "busy" }],
    ["unreachable", { kind: "not_sent", why: "unreachable" }],
    ["timeout", { kind: "unknown", why: "timeout" }],
    ["server_error", { kind: "unknown", why: "server_error" }],
    ["unreadable", { kind: "unknown", why: "unreadable" }],
  ] as const)("says %s, audits it, and keeps nothing", async (code, trouble) => {
    const id = randomUUID();
    const looked = await lookUpProcess({ ...support, unico: failing(trouble) }, { processId: id });
    expect(looked).toEqual({ ok: false, failure: { code } });
    expect(await readProcessPage(support, id)).toBeNull();
    expect(await auditOf(world.db, id)).toMatchObject([{ action: "process.lookup", outcome: "failed" }]);
  });

  it("shows the last snapshot when Unico is down", async () => {
    const document = aDocument({ state: "CREATED" });
    const at = new Date("2026-11-20T12:00:00Z");
    const first = { ...support, unico: answering(document).unico, now: () => at };
    await lookUpProcess(first, { processId: document.id });
    const down = { ...support, unico: failing({ kind: "not_sent", why: "unreachable" }) };
    expect(await lookUpProcess(down, { processId: document.id })).toEqual({
      ok: true,
      value: { id: document.id, asOf: at, trouble: "unreachable" },
    });
    expect((await readProcessPage(support, document.id))?.asOf).toEqual(at);
  });

  it("keeps nothing of an answer about another process", async () => {
    const asked = randomUUID();
    const { raw, id } = aDocument();
    const { unico } = answering({ id: asked, raw });
    const looked = await lookUpProcess({ ...support, unico }, { processId: asked });
    expect(looked).toEqual({ ok: false, failure: { code: "unreadable" } });
    expect(await world.db.process.count({ where: { id: { in: [asked, id] } } })).toBe(0);
  });

  it("keeps odd documents: no person, a wrong CPF, a NUL, an authenticationId that is none", async () => {
    const bare = aDocument({ person: {} });
    const wrong = aDocument({
      person: { personDuiType: "DUI_TYPE_BR_CPF", personDuiValue: "12345678900", friendlyName: "A\0B" },
      authenticationId: "not-a-uuid",
      result: "A\0B",
    });
    const { unico } = answering(bare, wrong);
    for (const { id } of [bare, wrong]) {
      expect(await lookUpProcess({ ...support, unico }, { processId: id })).toMatchObject({ ok: true });
    }
    const page = await readProcessPage(support, wrong.id);
    expect(page?.person).toMatchObject({ isWrong: true, document: "•••• 00" });
    expect(page?.reverifyReference).toBeNull();
  });

  it("survives eight look-ups of one new process at once", async () => {
    const document = aDocument({ alert: "YES", authenticationId: randomUUID() });
    const { unico } = answering(document);
    const allAsked = Promise.withResolvers<void>();
    let asked = 0;
    // Answered once all have asked: whoever came later would be told to wait, for it is answered just now.
    const readProcess: Unico["readProcess"] = async (...args) => {
      asked += 1;
      if (asked === 8) allAsked.resolve();
      await allAsked.promise;
      return unico.readProcess(...args);
    };
    const ctx = { ...support, unico: { ...unico, readProcess } };
    const all = await Promise.all(
      Array.from({ length: 8 }, () => refreshProcess(ctx, { processId: document.id })),
    );
    expect(all.every(({ ok: isOk }) => isOk)).toBe(true);
    expect(await world.db.processSnapshot.count({ where: { processId: document.id } })).toBe(8);
    expect(await world.db.case.count({ where: { processId: document.id } })).toBe(1);
  });

  it("is refused to who may not, before Unico is asked", async () => {
    const admin = await ctxFor(world.db, "admin");
    const { unico, asked } = answering();
    const look = lookUpProcess({ ...admin, unico }, { processId: randomUUID() });
    await expect(look).rejects.toThrow(Forbidden);
    await expect(readProcessPage(admin, randomUUID())).rejects.toThrow(Forbidden);
    expect(asked).toEqual([]);
  });
});
