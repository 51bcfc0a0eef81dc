import { describe, expect, it } from "vitest";
import { readError } from "#lib/unico/errors.ts";
import { outcomeOfReverification } from "#lib/unico/outcomes.ts";
import { readingOfIdCheck } from "#lib/unico/process-reading.ts";
import { createInput, createMockUnico, grantTokens, type MockUnico } from "./mock-unico.ts";
import { keyOf, WARNINGS, wordOf, wordOfOutcome } from "./vector-words.ts";
import { type Vector, vectors, wireBody } from "./vectors.ts";

const rows = (list: readonly Vector[]) =>
  list.map((vector) => ({ ...vector, name: `${vector.id}: ${vector.title}` }));

/** A refusal of the token is met twice: the client renews and sends once more. */
const timesOf = (vector: Vector): number => (vector.expect.outcome === "token_refresh" ? 2 : 1);

function answerWith({ agent }: MockUnico, vector: Vector, times: number): void {
  const url = new URL(vector.request.url);
  agent
    .get(url.origin)
    .intercept({ path: url.pathname, method: vector.request.method })
    .reply(vector.response.status, wireBody(vector.response), {
      headers: { ...vector.response.headers },
    })
    .times(times);
}

describe("POST /processes/v1", () => {
  it.each(rows(vectors.createProcess))("$name", async (vector) => {
    const mock = createMockUnico();
    grantTokens(mock, timesOf(vector));
    // A rate limit is waited for until the patience is over: four pauses, or one as long as the header says.
    const isLimited = vector.expect.outcome === "rate_limited";
    answerWith(mock, vector, isLimited ? (vector.expect.retryAfterSeconds ? 2 : 5) : timesOf(vector));
    const result = await mock.unico.createProcess(createInput);
    const word = result.ok
      ? wordOfOutcome(outcomeOfReverification(result.value.value, keyOf(vector)))
      : wordOf(result.failure);
    expect(word).toBe(vector.expect.outcome);
    if (result.ok) expect(result.value.raw).toBe(wireBody(vector.response));
    if (isLimited)
      expect(mock.pausesMs).toEqual(vector.expect.retryAfterSeconds ? [12_000] : [1000, 2000, 4000, 8000]);
    mock.agent.assertNoPendingInterceptors();
  });
});

describe("GET /processes/v1/{id}", () => {
  // The one malformed id never leaves the program, so its answer is never met.
  const list = vectors.getProcessApiContract.filter(({ id }) => id !== "ga-400");
  it.each(rows(list))("$name", async (vector) => {
    const mock = createMockUnico();
    grantTokens(mock, 1);
    answerWith(mock, vector, 1);
    const result = await mock.unico.readValidation(vector.request.url.split("/").at(-1) ?? "");
    const word = result.ok
      ? wordOfOutcome(outcomeOfReverification(result.value.value, keyOf(vector)))
      : wordOf(result.failure);
    expect(word).toBe(vector.expect.outcome);
    mock.agent.assertNoPendingInterceptors();
  });
});

describe("GET /client/v1/process/{id}", () => {
  const list = vectors.getProcess.filter(({ id }) => id !== "gp-e-400");
  it.each(rows(list))("$name", async (vector) => {
    const mock = createMockUnico();
    grantTokens(mock, timesOf(vector));
    const isRepeated = ["server_error", "malformed_body"].includes(vector.expect.outcome);
    const isLimited = vector.expect.outcome === "rate_limited";
    answerWith(mock, vector, isRepeated ? 3 : isLimited ? 4 : timesOf(vector));
    const result = await mock.unico.readProcess(vector.request.url.split("/").at(-1) ?? "");
    if (result.ok) {
      const reading = readingOfIdCheck(result.value.value);
      expect(reading.outcome).toBe(vector.expect.outcome);
      if (vector.expect.score !== undefined) expect(reading.score).toBe(vector.expect.score);
      for (const warning of vector.expect.warnings ?? [])
        expect(reading.warnings).toContain(WARNINGS[warning]);
    } else {
      expect(wordOf(result.failure)).toBe(vector.expect.outcome);
    }
    mock.agent.assertNoPendingInterceptors();
  });

  it.each(["gp-e-400", "ga-400"])("%s never leaves the program", async () => {
    const { unico } = createMockUnico();
    for (const read of [unico.readProcess("abc"), unico.readValidation("../oauth2/token")]) {
      expect(await read).toMatchObject({ ok: false, failure: { kind: "not_sent", why: "malformed" } });
    }
  });
});

describe("error bodies", () => {
  it.each(vectors.errorBodyVariants)("$id", (variant) => {
    expect(readError(wireBody(variant))).toEqual(variant.parsed);
  });

  const coded = [
    ...vectors.createProcess,
    ...vectors.getProcess,
    ...vectors.getProcessApiContract,
    ...vectors.token,
  ];
  it.each(rows(coded.filter((vector) => vector.expect.code !== undefined)))("code of $name", (vector) => {
    expect(readError(wireBody(vector.response)).code).toBe(vector.expect.code);
  });
});
