import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { lookUpProcess } from "#lib/features/processes/service.ts";
import { listReferences } from "#lib/features/references/service.ts";
import { referenceFilter } from "#lib/features/references/table-schema.ts";
import { readReverification } from "#lib/features/reverifications/reading.ts";
import { confirmWord, proposeWord, withdrawWord } from "#lib/features/reverifications/reconciling.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { ok } from "#lib/result.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer } from "#lib/unico/schemas.ts";
import type { CreateInput } from "#lib/unico/write-body.ts";
import { ctxFor, unicoWith } from "#tests/support/ctx.ts";
import { aCase, aCpf, aReference } from "#tests/support/factories.ts";
import { answered, aStart, createWith, finished, idOf } from "#tests/support/reverifications.ts";
import { type Company, openCompany } from "./branches.ts";
import { aBranchFull, type Full } from "./full-branch.ts";

const NOTE = "Searched by hour and person: nothing there.";
let company: Company;
let own: Full;
let foreign: Full;
let calls: CreateInput[] = [];
beforeAll(async () => {
  company = await openCompany(2);
  const [first = "", second = ""] = company.branches;
  own = await aBranchFull(company, first, null);
  foreign = await aBranchFull(company, second, null);
});
afterAll(() => company.end());

const answerWith = (answer: () => unknown) => {
  calls = [];
  return unicoWith({
    createProcess: createWith((input) => {
      calls.push(input);
      return answer();
    }),
  });
};
const matching = () => answered(finished(true, "inconclusive"));
const flagged = () => answered(finished(true, "yes"));

async function limited(branch: string, answer: () => unknown = matching): Promise<UserCtx> {
  return { ...(await company.personOf("analyst", [branch])), unico: answerWith(answer) };
}
const unlimited = async (answer: () => unknown = matching) =>
  ctxFor(company.db, "analyst", { unico: answerWith(answer) });
const rowOf = (id: string) =>
  company.db.reverification.findUniqueOrThrow({ where: { id }, include: { reference: true, opened: true } });

describe("a person limited to a branch starts a re-verification", () => {
  it("of a reference that nobody knew: it is their branch's, with all that comes of it", async () => {
    const ctx = await limited(own.branch, flagged);
    const id = idOf(await startReverification(ctx, await aStart({ cpf: aCpf() })));
    const row = await rowOf(id);
    expect([row.subsidiaryId, row.reference.subsidiaryId]).toEqual([own.branch, own.branch]);
    expect(row).toMatchObject({ state: "completed", opened: [{ subsidiaryId: own.branch }] });
    expect(calls).toMatchObject([{ subsidiaryId: own.branch }]);
    const seen = await readReverification(ctx, id);
    expect(seen?.cases).toHaveLength(1);
    expect(await readCase(ctx, row.opened[0]?.number ?? 0)).not.toBeNull();
    const { rows } = await listReferences(ctx, referenceFilter.parse({ q: row.referenceId }));
    expect(rows).toHaveLength(1);
    const other = await limited(foreign.branch);
    expect(await readReverification(other, id)).toBeNull();
  });

  it("of a reference of no branch, which stays of none, and is seen beside the answer", async () => {
    const { id: referenceId } = await aReference(company.db);
    const ctx = await limited(own.branch);
    const id = idOf(await startReverification(ctx, await aStart({ referenceId })));
    expect(await rowOf(id)).toMatchObject({ subsidiaryId: own.branch, reference: { subsidiaryId: null } });
    expect(await readReverification(ctx, id)).toMatchObject({ reference: { id: referenceId } });
  });

  it.each<[string, () => Partial<Awaited<ReturnType<typeof aStart>>>, string]>([
    ["against a reference of another", () => ({ referenceId: foreign.referenceId }), "not_now"],
    ["for another branch", () => ({ subsidiaryId: foreign.branch }), "subsidiary_unknown"],
    ["for a branch that is not there", () => ({ subsidiaryId: randomUUID() }), "subsidiary_unknown"],
    ["from a case of another", () => ({ caseNumber: foreign.caseNumber }), "case_unknown"],
    ["in place of one of another", () => ({ replaces: foreign.unknownId }), "replaces_unknown"],
  ])("%s: refused, and nothing is sent", async (_name, change, code) => {
    const ctx = await limited(own.branch);
    const before = await company.db.reverification.count();
    const started = await startReverification(ctx, await aStart(change()));
    expect(started).toEqual({ ok: false, failure: { code } });
    expect(calls).toEqual([]);
    expect(await company.db.reverification.count()).toBe(before);
  });

  it("while another branch's call with the same picture is under way: an ordinary refusal, one call", async () => {
    const { id: referenceId } = await aReference(company.db);
    const input = await aStart({ referenceId });
    const slow = async () => {
      await sleep(150);
      return matching();
    };
    const [one, two] = [await limited(own.branch, slow), await limited(foreign.branch, slow)];
    const again = { ...input, idempotencyKey: randomUUID() };
    const both = await Promise.all([startReverification(one, input), startReverification(two, again)]);
    expect(both.filter((each) => each.ok)).toHaveLength(1);
    expect(both.find((each) => !each.ok)).toEqual({ ok: false, failure: { code: "not_now" } });
    expect(calls).toHaveLength(1);
  });

  it("with a picture that another branch is done with: a call of their own, and no word of the other", async () => {
    const { id: referenceId } = await aReference(company.db);
    const input = await aStart({ referenceId });
    idOf(await startReverification(await limited(foreign.branch), input));
    const ctx = await limited(own.branch);
    const again = () => ({ ...input, idempotencyKey: randomUUID() });
    const id = idOf(await startReverification(ctx, again()));
    // Their own they are asked about, as anybody is.
    const third = await startReverification(ctx, again());
    expect(third).toMatchObject({ ok: false, failure: { code: "duplicate", earlier: { id } } });
    // And whoever sees everything is asked about the newest of all.
    const boundless = await startReverification(await unlimited(), again());
    expect(boundless).toMatchObject({ ok: false, failure: { code: "duplicate", earlier: { id } } });
  });

  it("whose reference an unlimited person put to another branch meanwhile: its end is recorded all the same", async () => {
    const slow = async () => {
      await company.db.reverification.updateMany({
        where: { referenceId },
        data: { subsidiaryId: foreign.branch },
      });
      return flagged();
    };
    const referenceId = randomUUID();
    const ctx = await limited(own.branch, slow);
    const id = idOf(await startReverification(ctx, await aStart({ referenceId, cpf: aCpf() })));
    expect(await rowOf(id)).toMatchObject({ state: "completed", subsidiaryId: foreign.branch });
    expect(await readReverification(ctx, id)).toBeNull();
  });
});

