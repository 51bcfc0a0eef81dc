import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "#lib/db/client.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { NOTHING, settleReverification } from "#lib/features/reverifications/settling.ts";
import { readInForce } from "#lib/features/triage/in-force.ts";
import type { TriageRules } from "#lib/features/triage/schema.ts";
import { readTriage, retakeTriage, saveTriage } from "#lib/features/triage/service.ts";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aReverification, aSubject } from "#tests/support/factories.ts";
import { aRule, ownKey } from "#tests/support/triage.ts";

let world: World;
let db: Database;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  db = world.db;
  manager = await ctxFor(db, "manager");
});
afterAll(() => world.end());

const newest = async () => (await readTriage(manager, { before: null })).inForce.number;

async function save(rules: TriageRules, ctx = manager): Promise<number> {
  const saved = await saveTriage(ctx, { after: await newest(), rules, note: "Teste." });
  if (!saved.ok) throw new Error(saved.failure.code);
  return saved.value.number;
}

type Signal = Parameters<typeof openForSignal>[2];
const CALM = {
  origin: "reverification",
  subjectId: null,
  subsidiaryId: null,
  referenceId: null,
  reverificationId: null,
  processId: null,
  outcome: "match",
  fraudsters: "inconclusive",
  biometry: "match",
  liveness: "not_measured",
  score: null,
} as const satisfies Signal;

const signal = (of: Partial<Signal>, now = new Date()) =>
  db.$transaction((tx) => openForSignal(tx, programCtx(db, { now: () => now }), { ...CALM, ...of }));
const caseOf = (number: number | null) => db.case.findUniqueOrThrow({ where: { number: number ?? 0 } });

describe("the version that came with the program", () => {
  it("holds the rules of the program, and says of no person that they wrote them", async () => {
    const { inForce } = await readTriage(manager, { before: null });
    expect(inForce).toMatchObject({ number: 1, rules: SHIPPED_RULES, createdBy: null });
  });
});

describe("a version that was saved", () => {
  it("decides from the next signal on, and stands on the case with the rule's name", async () => {
    const rules = [
      aRule(
        1,
        { outcomes: ["match"] },
        { name: "Toda igualdade", opens: { priority: "urgent", dueHours: 3 } },
      ),
      ...SHIPPED_RULES,
    ];
    expect(await signal({})).toBeNull();
    const number = await save(rules);
    // Friday 17:00 in São Paulo: an hour is left of that day, two are Monday's.
    const opened = await caseOf(await signal({}, new Date("2026-11-27T20:00:00Z")));
    expect(opened).toMatchObject({
      rule: ownKey(1),
      ruleName: "Toda igualdade",
      triageVersion: number,
      priority: "urgent",
      dueAt: new Date("2026-11-30T14:00:00Z"),
    });
    const told = await db.caseEvent.findFirstOrThrow({ where: { caseNumber: opened.number } });
    expect(told.detail).toMatchObject({ ruleName: "Toda igualdade", triageVersion: number });
    const logged = await db.auditEvent.findFirstOrThrow({
      where: { action: "case.open", entityId: String(opened.number) },
    });
    expect(logged.detail).toEqual({
      rule: ownKey(1),
      triageVersion: number,
      origin: "reverification",
      reverificationId: null,
      processId: null,
    });
  });

  it("is joined by signals of the same person and rule, the name of which may have changed", async () => {
    const { id: subjectId } = await aSubject(db);
    const before = await save([aRule(2, { biometry: ["match"] }, { name: "Antes" })]);
    const number = await signal({ subjectId });
    await save([aRule(2, { biometry: ["match"] }, { name: "Depois" })]);
    expect(await signal({ subjectId })).toBe(number);
    expect(await caseOf(number)).toMatchObject({ ruleName: "Antes", triageVersion: before, version: 2 });
  });

  it("never leaves an alert without a case, which joins the one of the program's own rule", async () => {
    const { id: subjectId } = await aSubject(db);
    await save(SHIPPED_RULES);
    const number = await signal({ subjectId, fraudsters: "yes", outcome: "match_flagged" });
    for (const rules of [[], [aRule(3, { fraudsters: ["yes", "other"] }, { opens: null })]]) {
      await save(rules);
      expect(await signal({ subjectId, fraudsters: "other", outcome: "undecided" })).toBe(number);
      expect(await signal({ subjectId, outcome: "no_match" })).toBeNull();
    }
  });

  it("counts the answers about a CPF, the one at hand included", async () => {
    const { id: subjectId } = await aSubject(db);
    const startedById = manager.actor.id;
    await save([aRule(4, { repeats: { least: 3, days: 7 } })]);
    const at = new Date();
    const daysAgo = (days: number) => new Date(at.getTime() - days * 24 * 3_600_000);
    await aReverification(db, { startedById, subjectId, settledAt: daysAgo(8) });
    await aReverification(db, { startedById, subjectId, settledAt: daysAgo(6) });
    await aReverification(db, { startedById, subjectId, settledAt: at });
    expect(await signal({ subjectId }, at)).toBeNull();
    await aReverification(db, { startedById, subjectId, settledAt: daysAgo(1) });
    expect(await signal({ subjectId }, at)).not.toBeNull();
    expect(await signal({ subjectId: null }, at)).toBeNull();
  });

  it("is in force for an answer that is settled by one statement, whoever read older rules before", async () => {
    const ctx = programCtx(db);
    await save(SHIPPED_RULES);
    await readInForce(db, ctx);
    // Another process saves: this one knows nothing of it.
    const rules = JSON.stringify([aRule(5, { biometry: ["undecided"] })]);
    await db.$executeRaw`
      INSERT INTO triage_version (number, rules, note, created_by_id)
      SELECT max(number) + 1, ${rules}::jsonb, 'Teste.', ${manager.actor.id}::uuid FROM triage_version`;
    const { id } = await aReverification(db, {
      startedById: manager.actor.id,
      state: "sent",
      settledAt: null,
      outcome: null,
      unicoProcessId: null,
    });
    const answered = {
      outcome: "match",
      fraudsters: "inconclusive",
      biometry: "undecided",
      liveness: null,
    } as const;
    await settleReverification(ctx, id, { ...NOTHING, ...answered, state: "completed", failure: null });
    const found = await db.case.findFirstOrThrow({ where: { reverificationId: id } });
    expect(found.rule).toBe(ownKey(5));
  });
});

