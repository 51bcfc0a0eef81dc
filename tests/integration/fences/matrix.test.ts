import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden, ROLES, type Role } from "#lib/auth/roles.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { addNote, editNote } from "#lib/features/cases/notes.ts";
import { countCases, listCases, readCase } from "#lib/features/cases/reading.ts";
import * as work from "#lib/features/cases/service.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import { tagCase, untagCase } from "#lib/features/cases/tags.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { readBoard, readOwnWork } from "#lib/features/overview/service.ts";
import { readProcessPage } from "#lib/features/processes/page.ts";
import { findReferences } from "#lib/features/references/finding.ts";
import { listBranches, listReferences } from "#lib/features/references/service.ts";
import { referenceFilter } from "#lib/features/references/table-schema.ts";
import { revealField } from "#lib/features/revealing/service.ts";
import * as reading from "#lib/features/reverifications/reading.ts";
import * as reconciling from "#lib/features/reverifications/reconciling.ts";
import { readSelfie } from "#lib/features/reverifications/selfies.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { type Company, FENCES, openCompany } from "./branches.ts";
import { aBranchFull, type Full } from "./full-branch.ts";

let company: Company;
let own: Full;
let foreign: Full;
beforeAll(async () => {
  company = await openCompany(2);
  const [first = "", second = ""] = company.branches;
  // One person whom both branches know, and what each of them has of that person.
  own = await aBranchFull(company, first, null);
  foreign = await aBranchFull(company, second, own.subjectId);
});
afterAll(() => company.end());

type Act = (ctx: UserCtx, of: Full) => Promise<unknown>;
const filterCases = (change: object) => ({ ...caseTable.parse({}), ...change });
const filterReverifications = (change: object) => ({ ...reverificationTable.parse({}), ...change });
const filterReferences = (change: object) => ({ ...referenceFilter.parse({}), ...change });
const note = "Queixo e nariz diferem, e muito.";

const reason = "confirm_identity";

/** What names a thing of the other branch: as if it were nowhere. */
const BY_ID: Record<string, [Act, unknown]> = {
  "a case": [(ctx, of) => readCase(ctx, of.caseNumber), null],
  "taking a case": [(ctx, of) => work.takeCase(ctx, { number: of.caseNumber, version: 1 }), "case_unknown"],
  "letting a case go": [
    (ctx, of) => work.releaseCase(ctx, { number: of.caseNumber, version: 1 }),
    "case_unknown",
  ],
  "deciding a case": [
    (ctx, of) =>
      work.decideCase(ctx, {
        number: of.caseNumber,
        version: 1,
        decision: "false_positive",
        reasons: ["faces_differ"],
        note,
      }),
    "case_unknown",
  ],
  "approving a case": [
    (ctx, of) => work.approveCase(ctx, { number: of.caseNumber, version: 1, note }),
    "case_unknown",
  ],
  "sending a case back": [
    (ctx, of) => work.sendBackCase(ctx, { number: of.caseNumber, version: 1, note }),
    "case_unknown",
  ],
  "reopening a case": [
    (ctx, of) => work.reopenCase(ctx, { number: of.closedNumber, version: 1, note }),
    "case_unknown",
  ],
  "a note on a case": [(ctx, of) => addNote(ctx, { number: of.caseNumber, note }), "case_unknown"],
  "a note put otherwise": [
    (ctx, of) => editNote(ctx, { number: of.closedNumber, event: of.noteId, edits: 0, text: note }),
    "note_unknown",
  ],
  "a tag on a case": [(ctx, of) => tagCase(ctx, { number: of.caseNumber, tag: "x" }), "case_unknown"],
  "a tag off a case": [(ctx, of) => untagCase(ctx, { number: of.caseNumber, tag: "x" }), "case_unknown"],
  "flagging a re-verification": [
    (ctx, of) => flagCase(ctx, { reverificationId: of.reverificationId, note }),
    "not_found",
  ],
  "a re-verification": [(ctx, of) => reading.readReverification(ctx, of.reverificationId), null],
  "a selfie": [(ctx, of) => readSelfie(ctx, of.reverificationId), null],
  "a CPF by a case": [
    (ctx, of) => revealField(ctx, { field: "cpf", place: "case", record: String(of.caseNumber), reason }),
    "not_there",
  ],
  "a CPF by a re-verification": [
    (ctx, of) =>
      revealField(ctx, { field: "cpf", place: "reverification", record: of.reverificationId, reason }),
    "not_there",
  ],
  "a CPF by a reference": [
    (ctx, of) => revealField(ctx, { field: "cpf", place: "reference", record: of.referenceId, reason }),
    "not_there",
  ],
  "reading one again": [(ctx, of) => reconciling.readAgain(ctx, { id: of.unknownId }), "not_found"],
  "a word of the portal": [
    (ctx, of) => reconciling.proposeWord(ctx, { id: of.unknownId, says: "absent", unicoProcessId: "", note }),
    "not_found",
  ],
  "confirming a word": [
    (ctx, of) => reconciling.confirmWord(ctx, { reconciliationId: of.wordId }),
    "not_found",
  ],
  "rejecting a word": [
    (ctx, of) => reconciling.rejectWord(ctx, { reconciliationId: of.wordId }),
    "not_found",
  ],
  "taking a word back": [
    (ctx, of) => reconciling.withdrawWord(ctx, { reconciliationId: of.wordId }),
    "not_found",
  ],
  "references by id": [(ctx, of) => findReferences(ctx, of.referenceId), []],
};

