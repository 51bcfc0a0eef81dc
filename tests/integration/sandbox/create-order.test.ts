import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LedgerEntry } from "#lib/sandbox/ledger.ts";
import { makeCapture, type Rig, startRig } from "#tests/integration/unico/rig.ts";
import { vectors } from "#tests/unit/unico/vectors.ts";
import { codeOf, create, getToken, goodClaims, IMAGE, MATCH } from "./caller.ts";

let rig: Rig;
let token: string;
beforeEach(async () => {
  rig = await startRig();
  token = await getToken(rig);
});
afterEach(() => rig.stop());

const FOREIGN = "80371b2a-3ac7-432e-866d-57fe37896ac6";
const as = (apikey: string) => ({ authorization: `Bearer ${token}`, apikey });
const plain = () => as(rig.sandbox.credentials.apiKey);
const live = () => as(rig.sandbox.credentials.apiKeyWithLiveness);
const put = async (switches: object) =>
  expect((await rig.control("PUT", "/switches", switches)).status).toBe(200);
const against = (imageBase64: string, referenceProcessId = MATCH) => ({ referenceProcessId, imageBase64 });
const told = async (headers: Record<string, string>, body: unknown) => {
  const response = await create(rig, headers, body);
  return [response.status, await codeOf(response)];
};
const bytes = (name: string) => Buffer.from(vectors.images[name]?.base64 ?? "", "base64");
const padded = (image: Buffer) =>
  Buffer.concat([image, Buffer.alloc(819_201 - image.length)]).toString("base64");

it("a creation that breaks every rule is told the first, and so on when that is mended", async () => {
  const { apiKey, apiKeyWithoutPermission } = rig.sandbox.credentials;
  const headers: Record<string, string> = { "content-type": "application/json" };
  const small = bytes("IMG_LOW_RES_639x480");
  const gif = bytes("IMG_GIF_1x1");
  let subject: object = {};
  const body = (more: object) => ({ subject, ...more });

  await put({ strictSubject: true, ratePerSecond: 1 });
  await create(rig, {}, "");
  const limited = await create(rig, headers, "");
  expect([limited.status, limited.headers.get("retry-after"), await limited.text()]).toEqual([429, "1", ""]);
  await put({ ratePerSecond: 10_000 });

  expect(await told(headers, "")).toEqual([400, "20001"]);
  headers.authorization = "Bearer nobody's";
  expect(await told(headers, "")).toEqual([400, "20002"]);
  headers.apikey = "nobody's";
  expect(await told(headers, "")).toEqual([403, "10501"]);
  headers.authorization = `Bearer ${token}`;
  await rig.control("POST", "/tokens/expire");
  expect(await told(headers, "")).toEqual([403, "10502"]);
  await put({ clockOffsetSeconds: 10 });
  token = await getToken(rig, goodClaims(rig, Date.now() + 10_000));
  headers.authorization = token;
  expect(await told(headers, "")).toEqual([403, "10201"]);
  headers.apikey = apiKeyWithoutPermission;
  expect(await told(headers, "")).toEqual([403, "30017"]);
  headers.apikey = apiKey;

  for (const text of ["", "null", "[]", '"x"', "{"])
    expect(await told(headers, text)).toEqual([400, "20003"]);
  expect(await told(headers, { subject: null })).toEqual([400, "20004"]);
  expect(await told(headers, { subject })).toEqual([400, "20005"]);
  subject = { code: "70101010193" };
  expect(await told(headers, body({}))).toEqual([400, "20006"]);
  subject = { code: "70101010193", name: "Ana" };
  expect(await told(headers, body({}))).toEqual([400, "20507"]);
  subject = { code: "70101010192", name: "Ana" };
  expect(await told(headers, body({}))).toEqual([400, "20003"]);
  expect(await told(headers, body({ referenceProcessId: "x" }))).toEqual([400, "20003"]);
  expect(await told(headers, body({ referenceProcessId: FOREIGN }))).toEqual([400, "20009"]);

  const picture = (imageBase64: string, reference = FOREIGN) =>
    told(headers, body(against(imageBase64, reference)));
  expect(await picture("data:image/gif;base64,%%%")).toEqual([400, "20900"]);
  expect(await picture(`data:image/gif;base64,${padded(gif)}`)).toEqual([400, "20505"]);
  expect(await picture(padded(gif))).toEqual([400, "20505"]);
  expect(await picture(`data:image/jpeg;base64,${padded(small)}`)).toEqual([400, "20505"]);
  expect(await picture(padded(small))).toEqual([400, "20506"]);
  expect(await picture(small.toString("base64"))).toEqual([400, "20807"]);
  expect(await picture(IMAGE)).toEqual([500, "510"]);
  expect(await rig.ledger()).toEqual([]);
  expect(await picture(IMAGE, MATCH)).toEqual([200, null]);
  expect(await rig.ledger()).toHaveLength(1);
});

