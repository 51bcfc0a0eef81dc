import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultMeanings } from "#lib/sandbox/faults.ts";
import { type Rig, startRig } from "#tests/integration/unico/rig.ts";
import { getToken, IMAGE, MATCH, type Seen, see } from "./caller.ts";

let rig: Rig;
let token: string;
beforeEach(async () => {
  rig = await startRig();
  token = await getToken(rig);
});
afterEach(() => rig.stop());

const CREATE = "/processes/v1";
const DOCUMENT = "/client/v1/process/1dc4ec00-0000-4000-8000-000000000011";
const headers = () => ({ authorization: `Bearer ${token}`, apikey: rig.sandbox.credentials.apiKey });
const body = (more: object = {}) =>
  JSON.stringify({ referenceProcessId: MATCH, imageBase64: IMAGE, ...more });
const make = (more: object = {}): Promise<Seen> =>
  see(`${rig.sandbox.idUrl}${CREATE}`, "POST", headers(), body(more));
const read = (path = DOCUMENT): Promise<Seen> => see(`${rig.sandbox.cadastroUrl}${path}`, "GET", headers());

type Expected = Partial<Seen> & { length?: number | "more" | "less" };
type Row = [kind: string, fault: object, seen: Expected, worked: number];

const rows: Row[] = [
  ["latency", { latencyMs: 50 }, { status: 200, end: "whole" }, 1],
  ["reset_before", {}, { status: null, end: "error", error: "ECONNRESET" }, 0],
  ["reset_after", {}, { status: null, end: "error", error: "ECONNRESET" }, 1],
  ["reset_after_headers", {}, { status: 200, end: "cut", error: "ECONNRESET", length: 0 }, 1],
  ["reset_in_body", {}, { status: 200, end: "cut", error: "ECONNRESET", length: "less" }, 1],
  ["half_close", {}, { status: null, end: "error", error: "ECONNRESET" }, 1],
  ["stall", {}, { status: null, end: "silent" }, 1],
  ["stall_in_body", {}, { status: 200, end: "silent", length: "less" }, 1],
  ["truncate", {}, { status: 200, end: "whole", length: "less" }, 1],
  ["short", {}, { status: 200, end: "cut" }, 1],
  ["endless", {}, { status: 200, end: "silent", error: "endless" }, 1],
  ["too_large", {}, { status: 200, end: "whole", length: "more" }, 1],
  ["html", {}, { status: 502, body: "<html><body>Bad Gateway</body></html>" }, 0],
  ["html", { status: 200 }, { status: 200, body: "<html><body>Bad Gateway</body></html>" }, 0],
  ["retry_429", {}, { status: 429, body: "" }, 0],
  ["status", { status: 401 }, { status: 401, body: "" }, 0],
  ["status", { status: 409 }, { status: 409, body: "" }, 0],
  ["status", { status: 415 }, { status: 415, body: "" }, 0],
  ...[500, 501, 502, 503, 504].map((status): Row => ["status", { status }, { status, body: "" }, 0]),
  ["status", { status: 503, isWorkedOn: true }, { status: 503, body: "" }, 1],
  ["html", { isWorkedOn: true }, { status: 502 }, 1],
];

describe("a creation that meets", () => {
  it.each(rows)("%s %j", async (kind, fault, expected, worked) => {
    await rig.fault({ kind, path: CREATE, ...fault });
    const { length, ...told } = expected;
    const seen = await make();
    expect(seen).toMatchObject(told);
    if (typeof length === "number") expect(seen.body).toHaveLength(length);
    if (length === "more") expect(seen.body.length).toBeGreaterThan(1_000_000);
    expect(await rig.ledger()).toHaveLength(worked);
    expect(await (await rig.control("GET", "/faults")).json()).toEqual([]);
    const whole = await make();
    expect(whole).toMatchObject({ status: 200, end: "whole" });
    if (length === "less") {
      expect(seen.body.length).toBeGreaterThan(0);
      expect(seen.body.length).toBeLessThan(whole.body.length);
    }
  });

  it("a latency is answered after it", async () => {
    await rig.fault({ kind: "latency", latencyMs: 120 });
    const startedMs = performance.now();
    await make();
    expect(performance.now() - startedMs).toBeGreaterThan(115);
  });

  it("a token that is said to have expired, and a process that ends with status 5", async () => {
    await rig.fault({ kind: "token_expired" });
    expect(JSON.parse((await make()).body).error.code).toBe("10502");
    await rig.fault({ kind: "token_expired" });
    expect(await read()).toMatchObject({ status: 401, body: "" });
    await rig.fault({ kind: "status5" });
    expect(JSON.parse((await make()).body)).toEqual({ id: expect.any(String), status: 5 });
    expect(await rig.ledger()).toHaveLength(1);
  });

  it("429 with Retry-After, and without", async () => {
    await rig.fault({ kind: "retry_429", retryAfterSeconds: 12 });
    expect((await make()).headers["retry-after"]).toBe("12");
    await rig.fault({ kind: "retry_429" });
    expect((await make()).headers["retry-after"]).toBeUndefined();
  });

  it("a length that is one too small says so, and the body goes on", async () => {
    await rig.fault({ kind: "long" });
    const seen = await make();
    expect(() => JSON.parse(seen.body.slice(0, Number(seen.headers["content-length"])))).toThrow();
    expect(await rig.ledger()).toHaveLength(1);
  });

  it("an answer without its id, with booleans, with values that nobody knows", async () => {
    await rig.fault({ kind: "no_id" });
    expect(JSON.parse((await make()).body)).not.toHaveProperty("id");
    await rig.fault({ kind: "boolean" });
    expect(JSON.parse((await make()).body).biometryToken).toEqual({ result: true });
    await rig.fault({ kind: "unknown_values" });
    expect(JSON.parse((await make()).body)).toMatchObject({
      id: expect.any(String),
      status: 3,
      biometryToken: { result: "SOMETHING_NEW" },
      identityFraudsters: { result: "SOMETHING_NEW" },
      liveness: 9,
    });
    await rig.fault({ kind: "unknown_values", values: { status: 9, "riskLevel.result": "retry" } });
    expect(JSON.parse((await make()).body)).toMatchObject({ status: 9, riskLevel: { result: "retry" } });
  });
});

