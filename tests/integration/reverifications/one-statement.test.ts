import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "#lib/db/client.ts";
import { hashOfEvent, type Json } from "#lib/features/audit/canonical.ts";
import type { Ctx } from "#lib/features/context.ts";
import { NOTHING, settleReverification } from "#lib/features/reverifications/settling.ts";
import { readInForce } from "#lib/features/triage/in-force.ts";
import type { TriageRules } from "#lib/features/triage/schema.ts";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aReverification, aSubject } from "#tests/support/factories.ts";
import { anAttempt } from "#tests/support/reverifications.ts";
import { aRule, ownKey } from "#tests/support/triage.ts";

const AT = new Date("2026-11-18T13:00:00Z");
let world: World;
let db: Database;
let startedById: string;
beforeAll(async () => {
  world = await openWorld();
  db = world.db;
  startedById = (await ctxFor(db, "manager")).actor.id;
});
afterAll(() => world.end());

/** The program, and how many transactions of several statements it began. */
function counting() {
  let transactions = 0;
  const counted = new Proxy(db, {
    get(target, name) {
      if (name === "$transaction") transactions += 1;
      return Reflect.get(target, name);
    },
  });
  const ctx: Ctx = { ...programCtx(db, { now: () => AT }), db: counted };
  return { ctx, begun: () => transactions };
}

/** As another process saves: this one knows nothing of it. */
const saveElsewhere = (rules: TriageRules) => db.$executeRaw`
  INSERT INTO triage_version (number, rules, note, created_by_id)
  SELECT max(number) + 1, ${JSON.stringify(rules)}::jsonb, 'Teste.', ${startedById}::uuid FROM triage_version`;

const ANSWERS = {
  fraud_alert: { outcome: "match_flagged", fraudsters: "yes", biometry: "match", liveness: "live" },
  not_live: { outcome: "not_live", fraudsters: "inconclusive", biometry: null, liveness: "not_live" },
  different_person: { outcome: "no_match", fraudsters: null, biometry: "no_match", liveness: "not_measured" },
  needs_review: { outcome: "undecided", fraudsters: null, biometry: "undecided", liveness: null },
} as const;

/** What each opens: on a Wednesday at ten, four hours of work end that day at two, nine on the next at ten. */
const NEXT_DAY = { priority: "normal", dueAt: "2026-11-19T13:00:00.000Z" } as const;
const OPENS = {
  fraud_alert: { priority: "high", dueAt: "2026-11-18T17:00:00.000Z" },
  not_live: NEXT_DAY,
  different_person: NEXT_DAY,
  needs_review: NEXT_DAY,
} as const;

async function aSent(subjectId: string | null, subsidiaryId: string | null = null): Promise<string> {
  const { id } = await aReverification(db, {
    startedById,
    subjectId,
    subsidiaryId,
    state: "sent",
    startedAt: AT,
    settledAt: null,
    outcome: null,
    fraudsters: null,
    biometry: null,
    liveness: null,
    unicoProcessId: null,
  });
  await db.reverificationAttempt.create({ data: { reverificationId: id, startedAt: AT } });
  return id;
}

const settle = (ctx: Ctx, id: string, answer: (typeof ANSWERS)[keyof typeof ANSWERS]) =>
  settleReverification(ctx, id, {
    ...NOTHING,
    ...answer,
    state: "completed",
    failure: null,
    raw: "{}",
    httpStatus: 200,
    unicoProcessId: randomUUID(),
    attempt: { ...anAttempt(), startedAt: AT, finishedAt: AT },
    teaches: false,
  });

/** Everything that a settlement left of one, but for the names of its own that each has. */
async function leftBy(id: string) {
  const row = await db.reverification.findUniqueOrThrow({
    where: { id },
    include: { attempts: true, opened: { include: { events: true } } },
  });
  const [opened] = row.opened;
  const told = await db.auditEvent.findMany({
    where: { entityId: { in: [id, String(opened?.number)] } },
    orderBy: { action: "asc" },
  });
  for (const { hash, ...facts } of told)
    expect(Buffer.from(hash)).toEqual(Buffer.from(hashOfEvent({ ...facts, detail: facts.detail as Json })));
  const own = [id, row.referenceId, row.subjectId, row.unicoProcessId, row.attempts[0]?.id];
  const ids = [...own, opened?.events[0]?.id, ...told.map(({ requestId }) => requestId)];
  const text = JSON.stringify(
    { row, told: told.map(({ seq: _, hash: __, ...said }) => said) },
    (name, value) =>
      [
        "number",
        "caseNumber",
        "changedXid",
        "xid",
        "imageSha256",
        "idempotencyKey",
        "touchedAt",
        "sentAt",
      ].includes(name)
        ? null
        : typeof value === "bigint"
          ? Number(value)
          : value,
  );
  const nameless = ids.reduce<string>(
    (said, each, place) => said.replaceAll(each ?? "none", `id ${place}`),
    text,
  );
  return JSON.parse(nameless.replaceAll(`"${opened?.number}"`, '"number"'));
}

