import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readError } from "#lib/unico/errors.ts";
import { type Vector, vectors } from "#tests/unit/unico/vectors.ts";
import { makeCapture, picture, type Rig, startRig } from "./rig.ts";

const NOW_MS = vectors.fixedClock.unixSeconds * 1_000;
const KNOWN_REFERENCE = "4b0c4f0e-6f0b-4a52-9f6e-0d7a5a1c0001";
const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const foreign = keyPair();
const retired = keyPair();

let rig: Rig;
let nowMs: number;
beforeEach(async () => {
  nowMs = NOW_MS;
  rig = await startRig({ nowMs: () => nowMs, retiredKeys: [retired.publicKey] });
  await rig.control("PUT", `/references/${KNOWN_REFERENCE}`, { outcome: "match" });
});
afterEach(() => rig.stop());

const rows = (list: readonly Vector[]) =>
  list.map((vector) => ({ ...vector, name: `${vector.id}: ${vector.title}` }));

/** Signs the claims of a vector; its own address stands for UAT's. */
async function sign({ jwt }: Vector, more: Record<string, unknown> = {}): Promise<string> {
  if (!jwt || jwt.signedWith === "not a JWT at all") return "not-a-jwt";
  const keys = { "foreign key": foreign.privateKey, "retired key": retired.privateKey };
  const key = Object.entries(keys).find(([name]) => name === jwt.signedWith)?.[1];
  const ownKey = createPrivateKey(rig.sandbox.credentials.privateKeyPem);
  const aud = String(jwt.claims.aud).replace("https://identityhomolog.acesso.io", rig.sandbox.authUrl);
  const signed = await new SignJWT({ ...jwt.claims, aud, ...more })
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .sign(key ?? ownKey);
  const header = Buffer.from(JSON.stringify(jwt.header)).toString("base64url");
  return jwt.header.alg === "RS256" ? signed : signed.replace(/^[^.]+/, header);
}

