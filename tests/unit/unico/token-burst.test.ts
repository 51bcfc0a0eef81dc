import { expect, it } from "vitest";
import { ok } from "#lib/result.ts";
import { type Gate, openGate } from "#lib/unico/gate.ts";
import { createTokenSource } from "#lib/unico/token.ts";
import { createInput, createMockUnico, settings } from "./mock-unico.ts";

const CALLS = 40;
/** So many requests, and Unico refuses the first token. */
const GOOD_FOR = 5;
const ANSWER = { id: "00000000-0000-4000-8000-000000000001", status: 1 };
const REFUSED = { error: { code: "10502", message: "The informed token is expired" } };

/** One turn after the other, in the order in which they were asked for, each when the test says so. */
function createQueue() {
  const waiting: (() => void)[] = [];
  const requests = { left: 0, answered: 0 };
  const gate: Gate = {
    ...openGate,
    async enter({ host }) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
      if (host === "auth") requests.left += 1;
      return ok(undefined);
    },
    saw() {
      requests.answered += 1;
    },
  };
  return { gate, requests, next: () => waiting.shift()?.() };
}

it("calls that wait for a turn while the token is refused leave one by one, none with the refused one", async () => {
  const { gate, requests, next } = createQueue();
  const { agent } = createMockUnico();
  const tokens = createTokenSource(settings, { dispatcher: agent, gate });
  const { unico } = createMockUnico({ dispatcher: agent, tokens, gate });
  let asked = 0;
  agent
    .get(settings.authUrl)
    .intercept({ path: "/oauth2/token", method: "POST" })
    .reply(200, () => {
      asked += 1;
      return { access_token: asked === 1 ? "old" : "new", token_type: "Bearer", expires_in: 3_600 };
    })
    .times(2);
  const sentWith: string[] = [];
  agent
    .get(settings.idUrl)
    .intercept({ path: "/processes/v1", method: "POST" })
    .reply(({ headers }): { statusCode: number; data: object } => {
      sentWith.push(String(Object(headers).authorization));
      const isBad = sentWith.length > GOOD_FOR && sentWith.at(-1) === "Bearer old";
      return isBad ? { statusCode: 403, data: REFUSED } : { statusCode: 200, data: ANSWER };
    })
    .times(2 * CALLS);

  let settled = 0;
  const beforeSend = async () => {
    requests.left += 1;
    return true;
  };
  const calls = Array.from({ length: CALLS }, async () => {
    const called = await unico.createProcess(createInput, { beforeSend });
    settled += 1;
    return called.ok;
  });
  const leftInTurn: number[] = [];
  while (settled < CALLS) {
    const before = requests.left;
    next();
    await new Promise(setImmediate);
    while (requests.answered < requests.left) await new Promise(setImmediate);
    // What an answer sets free leaves at its own turn only.
    await new Promise(setImmediate);
    leftInTurn.push(requests.left - before);
  }
  expect(await Promise.all(calls)).toEqual(Array(CALLS).fill(true));
  expect(Math.max(...leftInTurn)).toBe(1);
  expect(asked).toBe(2);
  expect(sentWith).toEqual([
    ...Array(GOOD_FOR + 1).fill("Bearer old"),
    ...Array(CALLS - GOOD_FOR).fill("Bearer new"),
  ]);
}, 60_000);