describe("errors in the words of each service", () => {
  it.each([
    [CREATE, { status: 500, code: "10700" }, { error: { code: "10700", description: "Falha Interna!" } }],
    [DOCUMENT, { status: 500, code: "99999" }, { code: 99999, message: "Internal failure! Try again later" }],
    [DOCUMENT, { status: 403, code: "7" }, { code: 7, message: "no permission" }],
    [
      "/oauth2/token",
      { status: 401, code: "1.3.1" },
      { error: "server_error", error_description: "Falha na autenticação 1.3.1" },
    ],
  ])("%s %j", async (path, fault, expected) => {
    await rig.fault({ kind: "status", path, ...fault });
    const response = await fetch(`${rig.sandbox.idUrl}${path}`, path === DOCUMENT ? {} : { method: "POST" });
    expect([response.status, await response.json()]).toEqual([fault.status, expected]);
  });
});

describe("an answer of any kind", () => {
  const DEEP = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const bomb = gzipSync(Buffer.alloc(5_000_000, " "));
  it.each([
    ["a byte order mark", { body: '\uFEFF{"id":"x"}' }, '\xEF\xBB\xBF{"id":"x"}', 200],
    ["depth", { body: DEEP }, DEEP, 200],
    ["a member twice", { body: '{"id":1,"id":2}' }, '{"id":1,"id":2}', 200],
    ["a strange status", { status: 299, body: "{}" }, "{}", 299],
    ["bytes", { base64: bomb.toString("base64") }, bomb.toString("latin1"), 200],
  ])("%s", async (_name, fault, expected, status) => {
    const type = "application/json";
    await rig.fault({ kind: "raw", headers: { "content-type": type, "content-encoding": "gzip" }, ...fault });
    const seen = await make();
    expect([seen.status, seen.body === expected]).toEqual([status, true]);
    expect(seen.headers).toMatchObject({ "content-type": type, "content-encoding": "gzip" });
    expect(await rig.ledger()).toHaveLength(1);
  });
  it("before any work, when it is to be", async () => {
    await rig.fault({ kind: "raw", status: 418, isWorkedOn: false });
    expect(await make()).toMatchObject({ status: 418, body: "" });
    expect(await rig.ledger()).toEqual([]);
  });
  it("that is no HTTP", async () => {
    await rig.fault({ kind: "wire", body: "HTTP/9.9 nonsense\r\n\r\n" });
    expect(await make()).toMatchObject({ status: null, end: "error", error: expect.stringMatching(/^HPE_/) });
  });
});

describe("which requests a fault strikes", () => {
  it("those of its path and method, as often as it says, the first fault first", async () => {
    await rig.fault({ kind: "status", status: 503, path: "/client/", count: 2 });
    await rig.fault({ kind: "status", status: 500, path: "/client/" });
    await rig.fault({ kind: "status", status: 502, method: "GET", path: CREATE });
    expect((await make()).status).toBe(200);
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await read()).status);
    expect(statuses).toEqual([503, 503, 500, 200]);
    expect((await read(`${CREATE}/${MATCH}`)).status).toBe(502);
  });
  it("those of its reference, or of its client reference, so that tests side by side do not meet", async () => {
    const other = "0e5f0000-0000-4000-8000-000000000011";
    await rig.fault({ kind: "status", status: 500, reference: other.toUpperCase() });
    await rig.fault({ kind: "status", status: 502, clientReference: "mine" });
    expect((await make({ subject: { clientReference: "yours" } })).status).toBe(200);
    expect((await make({ subject: { clientReference: "mine" } })).status).toBe(502);
    expect((await make({ referenceProcessId: other })).status).toBe(500);
  });
  it("those of documents too", async () => {
    await rig.fault({ kind: "unknown_values" });
    expect(JSON.parse((await read()).body).process).toMatchObject({
      result: "PROCESS_RESULT_SOMETHING_NEW",
      authenticationInfo: { livenessResult: "LIVENESS_RESULT_SOMETHING_NEW" },
    });
    await rig.fault({ kind: "no_id" });
    expect(JSON.parse((await read()).body).process).not.toHaveProperty("id");
  });
});

describe("faults that are none", () => {
  it.each([
    ["{", "no JSON"],
    ['{"kind":"toString"}', "unknown kind of fault"],
    ['[{"kind":"stall"},{"kind":"?"}]', "unknown kind of fault"],
    ['{"kind":"status","status":99}', "status is no HTTP status"],
    ['{"kind":"raw","headers":{"a b":"c"}}', "headers that cannot be sent"],
    ['{"kind":"raw","headers":{"a":"b\\nc"}}', "headers that cannot be sent"],
  ])("%s", async (text, error) => {
    const response = await fetch(`${rig.sandbox.controlUrl}/faults`, { method: "POST", body: text });
    expect([response.status, await response.json()]).toEqual([400, { error }]);
    expect(await (await rig.control("GET", "/faults")).json()).toEqual([]);
  });
});

it("every kind is met by a test above", () => {
  const met = rows.map(([kind]) => kind);
  const alone = ["long", "no_id", "boolean", "unknown_values", "raw", "wire", "status5", "token_expired"];
  expect([...new Set([...met, ...alone])].sort()).toEqual(Object.keys(faultMeanings).sort());
});
