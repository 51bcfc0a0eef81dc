import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { newsOfCases, seenUntilNow } from "#lib/features/cases/news.ts";
import { addNote } from "#lib/features/cases/notes.ts";
import { countCases, firstCases, listCases, readCase } from "#lib/features/cases/reading.ts";
import { decideCase, takeCase } from "#lib/features/cases/service.ts";
import { CASE_VIEWS, type CaseFilter, caseTable } from "#lib/features/cases/table-schema.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification, aSubject } from "#tests/support/factories.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const ANSWER =
  '{"id":"c1d0a6e4-0000-4000-8000-000000003a95","status":3,"biometryToken":{"result":"false"},"identityFraudsters":{"result":"yes"},"liveness":1}';

/** A case of a 1:1, taken, noted and decided. */
async function aWorkedCase() {
  const analyst = await ctxFor(world.db, "analyst");
  const { id: subjectId, cpf } = await aSubject(world.db, { name: "Helena Prado Teles" });
  const { id: referenceId } = await aReference(world.db, { subjectId });
  const { id: reverificationId } = await aReverification(world.db, {
    startedById: analyst.actor.id,
    subjectId,
    referenceId,
    answer: ANSWER,
  });
  const { number } = await aCase(world.db, {
    subjectId,
    referenceId,
    reverificationId,
    outcome: "no_match_flagged",
    biometry: "no_match",
    liveness: "live",
    score: -41,
  });
  await takeCase(analyst, { number, version: 1 });
  await addNote(analyst, { number, note: "segredo da nota" });
  await decideCase(analyst, {
    number,
    version: 2,
    decision: "confirmed_fraud",
    reasons: ["earlier_fraud"],
    note: "segredo da decisão",
  });
  return { number, analyst, cpf, subjectId, referenceId };
}

describe("a case", () => {
  it("is whole for an analyst, with the raw members, masked, and audited as seen", async () => {
    const { number, cpf, referenceId } = await aWorkedCase();
    const reader = await ctxFor(world.db, "analyst");
    const found = await readCase(reader, number);
    expect(found).toMatchObject({
      number,
      decision: "confirmed_fraud",
      raw: { fraudsters: "yes", biometry: "false", liveness: "1" },
      isOwnDecision: false,
      may: { take: false, decide: false, release: false, approve: true, reopen: false, note: true },
    });
    expect(found?.events.map(({ kind }) => kind)).toEqual(["decided", "noted", "taken"]);
    expect(found?.same?.references.map(({ id }) => id)).toEqual([referenceId]);
    expect(found?.person?.cpf).toMatch(/^\*\*\*\.\d{3}\.\d{3}-\*\*$/);
    expect(JSON.stringify(found)).not.toContain(cpf);
    const seen = { action: "case.view", entityId: String(number), actorId: reader.actor.id };
    expect(await world.db.auditEvent.count({ where: seen })).toBe(1);
  });
  it("offers the kept selfie of the earlier re-verification that its reference is", async () => {
    const { number, analyst, referenceId } = await aWorkedCase();
    expect((await readCase(analyst, number))?.referenceSelfie).toBeNull();
    const facts = { startedById: analyst.actor.id, unicoProcessId: referenceId };
    await aReverification(world.db, facts);
    expect((await readCase(analyst, number))?.referenceSelfie).toBeNull();
    const kept = await aReverification(world.db, { ...facts, selfieKey: "selfies/x" });
    expect((await readCase(analyst, number))?.referenceSelfie).toMatchObject(kept);
    expect((await readCase(await ctxFor(world.db, "support"), number))?.referenceSelfie).toBeNull();
  });
  it("offers its decider no approval", async () => {
    const { number, analyst } = await aWorkedCase();
    expect(await readCase(analyst, number)).toMatchObject({ isOwnDecision: true, may: { approve: false } });
  });
  it("tells support how it stands, and nothing of signals, decision, reasons or notes", async () => {
    const { number, cpf, referenceId } = await aWorkedCase();
    const support = await ctxFor(world.db, "support");
    const found = await readCase(support, number);
    expect(found).toMatchObject({
      isMasked: true,
      status: "in_review",
      priority: null,
      dueAt: null,
      same: null,
    });
    expect(Object.values(found?.may ?? {})).toEqual(Array(13).fill(false));
    const sent = JSON.stringify(found);
    const secrets = [
      "segredo",
      "earlier_fraud",
      "confirmed_fraud",
      "fraud_alert",
      "no_match",
      "-41",
      cpf,
      referenceId,
    ];
    for (const secret of secrets) expect(sent).not.toContain(secret);
    expect(found?.raw).toEqual({ fraudsters: null, biometry: null, liveness: null });
  });
  it("that is not there is null, and is no case for an administrator", async () => {
    expect(await readCase(await ctxFor(world.db, "analyst"), 999_999)).toBeNull();
    await expect(readCase(await ctxFor(world.db, "admin"), 10_001)).rejects.toThrow(Forbidden);
  });
  it("that waits can be resumed by its holder, and taken over by others", async () => {
    const [holder, other] = [await ctxFor(world.db, "analyst"), await ctxFor(world.db, "analyst")];
    const waiting = { status: "waiting", waitingSince: new Date() } as const;
    const { number } = await aCase(world.db, { ...waiting, assigneeId: holder.actor.id });
    const mayOf = async (ctx: typeof holder) => (await readCase(ctx, number))?.may;
    expect(await mayOf(holder)).toMatchObject({ take: false, resume: true, take_over: false });
    expect(await mayOf(other)).toMatchObject({ take: false, resume: false, take_over: true });
  });
});