describe("the case of an answer that a rule of the program names", () => {
  it.each(Object.keys(ANSWERS) as (keyof typeof ANSWERS)[])(
    "%s: is the same, by one statement",
    async (rule) => {
      const { ctx, begun } = counting();
      await readInForce(db, ctx);
      await saveElsewhere(SHIPPED_RULES);
      const [one, other] = [await aSubject(db), await aSubject(db)];
      const branch = await db.subsidiary.create({ data: { id: randomUUID(), name: `Filial ${rule}` } });
      const byTransaction = await aSent(one.id, branch.id);
      await settle(ctx, byTransaction, ANSWERS[rule]);
      expect(begun()).toBe(1);
      const byStatement = await aSent(other.id, branch.id);
      await settle(ctx, byStatement, ANSWERS[rule]);
      expect(begun()).toBe(1);
      const left = await leftBy(byStatement);
      expect(left).toEqual(await leftBy(byTransaction));
      const { number: triageVersion } = await db.triageVersion.findFirstOrThrow({
        orderBy: { number: "desc" },
      });
      const detail = {
        rule,
        triageVersion,
        origin: "reverification",
        reverificationId: "id 0",
        processId: null,
      };
      const { outcome, fraudsters, biometry, liveness } = ANSWERS[rule];
      expect(left.row.opened).toMatchObject([
        {
          ...{ rule, ruleName: null, triageVersion, origin: "reverification", status: "open", version: 1 },
          ...{ subjectId: "id 2", referenceId: "id 1", subsidiaryId: branch.id },
          ...{ reverificationId: "id 0", processId: null, score: null },
          ...{ outcome, fraudsters, biometry, liveness, openedAt: AT.toISOString(), ...OPENS[rule] },
          events: [{ kind: "opened", at: AT.toISOString(), actorId: null, note: null, detail }],
        },
      ]);
      expect(left.told).toMatchObject([
        { action: "case.open", entityType: "case", actorKind: "program", outcome: "done", detail },
        { action: "reverification.settle" },
      ]);
    },
  );
});

describe("a case that somebody has already", () => {
  it("is joined, also where it is opened in the same moment", async () => {
    const { id: subjectId } = await aSubject(db);
    const { ctx } = counting();
    await readInForce(db, ctx);
    const ids = await Promise.all(Array.from({ length: 6 }, () => aSent(subjectId)));
    await Promise.all(ids.map((id) => settle(ctx, id, ANSWERS.not_live)));
    await settle(ctx, await aSent(subjectId), ANSWERS.not_live);
    const cases = await db.case.findMany({ where: { subjectId }, include: { events: true } });
    expect(cases).toHaveLength(1);
    expect(cases[0]?.events.map(({ kind }) => kind).sort()).toEqual([
      "opened",
      ...Array.from({ length: 6 }, () => "signal_joined"),
    ]);
    expect(await db.reverification.count({ where: { subjectId, state: "completed" } })).toBe(7);
  });

  it("of another rule, or closed, stands in nobody's way", async () => {
    const { id: subjectId } = await aSubject(db);
    const { ctx, begun } = counting();
    await readInForce(db, ctx);
    await settle(ctx, await aSent(subjectId), ANSWERS.not_live);
    await settle(ctx, await aSent(subjectId), ANSWERS.needs_review);
    await db.case.updateMany({
      where: { subjectId },
      data: {
        status: "closed",
        decision: "inconclusive",
        reasons: ["poor_photo"],
        version: 2,
        decidedById: startedById,
        decidedAt: AT,
        closedAt: AT,
      },
    });
    await settle(ctx, await aSent(subjectId), ANSWERS.not_live);
    expect(await db.case.count({ where: { subjectId } })).toBe(3);
    expect(begun()).toBe(0);
  });
});

describe("rules that this process does not know yet", () => {
  const settled = async (ctx: Ctx) => {
    const id = await aSent(null);
    await settle(ctx, id, ANSWERS.not_live);
    return db.case.findMany({ where: { reverificationId: id } });
  };

  it("decide, whatever the older ones would have opened", async () => {
    const { ctx } = counting();
    await readInForce(db, ctx);
    await saveElsewhere([]);
    expect(await settled(ctx)).toEqual([]);
    await saveElsewhere([aRule(1, { outcomes: ["not_live"] })]);
    expect(await settled(ctx)).toMatchObject([{ rule: ownKey(1), ruleName: "Regra 1" }]);
  });

  it("and those that ask whom it is about are asked with their row", async () => {
    const { ctx, begun } = counting();
    await saveElsewhere([aRule(2, { outcomes: ["not_live"], repeats: { least: 2, days: 7 } })]);
    await readInForce(db, ctx);
    expect(await settled(ctx)).toEqual([]);
    expect(begun()).toBe(1);
  });
});
