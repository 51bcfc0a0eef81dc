import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { outcomeOfReverification } from "#lib/unico/outcomes.ts";
import { readingOfIdCheck } from "#lib/unico/process-reading.ts";
import { keyOf, WARNINGS, wordOf, wordOfOutcome } from "#tests/unit/unico/vector-words.ts";
import { type Vector, vectors } from "#tests/unit/unico/vectors.ts";
import { countVectors, expectAnswerOf, idOf, pathOf, rows } from "./vector-count.ts";
import { startVectorRig, type VectorRig } from "./vector-rig.ts";

let rig: VectorRig;
beforeAll(async () => {
  rig = await startVectorRig();
});
afterEach(() => rig.reset());
afterAll(() => rig.stop());

const { meet, expectAllMet } = countVectors("read");

/** A malformed id: the sandbox refuses it, and our client never sends it. */
async function expectKeptBack(vector: Vector, read: (id: string) => Promise<unknown>): Promise<void> {
  await expectAnswerOf(vector, await rig.sendRaw(vector));
  const asked = await rig.requestCount(pathOf(vector));
  expect(await read(idOf(vector))).toMatchObject({ failure: { kind: "not_sent", why: "malformed" } });
  expect(await rig.requestCount(pathOf(vector))).toBe(asked);
}

describe("GET /processes/v1/{id}", () => {
  it.each(rows(vectors.getProcessApiContract))("$name", async (vector) => {
    const unico = rig.clientFor(vector);
    if (vector.response.status === 400) {
      await expectKeptBack(vector, unico.readValidation);
    } else {
      // What nobody created is not found; everything else the sandbox is told.
      if (vector.id !== "ga-404") await rig.give(vector, pathOf(vector), 2);
      await expectAnswerOf(vector, await rig.sendRaw(vector));
      const read = await unico.readValidation(idOf(vector));
      expect(
        read.ok
          ? wordOfOutcome(outcomeOfReverification(read.value.value, keyOf(vector)))
          : wordOf(read.failure),
      ).toBe(vector.expect.outcome);
    }
    meet("getProcessApiContract", vector.id);
  });
});

describe("GET /client/v1/process/{id}", () => {
  const TOLD = ["gp-seed-raw", "gp-e-403", "gp-e-404-wrapped", "gp-e-429", "gp-e-500"];

  it.each(rows(vectors.getProcess))("$name", async (vector) => {
    const { outcome } = vector.expect;
    const [path, id] = [pathOf(vector), idOf(vector)];
    const unico = rig.clientFor(vector, { tokens: await rig.tokensFor(vector) });
    meet("getProcess", vector.id);
    if (vector.id === "gp-e-400") return expectKeptBack(vector, unico.readProcess);
    if (TOLD.includes(vector.id)) await rig.give(vector, path, 9);
    else if (vector.response.body) await rig.control("PUT", `/processes/${id}`, vector.response.body);
    await expectAnswerOf(vector, await rig.sendRaw(vector));

    const read = await unico.readProcess(id);
    const [first] = read.ok ? read.value.attempts : read.failure.attempts;
    if (first?.verdict === "token") expect("token_refresh").toBe(outcome);
    else if (!read.ok) expect(wordOf(read.failure)).toBe(outcome);
    if (!read.ok || first?.verdict === "token") return;
    const reading = readingOfIdCheck(read.value.value);
    expect(reading.outcome).toBe(outcome);
    if (vector.expect.score !== undefined) expect(reading.score).toBe(vector.expect.score);
    for (const warning of vector.expect.warnings ?? []) expect(reading.warnings).toContain(WARNINGS[warning]);
    expect(JSON.parse(read.value.raw)).toEqual(vector.response.body);
  });
});

describe("what our client has no function for", () => {
  const list = [...vectors.getSelfie, ...vectors.getEvidenceSet];
  it.each(rows(list))("$name", async (vector) => {
    if (vector.response.status === 200) {
      // Outside its time window the file is not there; within it the sandbox is told what to answer.
      expect((await rig.sendRaw(vector)).status).toBe(404);
      await rig.give(vector, pathOf(vector));
    }
    await expectAnswerOf(vector, await rig.sendRaw(vector));
    meet(
      vectors.getSelfie.includes(vector) || vector.id.startsWith("gs") ? "getSelfie" : "getEvidenceSet",
      vector.id,
    );
  });
});

expectAllMet();