describe("the queue", () => {
  it("hides from support what it may not see, and cannot be asked for it", async () => {
    const { number } = await aWorkedCase();
    const support = await ctxFor(world.db, "support");
    const filter = { ...caseTable.parse({}), q: String(number) };
    const { rows } = await listCases(support, filter);
    expect(rows).toMatchObject([
      { number, fraudsters: null, biometry: null, score: null, decision: null, rule: null },
    ]);
    const other = await listCases(support, {
      ...filter,
      decision: ["inconclusive"],
      fraudsters: ["inconclusive"],
    });
    expect(other.count).toBe(1);
  });
  it("tells support of an escalated case no more than of an open one", async () => {
    const support = await ctxFor(world.db, "support");
    const { number } = await aCase(world.db, { status: "escalated", origin: "manual" });
    const find = async (filter: Partial<CaseFilter>) =>
      (await listCases(support, { ...caseTable.parse({ q: String(number) }), ...filter })).rows;
    expect(await find({ status: ["in_review"], assignee: ["none"] })).toEqual([]);
    expect(await find({ status: ["open"] })).toMatchObject([{ number, status: "open" }]);
    // Nor where a case came from.
    expect(await find({ origin: ["idcheck"] })).toHaveLength(1);
    const { number: held } = await aCase(world.db, {
      status: "in_review",
      assigneeId: support.actor.id,
      leaseUntil: new Date(),
    });
    expect(await readCase(support, number)).toMatchObject({ status: "open", leaseUntil: null });
    expect(await readCase(support, held)).toMatchObject({ status: "in_review", leaseUntil: null });
  });
  it("tells support of new cases alone, not that a case changed", async () => {
    const [support, analyst] = [await ctxFor(world.db, "support"), await ctxFor(world.db, "analyst")];
    const { number } = await aCase(world.db);
    const since = await seenUntilNow(support);
    await world.db.case.update({ where: { number }, data: { priority: "urgent", version: 2 } });
    const newsOf = (ctx: typeof support, shown: number[]) =>
      newsOfCases(ctx, caseTable.parse({}), { since, shown });
    expect(await newsOf(analyst, [number])).toEqual({ fresh: 0, changed: 1 });
    for (const shown of [[number], []])
      expect(await newsOf(support, shown)).toEqual({ fresh: 0, changed: 0 });
    await aCase(world.db);
    expect(await newsOf(support, [number])).toEqual({ fresh: 1, changed: 0 });
  });
  it("counts every view as its list does", async () => {
    const ctx = await ctxFor(world.db, "analyst");
    await aCase(world.db, { status: "in_review", assigneeId: ctx.actor.id });
    const views = Object.values(CASE_VIEWS);
    const counts = await countCases(ctx, views);
    const lists = await Promise.all(views.map((view) => firstCases(ctx, view)));
    expect(counts).toEqual(lists.map(({ count, capped }) => ({ count, capped })));
    expect(counts[0]?.count).toBe(1);
  });
});

describe("a flag", () => {
  it("carries what the process said of fraud and life", async () => {
    const { id: subjectId } = await aSubject(world.db);
    const { id } = await world.db.process.create({
      data: {
        id: crypto.randomUUID(),
        subjectId,
        outcome: "review",
        state: "PROCESS_STATE_FINISHED",
        fraudsters: "TRUST_RESULT_YES",
        liveness: "LIVENESS_RESULT_LIVE",
        score: 5,
      },
      select: { id: true },
    });
    const support = await ctxFor(world.db, "support");
    const flagged = await flagCase(support, { processId: id, note: "Não sabia o e-mail." });
    const number = flagged.ok ? flagged.value.number : 0;
    expect(await readCase(await ctxFor(world.db, "analyst"), number)).toMatchObject({
      origin: "manual",
      fraudsters: "yes",
      liveness: "live",
      biometry: null,
      score: 5,
      raw: { fraudsters: "TRUST_RESULT_YES", biometry: null, liveness: "LIVENESS_RESULT_LIVE" },
      events: [{ kind: "opened", note: "Não sabia o e-mail." }],
    });
  });
});