describe("references", () => {
  it.each([
    ["500", 500, "510"],
    ["404", 404, "40004"],
    ["400", 400, "20003"],
  ])("unknown, switched to %s", async (unknownReference, status, code) => {
    await put({ unknownReference });
    expect(await told(plain(), against(IMAGE, FOREIGN))).toEqual([status, code]);
    expect(await rig.ledger()).toEqual([]);
  });
  it("in their newer form, and in capitals", async () => {
    await rig.control("PUT", `/references/${FOREIGN.toUpperCase()}`, {});
    const references = [
      { referenceType: "REFERENCE_TYPE_PROCESS_ID", referenceContent: FOREIGN.toUpperCase() },
    ];
    expect(await told(plain(), { references, imageBase64: IMAGE })).toEqual([200, null]);
    const [entry] = await rig.ledger();
    expect(entry).toMatchObject({ referenceProcessId: FOREIGN, outcome: "match" });
    expect(entry?.processId).not.toBe(FOREIGN);
    expect(entry?.processId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("captures", () => {
  it("a plain picture sent with a key with liveness is no capture, however bad the picture", async () => {
    expect(await told(live(), against(IMAGE))).toEqual([400, "10506"]);
    expect(await told(live(), against("%%%"))).toEqual([400, "10506"]);
  });
  it("one sent with a key without liveness is decoded, and nothing is said of liveness", async () => {
    const response = await create(rig, plain(), against(makeCapture()));
    expect([response.status, "liveness" in (await response.json())]).toEqual([200, false]);
    const lowRes = { image: vectors.images.IMG_LOW_RES_639x480?.base64, iat: 1, exp: 2 };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    expect(await told(plain(), against(`${part({})}.${part(lowRes)}.x`))).toEqual([400, "20807"]);
  });
  it("lives ten minutes, and what is checked first is its age", async () => {
    expect(await told(live(), against(makeCapture(Date.now(), 599)))).toEqual([200, null]);
    const old = makeCapture(Date.now(), 601);
    expect(await told(live(), against(old))).toEqual([400, "10507"]);
    expect(await told(live(), against(old))).toEqual([400, "10507"]);
  });
  it.each([
    [false, [200, null]],
    [true, [400, "10508"]],
  ])("counts as used at the check: %s", async (captureUsedAtCheck, second) => {
    await put({ captureUsedAtCheck });
    const capture = makeCapture();
    expect(await told(live(), against(capture, FOREIGN))).toEqual([500, "510"]);
    expect(await told(live(), against(capture))).toEqual(second);
    expect(await told(live(), against(capture))).toEqual([400, "10508"]);
  });
});

describe("answers", () => {
  it("401 without a body for token and key that are missing or bad, when switched so; a wrong key stays 403", async () => {
    await put({ authAs401: true });
    const headers = [{}, { authorization: "x" }, { authorization: "x", apikey: "x" }];
    for (const each of headers) {
      const response = await create(rig, each, "{}");
      expect([response.status, await response.text()]).toEqual([401, ""]);
    }
    expect(await told(as("nobody's"), "{}")).toEqual([403, "10201"]);
  });
  it("are strings or, switched so, booleans, now and when they are read again", async () => {
    const { apikey, authorization } = plain();
    for (const [booleans, value] of [
      [false, "true"],
      [true, true],
    ] as const) {
      await put({ booleans });
      const made = await (await create(rig, plain(), against(IMAGE))).json();
      expect(made.biometryToken.result).toBe(value);
      const url = `${rig.sandbox.idUrl}/processes/v1/${made.id}`;
      expect(await (await fetch(url, { headers: { apikey, authorization } })).json()).toEqual(made);
    }
  });
  it("status 5 has no other member, and reading it again is 410", async () => {
    await rig.fault({ kind: "status5" });
    const made = await (await create(rig, live(), against(makeCapture()))).json();
    expect(made).toEqual({ id: expect.any(String), status: 5 });
    const gone = await fetch(`${rig.sandbox.idUrl}/processes/v1/${made.id}`, { headers: live() });
    expect([gone.status, await gone.text()]).toEqual([410, ""]);
  });
  it("come as JSON in UTF-8, and to no page of another origin", async () => {
    const origin = { origin: "https://example.com", "access-control-request-method": "POST" };
    const paths = ["/processes/v1", `/processes/v1/${MATCH}`, `/client/v1/process/${MATCH}`, "/oauth2/token"];
    for (const method of ["OPTIONS", "GET", "POST"]) {
      for (const path of paths) {
        const response = await fetch(`${rig.sandbox.idUrl}${path}`, {
          method,
          headers: { ...live(), ...origin },
        });
        const names = [...response.headers.keys()].filter((name) => /^access-control|^vary/.test(name));
        expect([method, path, names]).toEqual([method, path, []]);
        if (method === "OPTIONS") expect(response.status).toBe(405);
        const text = await response.text();
        expect(response.headers.get("content-type")).toBe(text ? "application/json; charset=utf-8" : null);
      }
    }
  });
});

describe("GET /client/v1/process", () => {
  it("has timestamps of six digits, and long after its end neither selfie nor evidence", async () => {
    const url = (path: string) => `${rig.sandbox.cadastroUrl}/client/v1/process/${path}`;
    for (let row = 1; row <= 26; row += 1) {
      const id = `1dc4ec00-0000-4000-8000-${String(row).padStart(12, "0")}`;
      const { process } = await (await fetch(url(id), { headers: plain() })).json();
      for (const at of [process.createdAt, process.finishedAt ?? process.createdAt]) {
        expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      }
      for (const rest of ["selfie", "evidenceset"]) {
        const response = await fetch(url(`${id}/${rest}`), { headers: plain() });
        expect([response.status, (await response.json()).code]).toEqual([404, 5]);
      }
    }
  });
});

it("gives the selfie for eight hours after the end and the evidence for two, and neither before", async () => {
  const HOUR_MS = 3_600_000;
  const NOW_MS = 1_800_000_000_000;
  const ID = "1dc4ec00-0000-4000-8000-000000000999";
  await rig.stop();
  rig = await startRig({ nowMs: () => NOW_MS });
  token = await getToken(rig, goodClaims(rig, NOW_MS));
  const get = async (file: string) => {
    const url = `${rig.sandbox.cadastroUrl}/client/v1/process/${ID}/${file}`;
    const response = await fetch(url, { headers: plain() });
    const { code, contentType, fileContents = "" } = await response.json();
    const bytes = Buffer.from(fileContents, "base64");
    if (contentType === "image/png") expect((await sharp(bytes).metadata()).format).toBe("png");
    if (contentType === "application/pdf") expect(bytes.toString()).toMatch(/^%PDF-/);
    return contentType ?? `${response.status} ${code}`;
  };
  const [face, paper, none] = ["image/png", "application/pdf", "404 5"];
  for (const [state, afterMs, ...expected] of [
    ["FINISHED", 0, face, paper],
    ["FINISHED", 2 * HOUR_MS - 1, face, paper],
    ["FINISHED", 2 * HOUR_MS, face, none],
    ["FINISHED", 8 * HOUR_MS - 1, face, none],
    ["FINISHED", 8 * HOUR_MS, none, none],
    ["FINISHED", -1, none, none],
    ["CREATED", 0, none, none],
  ] as const) {
    const finishedAt = new Date(NOW_MS - afterMs).toISOString();
    await rig.control("PUT", `/processes/${ID}`, { state: `PROCESS_STATE_${state}`, finishedAt });
    expect([state, afterMs, await get("selfie"), await get("evidenceset")]).toEqual([
      state,
      afterMs,
      ...expected,
    ]);
  }
});

it("takes the first process among its references, wherever it stands", async () => {
  const face = { referenceType: "REFERENCE_TYPE_IMAGE_BASE64", referenceContent: IMAGE };
  const process = (referenceContent: unknown) => ({
    referenceType: "REFERENCE_TYPE_PROCESS_ID",
    referenceContent,
  });
  const against = (...references: unknown[]) => told(plain(), { references, imageBase64: IMAGE });
  expect(await against(face, null, process(MATCH.toUpperCase()), process(FOREIGN))).toEqual([200, null]);
  expect(await against(process("x"), process(MATCH))).toEqual([400, "20003"]);
  for (const references of [[], [face], ["x"], [{}]])
    expect(await against(...references)).toEqual([400, "20003"]);
  expect((await rig.ledger()).map(({ referenceProcessId }) => referenceProcessId)).toEqual([MATCH]);
});

it("keeps of a picture its hash alone, on every page of the control port", async () => {
  const capture = makeCapture();
  await create(rig, live(), { ...against(capture), subject: { name: "Ana Sintética", code: "70101010192" } });
  await create(rig, plain(), against(IMAGE));
  for (const path of ["/ledger", "/requests", "/faults", "/switches"]) {
    const text = await (await rig.control("GET", path)).text();
    for (const secret of [IMAGE.slice(100, 200), capture.slice(60, 120), "Sintética", "70101010192", token]) {
      expect(text).not.toContain(secret);
    }
  }
  const [first] = (await rig.ledger()) as LedgerEntry[];
  expect(first?.imageSha256).toMatch(/^[0-9a-f]{64}$/);
});

it("a body over 8 MB is refused with an answer that arrives", async () => {
  expect(await told(plain(), "x".repeat(8_000_001))).toEqual([413, null]);
});
