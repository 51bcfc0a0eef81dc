import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { NewSignal } from "#lib/features/cases/new-case.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification, aSubject } from "#tests/support/factories.ts";
import { deskOver } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff } = deskOver(() => world.db);
const answer = (fraudsters: string, biometry: string) =>
  JSON.stringify({
    id: randomUUID(),
    status: 3,
    biometryToken: { result: biometry },
    identityFraudsters: { result: fraudsters },
  });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** A case that a 1:1 opened, with another that was started from inside it. */
async function aRepeatedCase() {
  const analyst = await staff();
  const { id: subjectId } = await aSubject(world.db);
  const { id: referenceId } = await aReference(world.db, { subjectId });
  const facts = { startedById: analyst.actor.id, subjectId, referenceId };
  const first = await aReverification(world.db, {
    ...facts,
    startedAt: minutesAgo(60),
    fraudsters: "yes",
    biometry: "no_match",
    outcome: "no_match_flagged",
    answer: answer("yes", "false"),
  });
  const { number } = await aCase(world.db, { subjectId, referenceId, reverificationId: first.id });
  const again = await aReverification(world.db, {
    ...facts,
    caseNumber: number,
    startedAt: minutesAgo(5),
    fraudsters: "inconclusive",
    biometry: "match",
    outcome: "match",
    answer: answer("inconclusive", "true"),
  });
  return { number, analyst, subjectId, referenceId, first, again, facts };
}

it("a 1:1 from inside the case stands beside the one that opened it, with what changed and the raw values", async () => {
  const { number, analyst, first, again } = await aRepeatedCase();
  const found = await readCase(analyst, number);
  expect(found?.answers.map(({ id }) => id)).toEqual([again.id, first.id]);
  expect(found?.answers[0]).toMatchObject({
    beside: { kind: "reverification", number: first.number },
    changes: [
      {
        signal: "fraudsters",
        earlier: { value: "yes", raw: "yes" },
        now: { value: "inconclusive", raw: "inconclusive" },
        isChanged: true,
      },
      { signal: "biometry", earlier: { raw: "false" }, now: { raw: "true" }, isChanged: true },
      { signal: "liveness", isChanged: false },
    ],
  });
  expect(found?.answers[1]).toMatchObject({ beside: null, changes: [] });
});

it("the first 1:1 of a case that a look-up opened stands beside what the look-up said", async () => {
  const analyst = await staff();
  const { id: subjectId } = await aSubject(world.db);
  const { id: referenceId } = await aReference(world.db, { subjectId });
  const { id: processId } = await world.db.process.create({
    data: {
      id: randomUUID(),
      subjectId,
      outcome: "review",
      state: "PROCESS_STATE_FINISHED",
      authenticationId: referenceId,
      fraudsters: "TRUST_RESULT_YES",
    },
    select: { id: true },
  });
  const { number } = await aCase(world.db, {
    subjectId,
    referenceId,
    processId,
    origin: "idcheck",
    biometry: null,
    liveness: null,
  });
  await aReverification(world.db, {
    startedById: analyst.actor.id,
    subjectId,
    referenceId,
    caseNumber: number,
    answer: answer("yes", "true"),
  });
  const found = await readCase(analyst, number);
  expect(found?.answers[0]).toMatchObject({
    beside: { kind: "opening" },
    changes: [
      { signal: "fraudsters", earlier: { raw: "TRUST_RESULT_YES" }, now: { raw: "yes" } },
      { signal: "biometry", earlier: { value: null, raw: null }, isChanged: true },
      { signal: "liveness" },
    ],
  });
  expect(found?.lineage).toMatchObject({
    referenceId,
    reference: { id: referenceId },
    processes: [{ id: processId }],
    source: null,
    more: 0,
  });
});