describe("two managers", () => {
  it("who save at once: of thirty-two one is first, the others are told who", async () => {
    const after = await newest();
    const others = await Promise.all(Array.from({ length: 32 }, () => ctxFor(db, "manager")));
    const saved = await Promise.all(
      others.map((ctx) => saveTriage(ctx, { after, rules: SHIPPED_RULES, note: "Ao mesmo tempo." })),
    );
    expect(saved.filter(({ ok }) => ok)).toHaveLength(1);
    const winner = others[saved.findIndex(({ ok }) => ok)]?.actor.name;
    for (const each of saved.filter(({ ok }) => !ok))
      expect(each).toMatchObject({ failure: { code: "stale", number: after + 1, by: winner } });
    expect(await db.triageVersion.count({ where: { number: { gt: after } } })).toBe(1);
  });

  it("cannot save after a version that there is not", async () => {
    const after = await newest();
    for (const forged of [after + 1, 999_999, 0])
      expect(await saveTriage(manager, { after: forged, rules: [], note: "x" })).toMatchObject({
        failure: { code: "stale", number: after },
      });
  });

  it("of whom one takes up an old version over a form of before: told, nothing changes", async () => {
    const after = await newest();
    await save([]);
    expect(await retakeTriage(manager, { number: 1, after, note: "Volta." })).toMatchObject({
      failure: { code: "stale", number: after + 1 },
    });
    expect(await retakeTriage(manager, { number: 1, after: after + 1, note: "Volta." })).toMatchObject({
      value: { number: after + 2 },
    });
    const { inForce } = await readTriage(manager, { before: null });
    expect(inForce).toMatchObject({ number: after + 2, rules: SHIPPED_RULES, takenFrom: 1, note: "Volta." });
    for (const number of [after + 2, 9_999])
      expect(await retakeTriage(manager, { number, after: after + 2, note: "Volta." })).toMatchObject({
        failure: { code: "unknown_version" },
      });
  });
});

describe("the history", () => {
  it("is told in the log by numbers and keys, never by what was typed", async () => {
    const before = await newest();
    const secret = "Nome que alguém digitou";
    const number = await save([aRule(6, { scoreMax: -40 }, { name: secret, isOn: false })]);
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "triage.change", entityId: String(number) },
    });
    expect(event).toMatchObject({ actorId: manager.actor.id, entityType: "triage" });
    expect(event.detail).toEqual({
      before: expect.objectContaining({ version: before }),
      after: { version: number, rules: 1, off: 1, keys: ownKey(6) },
    });
    expect(JSON.stringify(event.detail)).not.toContain(secret);
  });

  it("cannot be changed or cut by the program", async () => {
    await expect(db.$executeRaw`UPDATE triage_version SET rules = '[]' WHERE number = 1`).rejects.toThrow();
    await expect(db.$executeRaw`DELETE FROM triage_version WHERE number = 1`).rejects.toThrow();
  });

  it("comes page by page", async () => {
    for (let i = 0; i < 22; i += 1) await save(SHIPPED_RULES);
    const first = await readTriage(manager, { before: null });
    expect(first.hasOlder).toBe(true);
    const last = first.versions.at(-1)?.number ?? 0;
    const second = await readTriage(manager, { before: last });
    expect(second.versions[0]?.number).toBe(last - 1);
    expect(second.inForce.number).toBe(first.inForce.number);
  });
});
