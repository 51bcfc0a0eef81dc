import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Rig, startRig } from "#tests/integration/unico/rig.ts";
import { askToken, assertionOf, type Claims, codeOf, GRANT, getToken, goodClaims, see } from "./caller.ts";

const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const foreign = keyPair();
const retired = keyPair();

let rig: Rig;
let nowMs = 0;
beforeEach(async () => {
  nowMs = 1_800_000_000_000;
  rig = await startRig({ nowMs: () => nowMs, retiredKeys: [retired.publicKey] });
});
afterEach(() => rig.stop());

const tokenUrl = () => `${rig.sandbox.authUrl}/oauth2/token`;
const ask = async (claims: Claims, signing = {}) =>
  codeOf(await askToken(rig, assertionOf(rig, claims, signing)));
const bad = () => ask(goodClaims(rig, nowMs), { key: foreign.privateKey });

describe("a request that breaks every rule is told the first, and so on when that is mended", () => {
  it("of the request", async () => {
    const type = "text/plain";
    const post = (headers: Record<string, string>, body: string) =>
      fetch(tokenUrl(), { method: "POST", headers: { "content-type": type, ...headers }, body });
    expect((await fetch(tokenUrl())).status).toBe(405);
    expect(await (await post({}, "grant_type=x")).json()).toMatchObject({ error: "invalid_request" });
    const form = { "content-type": "Application/X-WWW-Form-Urlencoded; charset=utf-8" };
    const lookalike = { "content-type": "application/x-www-form-urlencoded2" };
    expect(await (await post(lookalike, "grant_type=x")).json()).toMatchObject({ error: "invalid_request" });
    const unsupported = await post(form, "grant_type=x");
    expect([unsupported.status, await unsupported.json()]).toMatchObject([
      400,
      { error: "unsupported_grant_type" },
    ]);
    const missing = await post(form, `grant_type=${encodeURIComponent(GRANT)}`);
    expect([missing.status, await codeOf(missing)]).toEqual([401, "1.2.20"]);
  });

  it("of the assertion", async () => {
    const good = assertionOf(rig, goodClaims(rig, nowMs));
    const [header = "", claims = "", signature = ""] = good.split(".");
    for (const text of [
      `${header}.${claims}`,
      `${good}.x`,
      `%%.${claims}.${signature}`,
      `${header}.${claims}.`,
    ]) {
      expect([text.length, await codeOf(await askToken(rig, text))]).toEqual([text.length, "1.2.20"]);
    }
    let wrong: Claims = {
      ...goodClaims(rig, nowMs),
      iss: "sandbox_app",
      sub: "somebody",
      jti: "1",
      scope: undefined,
      aud: `${rig.sandbox.authUrl}/`,
      iat: "1",
      exp: 1,
    };
    const mended = async (claims: Claims, signing = {}) => {
      wrong = { ...wrong, ...claims };
      return ask(wrong, signing);
    };
    const { account, tenant } = rig.sandbox.credentials;
    const { iss, aud } = goodClaims(rig, nowMs);
    const iat = nowMs / 1_000;
    const strange = { key: foreign.privateKey };
    expect(await mended({}, { header: { alg: "HS256" }, ...strange })).toBe("1.2.5");
    expect(await mended({}, { header: { alg: "RS256", typ: "JWS" }, ...strange })).toBe("1.2.5");
    expect(await mended({}, strange)).toBe("1.0.1");
    expect(await mended({ iss: `${account}@another.iam.acesso.io` }, strange)).toBe("1.0.1");
    expect(await mended({ iss: `other_app@${tenant}.iam.acesso.io` }, strange)).toBe("1.2.11");
    expect(await mended({ iss }, strange)).toBe("1.2.21");
    expect(await mended({}, { key: retired.privateKey })).toBe("1.2.6");
    expect(await mended({})).toBe("1.2.19");
    expect(await mended({ sub: undefined })).toBe("1.2.22");
    expect(await mended({ jti: undefined })).toBe("1.1.1");
    expect(await mended({ scope: "read" })).toBe("1.2.5");
    expect(await mended({ scope: "*" })).toBe("1.2.5");
    expect(await mended({ aud })).toBe("1.2.5");
    expect(await mended({ iat: iat - 8_000.5 })).toBe("1.2.5");
    expect(await mended({ iat: iat - 8_000, exp: iat - 8_000 })).toBe("1.2.5");
    expect(await mended({ exp: iat - 4_399 })).toBe("1.2.5");
    expect(await mended({ exp: iat - 4_400 })).toBe("1.2.4");
    expect(await mended({ iat: iat + 61, exp: iat + 600 })).toBe("1.2.5");
    expect(await mended({ iat: iat + 60 })).toBe(null);
    expect(await mended({})).toBe("1.2.7");
  });

  it("ends in a token that is not to be stored", async () => {
    const response = await askToken(rig, assertionOf(rig, goodClaims(rig, nowMs)));
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 3_600,
    });
  });
});