/** What looks around: nothing of the other branch in the answer, and what is one's own is there. */
const AROUND: Record<string, Act> = {
  "the queue": async (ctx) => (await listCases(ctx, filterCases({ sort: "number" }))).rows,
  "the queue by person": async (ctx, of) =>
    (await listCases(ctx, filterCases({ subject: [of.subjectId], sort: "number" }))).rows,
  "a case's surroundings": (ctx) => readCase(ctx, own.caseNumber),
  "re-verifications": async (ctx) => (await reading.listReverifications(ctx, filterReverifications({}))).rows,
  "unknown ones": async (ctx) =>
    (await reading.listUnknown(ctx, filterReverifications({ state: ["unknown"] }))).rows,
  "a re-verification's surroundings": (ctx) => reading.readReverification(ctx, own.reverificationId),
  references: async (ctx) => (await listReferences(ctx, filterReferences({}))).rows,
  "references by CPF": (ctx, of) => findReferences(ctx, of.cpf),
  "references by name": (ctx) => findReferences(ctx, "sintetica"),
  "the branches": (ctx) => listBranches(ctx),
  "the board": (ctx) => readBoard(ctx),
  "one's own work": (ctx) => readOwnWork(ctx),
  "a process and its cases": (ctx) => readProcessPage(ctx, own.processId),
  "the form of the other's reference": (ctx, of) =>
    reading.readStartForm(ctx, { reference: of.referenceId, replaces: of.unknownId }),
};

/** A role that may not do a thing at all is refused before anybody looks for it. */
async function outcomeOf(run: Promise<unknown>): Promise<unknown> {
  try {
    const result = await run;
    if (result && typeof result === "object" && "ok" in result) {
      return "failure" in result ? (result.failure as { code: string }).code : "done";
    }
    return result;
  } catch (error) {
    if (error instanceof Forbidden) return "forbidden";
    throw error;
  }
}

const STAFF = ROLES.filter((role): role is Role => role !== "admin");

