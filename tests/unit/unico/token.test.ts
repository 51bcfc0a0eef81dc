import { createPublicKey, verify } from "node:crypto";
import { MockAgent } from "undici";
import { describe, expect, it } from "vitest";
import { createIssuedAt } from "#lib/unico/assertion.ts";
import { createTokenSource, renewalPointMs } from "#lib/unico/token.ts";
import { settings } from "./mock-unico.ts";
import { vectors, wireBody } from "./vectors.ts";

type Clock = { wallMs: number; monotonicMs: number };

/** A token service that answers from a list, and what it was sent. */
function createTokens(answers: readonly { readonly status: number; readonly body: string }[]) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const bodies: string[] = [];
  for (const { status, body } of answers) {
    agent
      .get(settings.authUrl)
      .intercept({ path: "/oauth2/token", method: "POST" })
      .reply(status, ({ body: sent }) => {
        bodies.push(String(sent));
        return body;
      });
  }
  const clock: Clock = { wallMs: 1_767_225_600_000, monotonicMs: 0 };
  const tokens = createTokenSource(settings, {
    dispatcher: agent,
    wallMs: () => clock.wallMs,
    monotonicMs: () => clock.monotonicMs,
  });
  return { agent, bodies, clock, tokens };
}

const granted = (token: string, seconds: number | string = 3_600) => ({
  status: 200,
  body: JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: seconds }),
});
const refused = (code: string) => ({
  status: 401,
  body: JSON.stringify({ error: "server_error", error_description: `Falha na autenticação ${code}` }),
});

const assertionOf = (body: string | undefined): string => new URLSearchParams(body).get("assertion") ?? "";
const partOf = (assertion: string, index: number) =>
  JSON.parse(Buffer.from(assertion.split(".")[index] ?? "", "base64url").toString("utf8"));

describe("the assertion", () => {
  it("has exactly the allowed claims and is signed with the key", async () => {
    const { bodies, tokens, agent } = createTokens([granted("a")]);
    await tokens.get();
    agent.assertNoPendingInterceptors();
    expect(bodies[0]).toMatch(/^grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=/);
    const assertion = assertionOf(bodies[0]);
    expect(partOf(assertion, 0)).toEqual({ alg: "RS256", typ: "JWT" });
    expect(partOf(assertion, 1)).toEqual(vectors.token[0]?.jwt?.claims);
    const [header, claims, signature] = assertion.split(".");
    const signed = Buffer.from(`${header}.${claims}`);
    const publicKey = createPublicKey(settings.privateKeyPem);
    expect(verify("RSA-SHA256", signed, publicKey, Buffer.from(signature ?? "", "base64url"))).toBe(true);
  });

  it("never has the second of an earlier one", () => {
    const issuedAt = createIssuedAt();
    const seconds = Array.from({ length: 1_000 }, () => issuedAt(1_767_225_600_123));
    expect(new Set(seconds).size).toBe(1_000);
    expect(seconds.every((second) => Number.isInteger(second) && second <= 1_767_225_600)).toBe(true);
  });
});

describe("vectors of the token service", () => {
  it.each(vectors.token.map((vector) => ({ ...vector, name: `${vector.id}: ${vector.title}` })))(
    "$name",
    async (vector) => {
      const answer = { status: vector.response.status, body: wireBody(vector.response) };
      const isSignedAgain = vector.expect.outcome === "new_assertion_once";
      const { agent, bodies, clock, tokens } = createTokens(
        isSignedAgain ? [answer, granted("second")] : [answer],
      );
      const result = await tokens.get();
      agent.assertNoPendingInterceptors();
      if (vector.expect.outcome === "ok") {
        expect(result.ok).toBe(true);
        expect(renewalPointMs(lifeOf(vector.response.body) * 1_000)).toBe(
          (vector.expect.refreshAfterSeconds ?? 0) * 1_000,
        );
        clock.monotonicMs = (vector.expect.refreshAfterSeconds ?? 0) * 1_000 - 1;
        expect(await tokens.get()).toEqual(result);
      } else if (isSignedAgain) {
        expect(result).toEqual({ ok: true, value: "second" });
        expect(assertionOf(bodies[0])).not.toBe(assertionOf(bodies[1]));
      } else {
        const failure = { kind: "refused", unicoCode: vector.expect.code ?? null };
        expect(result).toEqual({ ok: false, failure });
        // Not asked again at once: no interceptor is left, and asking would fail otherwise.
        expect(await tokens.get()).toEqual({ ok: false, failure });
      }
    },
  );
});

function lifeOf(body: unknown): number {
  return typeof body === "object" && body !== null && "expires_in" in body ? Number(body.expires_in) : 0;
}

describe("the token's life", () => {
  it("is asked for once by many at the same time", async () => {
    const { agent, bodies, tokens } = createTokens([granted("a")]);
    const all = await Promise.all(Array.from({ length: 200 }, () => tokens.get()));
    expect(all.every((result) => result.ok && result.value === "a")).toBe(true);
    expect(bodies).toHaveLength(1);
    agent.assertNoPendingInterceptors();
  });

  it("ends ten minutes ahead, whatever the wall clock does", async () => {
    const { clock, tokens } = createTokens([granted("a"), granted("b")]);
    await tokens.get();
    clock.wallMs -= 3_600_000;
    clock.monotonicMs = 2_999_999;
    expect(await tokens.get()).toEqual({ ok: true, value: "a" });
    clock.monotonicMs = 3_000_000;
    expect(await tokens.get()).toEqual({ ok: true, value: "b" });
  });

  it("outlives a failed renewal, and ends with the token", async () => {
    const { clock, tokens, bodies } = createTokens([granted("a"), refused("1.3.2"), granted("c")]);
    await tokens.get();
    clock.monotonicMs = 3_100_000;
    expect(await tokens.get()).toEqual({ ok: true, value: "a" });
    expect(await tokens.get()).toEqual({ ok: true, value: "a" });
    expect(bodies).toHaveLength(2);
    clock.monotonicMs = 3_600_000;
    expect(await tokens.get()).toEqual({ ok: true, value: "c" });
  });

  it("is over when Unico refuses it, but only for that token", async () => {
    const { bodies, tokens } = createTokens([granted("a"), granted("b")]);
    await tokens.get();
    tokens.invalidate("an older one");
    expect(await tokens.get()).toEqual({ ok: true, value: "a" });
    tokens.invalidate("a");
    expect(await tokens.get()).toEqual({ ok: true, value: "b" });
    expect(partOf(assertionOf(bodies[0]), 1).iat).not.toBe(partOf(assertionOf(bodies[1]), 1).iat);
  });

  it("stops asking for five minutes when the account is locked", async () => {
    const { clock, tokens, bodies } = createTokens([refused("1.2.18"), granted("a")]);
    await tokens.get();
    clock.monotonicMs = 299_999;
    expect(await tokens.get()).toMatchObject({ failure: { unicoCode: "1.2.18" } });
    expect(bodies).toHaveLength(1);
    clock.monotonicMs = 300_000;
    expect(await tokens.get()).toEqual({ ok: true, value: "a" });
  });

  it("says that a key is unreadable without sending anything", async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    const tokens = createTokenSource({ ...settings, privateKeyPem: "no key" }, { dispatcher: agent });
    expect(await tokens.get()).toEqual({ ok: false, failure: { kind: "key_unreadable" } });
  });
});