const askToken = (assertion: string, grantType = GRANT) =>
  fetch(`${rig.sandbox.authUrl}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: grantType, assertion }),
  });

async function getToken(): Promise<string> {
  const [vector] = vectors.token;
  if (!vector) throw new Error("no vector");
  return (await (await askToken(await sign(vector))).json()).access_token;
}

/** What no assertion can bring about: state of the account, of the address, of the hour, and of the answer's form. */
const NOT_FORCED = ["1.0.14", "1.2.11", "1.2.14", "1.2.18", "1.3.1", "1.3.2"];

describe("token service", () => {
  const list = vectors.token.filter(
    ({ id, expect }) =>
      !NOT_FORCED.includes(expect.code ?? "") && !["tk-ok-string-expiry", "tk-ok-short-ttl"].includes(id),
  );
  it.each(rows(list))("$name", async (vector) => {
    const assertion = await sign(vector);
    if (vector.expect.code === "1.2.7") await askToken(assertion);
    const response = await askToken(assertion, vector.request.form?.grant_type);
    expect(response.status).toBe(vector.response.status);
    const code = readError(await response.text()).code;
    expect(code).toBe(vector.expect.code ?? null);
  });

  it("locks the account after five bad signatures, for five minutes", async () => {
    const [good] = vectors.token;
    const bad = vectors.token.find(({ id }) => id === "tk-1.2.21");
    if (!good || !bad) throw new Error("no vector");
    for (let count = 0; count < 5; count += 1) await askToken(await sign(bad));
    expect(readError(await (await askToken(await sign(good))).text()).code).toBe("1.2.18");
    nowMs += 300_000;
    expect((await askToken(await sign(good))).status).toBe(200);
  });

  it("answers only POST, and without CORS headers", async () => {
    const response = await fetch(`${rig.sandbox.authUrl}/oauth2/token`, { method: "OPTIONS" });
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

let token = "";
let expiredToken = "";
const usedCapture = makeCapture(NOW_MS);

const STRICT = ["20004", "20005", "20006"];

/** The value that a placeholder of the vectors stands for. */
function fill(value: string): string {
  const { apiKey, apiKeyWithLiveness, apiKeyWithoutPermission } = rig.sandbox.credentials;
  const fixed: Readonly<Record<string, string>> = {
    "{{APIKEY_1TO1_BA}}": apiKey,
    "{{APIKEY_LIVE_1TO1_BA}}": apiKeyWithLiveness,
    "{{APIKEY_NO_PERMISSION}}": apiKeyWithoutPermission,
    "{{SDK_CAPTURE}}": makeCapture(NOW_MS),
    "{{SDK_CAPTURE_USED}}": usedCapture,
    "{{SDK_CAPTURE_EXPIRED}}": makeCapture(NOW_MS, 601),
    "{{IMG_TOO_LARGE}}": Buffer.concat([picture, Buffer.alloc(819_201 - picture.length)]).toString("base64"),
    "Bearer {{ACCESS_TOKEN}}": `Bearer ${token}`,
    "Bearer {{ACCESS_TOKEN_EXPIRED}}": `Bearer ${expiredToken}`,
  };
  return fixed[value] ?? vectors.images[value.replace(/[{}]/g, "")]?.base64 ?? value;
}

async function post(vector: Vector): Promise<Response> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(vector.request.headers)) headers[name] = fill(value);
  const body: Record<string, unknown> = { ...vector.request.body };
  if (typeof body.imageBase64 === "string") body.imageBase64 = fill(body.imageBase64);
  return fetch(`${rig.sandbox.idUrl}/processes/v1`, {
    method: "POST",
    headers,
    body: vector.request.bodyRaw ?? JSON.stringify(body),
  });
}

describe("POST /processes/v1, errors in their order", () => {
  // Faults and states of the account, which no request brings about.
  const causes = [
    "cp-e-401",
    "cp-e-409",
    "cp-e-429",
    "cp-e-429-nohdr",
    "cp-e-500-510",
    "cp-e-502",
    "cp-e-415",
  ];
  const accounts = ["cp-e-500-10700", "cp-e-500-20502"];
  const list = vectors.createProcess.filter(
    ({ id, response }) => response.status !== 200 && ![...causes, ...accounts].includes(id),
  );
  it.each(rows(list))("$name", async (vector) => {
    if (STRICT.includes(vector.expect.code ?? "")) {
      await rig.stop();
      rig = await startRig({ nowMs: () => nowMs, strictSubject: true });
      await rig.control("PUT", `/references/${KNOWN_REFERENCE}`, { outcome: "match" });
    }
    nowMs = NOW_MS - 3_500_000;
    expiredToken = await tokenAt(nowMs);
    nowMs = NOW_MS + 200_000;
    token = await tokenAt(nowMs);
    nowMs = NOW_MS + 200_001;
    if (JSON.stringify(vector.request.body ?? {}).includes("CAPTURE_USED")) {
      await post(vector);
    }
    const response = await post(vector);
    expect(response.status).toBe(vector.response.status);
    expect(await response.json()).toEqual(vector.response.body);
    expect((await rig.ledger()).length).toBe(vector.expect.code === "10508" ? 1 : 0);
  });
});

async function tokenAt(atMs: number): Promise<string> {
  const [vector] = vectors.token;
  if (!vector) throw new Error("no vector");
  const iat = Math.floor(atMs / 1_000);
  return (await (await askToken(await sign(vector, { iat, exp: iat + 3_600 }))).json()).access_token;
}

it("token trouble is 401 without a body when switched so", async () => {
  await rig.stop();
  rig = await startRig({ authAs401: true });
  const response = await fetch(`${rig.sandbox.idUrl}/processes/v1`, { method: "POST", body: "{}" });
  expect([response.status, await response.text()]).toEqual([401, ""]);
});

it("more than ten a second are refused with Retry-After, and not worked on", async () => {
  await rig.stop();
  rig = await startRig({ nowMs: () => nowMs, ratePerSecond: 10 });
  const headers = { authorization: `Bearer ${await getToken()}` };
  const url = `${rig.sandbox.cadastroUrl}/client/v1/process/${crypto.randomUUID()}`;
  const statuses: number[] = [];
  for (let count = 0; count < 12; count += 1) statuses.push((await fetch(url, { headers })).status);
  expect(statuses).toEqual([...Array(10).fill(404), 429, 429]);
  nowMs += 1_000;
  expect((await fetch(url, { headers })).status).toBe(404);
});