describe.each(FENCES)("with the fences: %s", (fences) => {
  const person = (role: Role) => company.personOf(role, [own.branch], fences);

  it.each(STAFF)("%s finds nothing of another branch by its id", async (role) => {
    const ctx = await person(role);
    const allowed = [];
    for (const [name, [act, expected]] of Object.entries(BY_ID)) {
      const got = await outcomeOf(act(ctx, foreign));
      const unknown = await outcomeOf(act(ctx, nowhere()));
      // Told apart from nothing by nobody.
      expect(got, name).toEqual(unknown);
      expect(["forbidden", expected], name).toContainEqual(got);
      if (got !== "forbidden") allowed.push(name);
    }
    expect(allowed.length).toBeGreaterThanOrEqual(role === "support" ? 2 : 15);
  });

  it.each(STAFF)("%s sees nothing of another branch by looking around", async (role) => {
    const ctx = await person(role);
    // The names of the branches themselves are no secret of theirs: nothing but the code leaves them out.
    const canaries = foreign.canaries.filter((canary) => fences !== "database" || canary !== foreign.branch);
    let answers = 0;
    for (const [name, act] of Object.entries(AROUND)) {
      const got = await outcomeOf(act(ctx, foreign));
      if (got === "forbidden") continue;
      const text = JSON.stringify(got);
      for (const canary of canaries) expect(text, `${name}: ${canary}`).not.toContain(canary);
      answers += own.canaries.some((canary) => text.includes(canary)) ? 1 : 0;
    }
    expect(answers).toBeGreaterThanOrEqual(role === "support" ? 4 : 9);
  });

  it("counts no more than it lists, and the next case is one's own or none", async () => {
    const manager = await person("manager");
    const [all] = await countCases(manager, [{}]);
    const { rows, count } = await listCases(manager, filterCases({}));
    expect([all?.count, count]).toEqual([rows.length, rows.length]);
    const [unknown] = await reading.countReverifications(manager, [{ state: ["unknown"] }]);
    expect(unknown?.count).toBe(1);
    const board = await readBoard(manager);
    expect(board.shares.reduce((sum, share) => sum + share.count, 0)).toBe(board.figures.open?.count);
    expect(board.oldest?.number).toBe(own.caseNumber);
  });

  it("changes nothing of another branch", async () => {
    const { number, version, status } = await company.db.case.findUniqueOrThrow({
      where: { number: foreign.caseNumber },
    });
    expect({ number, version, status }).toEqual({ number, version: 1, status: "open" });
    expect(await company.db.caseEvent.count({ where: { caseNumber: foreign.caseNumber } })).toBe(0);
    expect(await company.db.reconciliation.count({ where: { reverificationId: foreign.unknownId } })).toBe(1);
  });
});

it("whoever is given both branches, or none, sees both; what is of no branch only who is given none", async () => {
  const bare = await aBranchFull(company, null, null);
  const numbersOf = async (ctx: UserCtx) =>
    (await listCases(ctx, filterCases({ sort: "number" }))).rows.map(({ number }) => number);
  const both = await company.personOf("manager", company.branches);
  const all = [own, foreign].flatMap(({ caseNumber, closedNumber }) => [caseNumber, closedNumber]).sort();
  expect(await numbersOf(both)).toEqual(all);
  const boundless = { ...both, db: company.db, readDb: company.db, actor: { ...both.actor, scope: null } };
  expect(await numbersOf(boundless)).toEqual([...all, bare.caseNumber, bare.closedNumber].sort());
  expect(await readCase(both, bare.caseNumber)).toBeNull();
});

it("the next case that is due is taken of one's own branch alone", async () => {
  for (const fences of FENCES) {
    const ctx = await company.personOf("analyst", [own.branch ?? ""], fences);
    const taken = await work.takeNextCase(ctx);
    const after = await work.takeNextCase(ctx);
    expect([taken, after]).toMatchObject([
      { ok: true, value: { number: own.caseNumber } },
      { ok: false, failure: { code: "no_case_due" } },
    ]);
    const { version } = await company.db.case.findUniqueOrThrow({ where: { number: own.caseNumber } });
    await work.releaseCase(ctx, { number: own.caseNumber, version });
  }
});

/** Ids that nobody has. */
const nowhere = (): Full => ({
  ...foreign,
  caseNumber: 2_000_000_000,
  closedNumber: 2_000_000_001,
  reverificationId: randomUUID(),
  unknownId: randomUUID(),
  wordId: randomUUID(),
  referenceId: randomUUID(),
});