describe("the lock after five bad signatures in a minute", () => {
  it("lasts five minutes to the millisecond", async () => {
    for (let count = 0; count < 5; count += 1) expect(await bad()).toBe("1.2.21");
    nowMs += 299_999;
    expect(await ask(goodClaims(rig, nowMs))).toBe("1.2.18");
    nowMs += 1;
    expect(await ask(goodClaims(rig, nowMs))).toBe(null);
  });
  it("does not come of five in a longer time, nor of other failures", async () => {
    for (let count = 0; count < 4; count += 1) await bad();
    for (let count = 0; count < 5; count += 1) await ask({ ...goodClaims(rig, nowMs), jti: String(count) });
    nowMs += 60_000;
    expect(await bad()).toBe("1.2.21");
    expect(await ask(goodClaims(rig, nowMs))).toBe(null);
  });
  it("comes before the signature is looked at, and of a retired key too", async () => {
    for (let count = 0; count < 5; count += 1) {
      expect(await ask(goodClaims(rig, nowMs), { key: retired.privateKey })).toBe("1.2.6");
    }
    expect(await bad()).toBe("1.2.18");
    await rig.control("POST", "/reset");
    expect(await bad()).toBe("1.2.21");
  });
});

describe("switches of the token service", () => {
  const put = async (switches: object) =>
    expect((await rig.control("PUT", "/switches", switches)).status).toBe(200);

  it("the life of a token", async () => {
    await put({ tokenLifeSeconds: 30 });
    const headers = { authorization: `Bearer ${await getToken(rig, goodClaims(rig, nowMs))}` };
    const url = `${rig.sandbox.cadastroUrl}/client/v1/process/1dc4ec00-0000-4000-8000-000000000001`;
    nowMs += 29_999;
    expect((await fetch(url, { headers })).status).toBe(200);
    nowMs += 1;
    expect((await fetch(url, { headers })).status).toBe(401);
  });
  it("how far ahead an assertion may be dated", async () => {
    const ahead = () => ask(goodClaims(rig, nowMs + 5_000));
    await put({ tokenSkewSeconds: 4 });
    expect(await ahead()).toBe("1.2.5");
    await put({ tokenSkewSeconds: 5 });
    expect(await ahead()).toBe(null);
  });
  it("its clock, and the Date of its answers", async () => {
    await put({ clockOffsetSeconds: -3_600 });
    const response = await askToken(rig, assertionOf(rig, goodClaims(rig, nowMs)));
    expect(Date.parse(response.headers.get("date") ?? "")).toBe(nowMs - 3_600_000);
    expect(await codeOf(response)).toBe("1.2.5");
    expect(await ask(goodClaims(rig, nowMs - 3_600_000))).toBe(null);
  });
  it("a key that is no longer accepted, until it is taken back", async () => {
    const retire = (retired: unknown) => rig.control("PUT", "/key", { retired });
    expect((await retire(true)).status).toBe(204);
    expect(await ask(goodClaims(rig, nowMs))).toBe("1.2.6");
    expect((await retire("no")).status).toBe(400);
    expect(await ask(goodClaims(rig, nowMs - 1_000))).toBe("1.2.6");
    expect((await retire(false)).status).toBe(204);
    expect(await ask(goodClaims(rig, nowMs - 2_000))).toBe(null);
    await retire(true);
    await rig.control("POST", "/reset");
    expect(await ask(goodClaims(rig, nowMs - 3_000))).toBe(null);
  });
  it("its own address, or the one that the request was sent to", async () => {
    const { port } = new URL(rig.sandbox.authUrl);
    let asked = 0;
    const askAt = (host: string, aud: string) => {
      asked += 1;
      return see(
        `http://127.0.0.1:${port}/oauth2/token`,
        "POST",
        { host, "content-type": "application/x-www-form-urlencoded" },
        new URLSearchParams({
          grant_type: GRANT,
          assertion: assertionOf(rig, { ...goodClaims(rig, nowMs - asked * 1_000), aud }),
        }).toString(),
      );
    };
    const here = `localhost:${port}`;
    expect((await askAt(here, `http://${here}`)).status).toBe(200);
    expect((await askAt(here, rig.sandbox.authUrl)).status).toBe(200);
    expect((await askAt(here, `http://${here}/`)).body).toContain("1.2.5");
    expect((await askAt(here, "http://another.test")).body).toContain("1.2.5");
    await put({ audience: "http://proxy.test:1" });
    expect((await askAt(here, `http://${here}`)).body).toContain("1.2.5");
  });
  it("its own address behind a proxy", async () => {
    await put({ audience: "http://proxy.test:1" });
    expect(await ask(goodClaims(rig, nowMs))).toBe("1.2.5");
    expect(await ask({ ...goodClaims(rig, nowMs), aud: "http://proxy.test:1" })).toBe(null);
  });
});
