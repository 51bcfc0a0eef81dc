import { describe, expect, it } from "vitest";
import { ok } from "#lib/result.ts";
import { type Gate, openGate } from "#lib/unico/gate.ts";
import { createTokenSource } from "#lib/unico/token.ts";
import { createInput, createMockUnico, settings } from "./mock-unico.ts";

const token = (name: string) => ({ access_token: name, token_type: "Bearer", expires_in: 3_600 });
const ANSWER = { id: "00000000-0000-4000-8000-000000000001", status: 1 };

/** A client on a clock of its own, which a pause moves on; and what its gate was told. */
function createWaiting(gate: Partial<Gate> = {}) {
  const clock = { ms: 0 };
  const backOffs: number[] = [];
  const whole: Gate = {
    ...openGate,
    backOff: async (ms) => {
      backOffs.push(ms);
    },
    ...gate,
  };
  const { agent } = createMockUnico();
  const monotonicMs = () => clock.ms;
  const tokens = createTokenSource(settings, { dispatcher: agent, gate: whole, monotonicMs });
  const pausesMs: number[] = [];
  const sleep = async (ms: number) => {
    pausesMs.push(ms);
    clock.ms += ms;
  };
  const { unico } = createMockUnico({ dispatcher: agent, tokens, gate: whole, sleep });
  const asked = { times: 0 };
  const answerToken = (status: number, body: object, headers: Record<string, string> = {}) =>
    agent
      .get(settings.authUrl)
      .intercept({ path: "/oauth2/token", method: "POST" })
      .reply(
        status,
        () => {
          asked.times += 1;
          return body;
        },
        { headers },
      );
  const sentWith: string[] = [];
  agent
    .get(settings.idUrl)
    .intercept({ path: "/processes/v1", method: "POST" })
    .reply(200, ({ headers }) => {
      sentWith.push(String(Object(headers).authorization));
      return ANSWER;
    })
    .times(2);
  return { clock, backOffs, tokens, pausesMs, unico, asked, answerToken, sentWith };
}

describe("a token service that says 429", () => {
  it.each([
    ["12", 12_000, 12_000],
    [undefined, null, 1_000],
    ["86400", 86_400_000, 60_000],
  ])(
    "with Retry-After %s: everybody holds back, and nobody asks before",
    async (header, retryAfterMs, pauseMs) => {
      const { clock, tokens, asked, backOffs, answerToken } = createWaiting();
      answerToken(429, {}, header === undefined ? {} : { "retry-after": header });
      expect(await tokens.get()).toEqual({ ok: false, failure: { kind: "busy", retryAfterMs } });
      expect(backOffs).toEqual([retryAfterMs ?? 1_000]);
      answerToken(200, token("a"));
      clock.ms = pauseMs - 1;
      expect(await tokens.get()).toEqual({ ok: false, failure: { kind: "busy", retryAfterMs: 1 } });
      expect(asked.times).toBe(1);
      clock.ms = pauseMs;
      expect(await tokens.get()).toEqual(ok("a"));
    },
  );

  it("a call waits as long as it says, and then leaves", async () => {
    const { unico, pausesMs, sentWith, answerToken } = createWaiting();
    answerToken(429, {}, { "retry-after": "7" });
    answerToken(200, token("a"));
    expect(await unico.createProcess(createInput)).toMatchObject({ ok: true });
    expect(pausesMs).toEqual([7_000]);
    expect(sentWith).toEqual(["Bearer a"]);
  });

  it("a call that would wait too long was not sent, for that cause", async () => {
    const { unico, sentWith, answerToken } = createWaiting();
    answerToken(429, {}, { "retry-after": "50" });
    const failure = { kind: "not_sent", why: "busy", attempts: [] };
    expect(await unico.createProcess(createInput)).toEqual({ ok: false, failure });
    expect(sentWith).toEqual([]);
  });
});

describe("a token that ends while its call waits for a turn", () => {
  function createEnding() {
    let turns = 0;
    const waiting = createWaiting({
      enter: async ({ host }) => {
        if (host === "id") turns += 1;
        if (turns === 1) waiting.clock.ms = 3_600_000;
        return ok(undefined);
      },
    });
    waiting.answerToken(200, token("a"));
    return waiting;
  }

  it("is not sent: the call leaves with the next one", async () => {
    const { unico, sentWith, answerToken } = createEnding();
    answerToken(200, token("b"));
    expect(await unico.createProcess(createInput)).toMatchObject({ ok: true });
    expect(sentWith).toEqual(["Bearer b"]);
  });

  it("without a next one nothing is about to leave", async () => {
    const { unico, sentWith, answerToken } = createEnding();
    answerToken(401, { error_description: "1.3.2" });
    const announced: unknown[] = [];
    const beforeSend = async (previous: unknown) => announced.push(previous) > 0;
    expect(await unico.createProcess(createInput, { beforeSend })).toMatchObject({
      failure: { kind: "not_sent", why: "credentials" },
    });
    expect([announced, sentWith]).toEqual([[], []]);
  });
});

it("a renewal that hangs is not waited for while the token is good", async () => {
  const hanging = Promise.withResolvers<void>();
  let isFirst = true;
  const { clock, tokens, answerToken } = createWaiting({
    async enter() {
      if (!isFirst) await hanging.promise;
      isFirst = false;
      return ok(undefined);
    },
  });
  answerToken(200, token("a"));
  expect(await tokens.get()).toEqual(ok("a"));
  clock.ms = 3_000_000;
  expect(await tokens.get()).toEqual(ok("a"));
  expect(await tokens.get(0)).toEqual(ok("a"));
  answerToken(200, token("b"));
  hanging.resolve();
  await expect.poll(() => tokens.get()).toEqual(ok("b"));
});
