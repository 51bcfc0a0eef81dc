import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { findReferences } from "#lib/features/references/finding.ts";
import { listReverificationChoices } from "#lib/features/reverifications/choices.ts";
import { countReverifications, listReverifications } from "#lib/features/reverifications/reading.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aReference, aReverification, aSubject } from "#tests/support/factories.ts";

let world: World;
let me: UserCtx;
let other: UserCtx;
let person: { id: string; cpf: string };
let numbers: Record<"match" | "alert" | "unknown" | "old", number>;
let referenceId: string;

beforeAll(async () => {
  world = await openWorld();
  [me, other] = [await ctxFor(world.db, "analyst"), await ctxFor(world.db, "manager")];
  person = await aSubject(world.db, { name: "Conceição Araújo Prado" });
  referenceId = (await aReference(world.db, { subjectId: person.id })).id;
  const mine = { startedById: me.actor.id };
  const match = await aReverification(world.db, mine);
  const alert = await aReverification(world.db, {
    startedById: other.actor.id,
    outcome: "match_flagged",
    fraudsters: "yes",
    subjectId: person.id,
    referenceId,
  });
  const unknown = await aReverification(world.db, {
    ...mine,
    state: "unknown",
    failure: "unknown_timeout",
    outcome: null,
    fraudsters: null,
    biometry: null,
    liveness: null,
  });
  const old = await aReverification(world.db, { ...mine, startedAt: new Date("2026-03-10T02:30:00Z") });
  numbers = { match: match.number, alert: alert.number, unknown: unknown.number, old: old.number };
});
afterAll(() => world.end());

const filterOf = (params: Record<string, string | string[]>) => readAddress(reverificationTable, params);
async function found(params: Record<string, string | string[]>) {
  const listed = await listReverifications(me, filterOf(params).filter);
  expect(listed.rows).toHaveLength(listed.count);
  const names = Object.entries(numbers).map(([name, number]) => [number, name] as const);
  return listed.rows.map(({ number }) => new Map(names).get(number));
}

describe("the list of re-verifications", () => {
  it("shows the newest first, or as its heads say", async () => {
    expect(await found({})).toEqual(["unknown", "alert", "match", "old"]);
    expect(await found({ sort: "number" })).toEqual(["match", "alert", "unknown", "old"]);
  });
  it.each<[Record<string, string | string[]>, string[]]>([
    [{ state: "unknown" }, ["unknown"]],
    [{ state: ["unknown", "completed"] }, ["unknown", "alert", "match", "old"]],
    [{ outcome: "match_flagged" }, ["alert"]],
    [{ fraudsters: "yes" }, ["alert"]],
    [{ startedBy: "me" }, ["unknown", "match", "old"]],
    // Half past eleven at night in São Paulo.
    [{ startedFrom: "2026-03-09", startedTo: "2026-03-09" }, ["old"]],
    [{ q: "conceicao" }, ["alert"]],
    [{ q: "nobody of this name" }, []],
  ])("%o", async (params, expected) => {
    expect(await found(params)).toEqual(expected);
  });
  it("finds a number as people say it, an id, a reference and a person", async () => {
    expect(await found({ q: `R-${numbers.alert}` })).toEqual(["alert"]);
    expect(await found({ q: String(numbers.match) })).toEqual(["match"]);
    expect(await found({ q: referenceId })).toEqual(["alert"]);
    expect(await found({ reference: referenceId })).toEqual(["alert"]);
    expect(await found({ subject: person.id })).toEqual(["alert"]);
  });
  it("leaves out what makes no sense, and any CPF, and says so", () => {
    const { filter, dropped } = filterOf({
      q: "701.010.101-92",
      state: ["unknown", "lost"],
      sort: "cpf",
      after: "1",
    });
    expect(dropped.sort()).toEqual(["after", "q", "sort", "state"]);
    expect(filter).toMatchObject({ q: undefined, state: ["unknown"], sort: "-startedAt" });
  });
  it("counts what it would show", async () => {
    const counts = await countReverifications(me, [{}, { state: ["unknown"] }, { startedBy: ["me"] }]);
    expect(counts.map(({ count }) => count)).toEqual([4, 1, 3]);
  });
  it("is masked, and nothing for support", async () => {
    const listed = await listReverifications(me, filterOf({ fraudsters: "yes" }).filter);
    expect(JSON.stringify(listed)).not.toContain(person.cpf);
    expect(listed.rows[0]?.person?.name).toBe("Conceição Araújo Prado");
    const support = await ctxFor(world.db, "support");
    await expect(listReverifications(support, filterOf({}).filter)).rejects.toBeInstanceOf(Forbidden);
  });
});

describe("the finder of references", () => {
  it("finds by id, by CPF and by name, masked, and tells of a search by CPF", async () => {
    for (const typed of [referenceId, ` ${referenceId.toUpperCase()} `, person.cpf, "araujo"]) {
      const references = await findReferences(me, typed);
      expect(references.map(({ id }) => id)).toEqual([referenceId]);
      expect(references[0]).toMatchObject({ used: 1, person: { name: "Conceição Araújo Prado" } });
      expect(JSON.stringify(references)).not.toContain(person.cpf);
    }
    const told = await world.db.auditEvent.findMany({ where: { action: "subject.search" } });
    expect(told).toMatchObject([{ actorId: me.actor.id, entityId: person.id }]);
  });
  it("shows the newest first and at most six", async () => {
    const many = await aSubject(world.db, { name: "Zuleica Bento" });
    const made = [];
    for (let i = 0; i < 8; i += 1)
      made.push(await aReference(world.db, { subjectId: many.id, createdAt: new Date(2026, 1, 1 + i) }));
    const references = await findReferences(me, "zuleica");
    expect(references.map(({ id }) => id)).toEqual(
      made
        .toReversed()
        .slice(0, 6)
        .map(({ id }) => id),
    );
  });
  it.each([
    "",
    "x",
    "aaaaaaaa----------------------------",
    "80371b2a-3ac7-432e-866d-57fe37896ac6",
    "%",
    "__",
  ])("finds nothing for %j", async (typed) => {
    expect(await findReferences(me, typed)).toEqual([]);
  });
});

it("offers whom the filter names by their names, so that applying another keeps them", async () => {
  const filter = reverificationTable.parse({ startedBy: ["me", other.actor.id] });
  const { people } = await listReverificationChoices(me, filter);
  expect(people).toEqual([{ id: other.actor.id, name: other.actor.name }]);
  expect((await listReverificationChoices(me, reverificationTable.parse({}))).people).toEqual([]);
});

it("knows those that were answered from those that a person settled", async () => {
  const answered = await aReverification(world.db, { startedById: me.actor.id, referenceId });
  const settled = await aReverification(world.db, { startedById: me.actor.id, referenceId });
  const [startedAt, finishedAt] = [new Date(), new Date()];
  await world.db.reverificationAttempt.createMany({
    data: [
      { reverificationId: answered.id, startedAt, finishedAt, verdict: "busy" },
      { reverificationId: answered.id, startedAt, finishedAt, verdict: "done" },
      { reverificationId: settled.id, startedAt, finishedAt, verdict: "unknown" },
    ],
  });
  const { rows } = await listReverifications(me, reverificationTable.parse({ answered: "yes" }));
  expect(rows.map(({ id }) => id)).toEqual([answered.id]);
});