describe("what a limited person sets off beside it", () => {
  it("a flag joins the open case of the person, whichever branch it is of, and opens one's own where there is none", async () => {
    const ctx = await limited(own.branch);
    const opened = await flagCase(ctx, { reverificationId: own.reverificationId, note: NOTE });
    if (!opened.ok) throw new Error(opened.failure.code);
    expect(await readCase(ctx, opened.value.number)).toMatchObject({ rule: "manual" });
    const mixed = await aBranchFull(company, own.branch, foreign.subjectId);
    const { number } = await aCase(company.db, {
      subsidiaryId: foreign.branch,
      subjectId: foreign.subjectId,
      rule: "manual",
      fraudsters: null,
      biometry: null,
      liveness: null,
    });
    const joined = await flagCase(ctx, { reverificationId: mixed.reverificationId, note: NOTE });
    expect(joined).toEqual(ok({ number }));
    // A graver signal of one branch takes the case of another from nobody.
    const kept = await company.db.case.findUniqueOrThrow({ where: { number } });
    expect(kept).toMatchObject({ subsidiaryId: foreign.branch, version: 2 });
    expect(await readCase(ctx, number)).toBeNull();
    const told = await company.db.caseEvent.findMany({ where: { caseNumber: number } });
    expect(told).toMatchObject([{ kind: "signal_joined", actorId: ctx.actor.id }]);
  });

  it("a flag from an IDCheck process, which is of no branch, opens a case of one's own", async () => {
    const ctx = await limited(own.branch);
    const { processId } = await aBranchFull(company, null, null);
    const opened = await flagCase(ctx, { processId, note: NOTE });
    if (!opened.ok) throw new Error(opened.failure.code);
    expect(await readCase(ctx, opened.value.number)).toMatchObject({ subsidiary: { name: "Filial 1" } });
  });

  it("a look-up is kept whole, its alert opens a case of no branch", async () => {
    const id = randomUUID();
    const raw = JSON.stringify({
      process: {
        id,
        state: "PROCESS_STATE_FINISHED",
        createdAt: "2026-11-01T12:00:00Z",
        authenticationInfo: { identityFraudstersResult: "TRUST_RESULT_YES" },
      },
    });
    const value = readAnswer(idCheckProcessSchema, raw);
    if (!value) throw new Error("not a process");
    const readProcess = async () => ok({ value, raw, httpStatus: 200, durationMs: 1, attempts: [] });
    const ctx = { ...(await company.personOf("support", [own.branch])), unico: unicoWith({ readProcess }) };
    expect(await lookUpProcess(ctx, { processId: id })).toMatchObject({ ok: true });
    expect(await company.db.processSnapshot.count({ where: { processId: id } })).toBe(1);
    const opened = await company.db.case.findFirstOrThrow({ where: { processId: id } });
    expect(opened).toMatchObject({ rule: "fraud_alert", subsidiaryId: null });
    expect(await readCase(ctx, opened.number)).toBeNull();
  });

  it("an id of the portal that another branch has is refused without saying whose", async () => {
    const ctx = await limited(own.branch);
    const { unicoProcessId } = await rowOf(foreign.reverificationId);
    const fresh = await aBranchFull(company, own.branch, null);
    await withdrawWord(
      { ...ctx, actor: { ...ctx.actor, id: fresh.startedById } },
      { reconciliationId: fresh.wordId },
    );
    const word = (says: "process" | "absent") => ({
      ...{ id: fresh.unknownId, says, note: NOTE },
      unicoProcessId: says === "process" ? (unicoProcessId ?? "") : "",
    });
    expect(await proposeWord(ctx, word("process"))).toEqual({
      ok: false,
      failure: { code: "process_elsewhere" },
    });
    expect(await proposeWord(ctx, word("absent"))).toMatchObject({ ok: true });
  });

  it("a word of one's own branch is confirmed by a second person of it, and the triggers see to the rest", async () => {
    const ctx = await limited(own.branch);
    const fresh = await aBranchFull(company, own.branch, null);
    expect(await confirmWord(ctx, { reconciliationId: fresh.wordId })).toMatchObject({ ok: true });
    expect(await rowOf(fresh.unknownId)).toMatchObject({ state: "failed", failure: "portal_absent" });
  });
});