it("a graver 1:1 from inside the case joins it and still stands beside what the look-up said that opened it", async () => {
  const analyst = await staff();
  const { id: subjectId } = await aSubject(world.db);
  const { id: referenceId } = await aReference(world.db, { subjectId });
  const { id: processId } = await world.db.process.create({
    data: {
      id: randomUUID(),
      subjectId,
      outcome: "review",
      state: "PROCESS_STATE_FINISHED",
      authenticationId: referenceId,
      fraudsters: "TRUST_RESULT_YES",
      liveness: "LIVENESS_RESULT_LIVE",
      score: -52,
    },
    select: { id: true },
  });
  const signal = {
    subjectId,
    subsidiaryId: null,
    referenceId,
    fraudsters: "yes",
    outcome: null,
    biometry: null,
    liveness: "live",
  } as const;
  const arrives = (
    more: Pick<NewSignal, "origin" | "reverificationId" | "processId" | "score"> & Partial<NewSignal>,
  ) => world.db.$transaction((tx) => openForSignal(tx, programCtx(world.db), { ...signal, ...more }));
  const lookedUp = { origin: "idcheck", reverificationId: null, processId, score: -52 } as const;
  const number = (await arrives(lookedUp)) ?? 0;
  const { id } = await aReverification(world.db, {
    startedById: analyst.actor.id,
    subjectId,
    referenceId,
    caseNumber: number,
    answer: answer("yes", "true"),
  });
  const compared = { origin: "reverification", reverificationId: id, processId: null, score: null } as const;
  expect(await arrives({ ...compared, outcome: "match_flagged", biometry: "match" })).toBe(number);
  const found = await readCase(analyst, number);
  expect(found).toMatchObject({ processId, score: -52, reverificationId: id, biometry: "match" });
  expect(found?.raw).toMatchObject({ fraudsters: "yes", biometry: "true" });
  expect(found?.answers).toMatchObject([
    {
      id,
      beside: { kind: "opening" },
      changes: [
        { signal: "fraudsters", earlier: { value: "yes", raw: "TRUST_RESULT_YES" }, now: { raw: "yes" } },
        { signal: "biometry", earlier: { value: null, raw: null }, isChanged: true },
        { signal: "liveness", earlier: { value: "live", raw: "LIVENESS_RESULT_LIVE" } },
      ],
    },
  ]);
});

it("the oldest of very many stands beside the one before it, which is not shown", async () => {
  const { number, analyst, first, again, facts } = await aRepeatedCase();
  for (let i = 1; i <= 20; i += 1) {
    // What said nothing is stepped over.
    const silent = i === 1 ? ({ state: "failed", failure: "unico_error", outcome: null } as const) : {};
    const startedAt = minutesAgo(60 - i);
    await aReverification(world.db, { ...facts, ...silent, caseNumber: number, startedAt });
  }
  const answers = (await readCase(analyst, number))?.answers ?? [];
  expect(answers).toHaveLength(20);
  expect(answers[0]?.id).toBe(again.id);
  expect(answers.some(({ id }) => id === first.id)).toBe(false);
  expect(answers.at(-1)?.beside).toEqual({ kind: "reverification", number: first.number });
});

it("the lineage leads from an earlier 1:1 over the reference to all that was compared with it", async () => {
  const { number, analyst, referenceId, first, again, facts } = await aRepeatedCase();
  const source = await aReverification(world.db, {
    startedById: analyst.actor.id,
    unicoProcessId: referenceId,
    startedAt: minutesAgo(90),
  });
  for (let i = 0; i < 11; i += 1)
    await aReverification(world.db, { ...facts, startedAt: minutesAgo(70 + i) });
  const lineage = (await readCase(analyst, number))?.lineage;
  expect(lineage).toMatchObject({ source: { id: source.id }, processes: [], more: 3 });
  expect(lineage?.children.slice(0, 2).map(({ id }) => id)).toEqual([again.id, first.id]);
  expect(lineage?.children[1]?.opened).toEqual([{ number }]);
});

it("none of it is told to support, nor what belongs to another branch to whoever does not see that", async () => {
  const { number } = await aRepeatedCase();
  expect(await readCase(await staff("support"), number)).toMatchObject({ answers: [], lineage: null });
  const [here, there] = [randomUUID(), randomUUID()];
  await world.db.subsidiary.createMany({ data: [here, there].map((id) => ({ id, name: `Filial ${id}` })) });
  const analyst = await staff();
  const near = { ...analyst, actor: { ...analyst.actor, scope: [here] } };
  const { id: referenceId } = await aReference(world.db, { subsidiaryId: there });
  const facts = { startedById: analyst.actor.id, referenceId };
  const { number: own } = await aCase(world.db, { subsidiaryId: here, referenceId });
  await aReverification(world.db, { ...facts, subsidiaryId: there, caseNumber: own });
  const seen = await aReverification(world.db, { ...facts, subsidiaryId: here, caseNumber: own });
  const found = await readCase(near, own);
  expect(found?.answers.map(({ id }) => id)).toEqual([seen.id]);
  expect(found?.lineage).toMatchObject({ reference: null, children: [{ id: seen.id }], more: 0 });
});
