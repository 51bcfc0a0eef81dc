import { describe, expect, it } from "vitest";
import { createInput, createMockUnico, grantTokens, type MockUnico, settings } from "./mock-unico.ts";

const CREATE = { path: "/processes/v1", method: "POST" };
const answer = { id: "00000000-0000-4000-8000-000000000001", status: 3 };

const creation = ({ agent }: MockUnico) => agent.get(settings.idUrl).intercept(CREATE);
const coded = (code: string, name = "ECONNREFUSED") => Object.assign(new Error(name), { code });

describe("createProcess", () => {
  it("sends the wire's own names, the picture as base64 and the key", async () => {
    const mock = createMockUnico();
    grantTokens(mock, 1);
    let sent: { headers: unknown; body: string } = { headers: {}, body: "" };
    creation(mock).reply(200, ({ headers, body }) => {
      sent = { headers, body: String(body) };
      return answer;
    });
    const result = await mock.unico.createProcess({
      ...createInput,
      subsidiaryId: "9a7d2f7e-1b7e-4f0e-8a51-3f3d2c6b0002",
      clientReference: "attempt-1",
    });
    expect(sent.headers).toMatchObject({
      authorization: "Bearer token-1",
      apikey: "a-key",
      "accept-encoding": "identity",
    });
    expect(JSON.parse(sent.body)).toEqual({
      subject: { code: "11122233396", name: "Pessoa Teste A", clientReference: "attempt-1" },
      referenceProcessId: createInput.referenceProcessId,
      subsidiaryId: "9a7d2f7e-1b7e-4f0e-8a51-3f3d2c6b0002",
      imageBase64: Buffer.from("a picture").toString("base64"),
    });
    expect(result).toMatchObject({ ok: true, value: { raw: JSON.stringify(answer), httpStatus: 200 } });
    if (result.ok) expect(result.value.attempts).toHaveLength(1);
    mock.agent.assertNoPendingInterceptors();
  });

  it("passes a capture of the Web SDK on untouched, and leaves an absent subject out", async () => {
    const mock = createMockUnico();
    grantTokens(mock, 1);
    let body: unknown;
    creation(mock).reply(200, (request) => {
      body = JSON.parse(String(request.body));
      return answer;
    });
    await mock.unico.createProcess({ referenceProcessId: createInput.referenceProcessId, image: "ey.J.x" });
    expect(body).toEqual({ referenceProcessId: createInput.referenceProcessId, imageBase64: "ey.J.x" });
  });

  it("refuses a malformed reference here, at no cost", async () => {
    const { unico } = createMockUnico();
    const result = await unico.createProcess({ ...createInput, referenceProcessId: "abc" });
    expect(result).toEqual({ ok: false, failure: { kind: "not_sent", why: "malformed", attempts: [] } });
  });

  it("tries three times to connect, then says that nothing was sent", async () => {
    const mock = createMockUnico();
    grantTokens(mock, 1);
    creation(mock).replyWithError(coded("ECONNREFUSED")).times(3);
    const result = await mock.unico.createProcess(createInput);
    expect(result).toMatchObject({ ok: false, failure: { kind: "not_sent", why: "unreachable" } });
    if (!result.ok)
      expect(result.failure.attempts.map(({ verdict }) => verdict)).toEqual(Array(3).fill("not_sent"));
    expect(mock.pausesMs).toEqual([250, 500]);
    mock.agent.assertNoPendingInterceptors();
  });

  it("heals by itself when the connection comes back", async () => {
    const mock = createMockUnico();
    grantTokens(mock, 1);
    creation(mock).replyWithError(coded("ENOTFOUND"));
    creation(mock).reply(200, answer);
    expect(await mock.unico.createProcess(createInput)).toMatchObject({ ok: true });
  });

  it("ends unsent when no token can be had", async () => {
    const mock = createMockUnico();
    mock.agent
      .get(settings.authUrl)
      .intercept({ path: "/oauth2/token", method: "POST" })
      .reply(503, "")
      .times(3);
    const result = await mock.unico.createProcess(createInput);
    expect(result).toEqual({ ok: false, failure: { kind: "not_sent", why: "unreachable", attempts: [] } });
    mock.agent.assertNoPendingInterceptors();
  });

  it("renews a refused token once and sends once more", async () => {
    const mock = createMockUnico();
    grantTokens(mock, 2);
    creation(mock).reply(403, { error: { code: "10502", description: "" } });
    let authorization: unknown;
    creation(mock).reply(200, ({ headers }) => {
      authorization = new Headers(Object(headers)).get("authorization");
      return answer;
    });
    const result = await mock.unico.createProcess(createInput);
    expect(authorization).toBe("Bearer token-2");
    if (!result.ok) throw new Error(result.failure.kind);
    expect(result.value.attempts.map(({ verdict }) => verdict)).toEqual(["token", "done"]);
  });

  it.each([
    ["no JSON", 200, "<html></html>", "unreadable"],
    ["cut JSON", 200, '{"id":"00000000-0000', "unreadable"],
    ["no id", 200, '{"status":3}', "unreadable"],
    ["an empty id", 200, '{"id":"","status":3}', "unreadable"],
    ["an array", 200, "[]", "unreadable"],
    ["an empty body", 200, "", "unreadable"],
    ["more than a megabyte", 200, `{"id":"${"x".repeat(1_000_001)}"}`, "unreadable"],
    ["500", 500, "", "server_error"],
    ["503", 503, "{}", "server_error"],
    ["504", 504, "<html></html>", "server_error"],
    ["a redirect", 302, "", "server_error"],
  ])("%s stays unknown and is never sent again", async (_name, status, body, why) => {
    const mock = createMockUnico();
    grantTokens(mock, 1);
    creation(mock).reply(status, body, { headers: { location: "/elsewhere" } });
    const result = await mock.unico.createProcess(createInput);
    expect(result).toMatchObject({ ok: false, failure: { kind: "unknown", why, httpStatus: status } });
    if (!result.ok) expect(result.failure.attempts).toHaveLength(1);
    mock.agent.assertNoPendingInterceptors();
  });
});

describe("reads", () => {
  const ID = "00000000-0000-4000-8000-000000000101";
  const read = ({ agent }: MockUnico) =>
    agent.get(settings.cadastroUrl).intercept({ path: `/client/v1/process/${ID}`, method: "GET" });

  it("repeats after a broken answer", async () => {
    const mock = createMockUnico();
    grantTokens(mock, 1);
    read(mock).reply(500, { code: 99_999, message: "" });
    read(mock).reply(200, "<html>");
    read(mock).reply(200, { process: { id: ID, state: "PROCESS_STATE_CREATED" } });
    const result = await mock.unico.readProcess(ID);
    if (!result.ok) throw new Error(result.failure.kind);
    expect(result.value.value).toMatchObject({ id: ID, result: null, capacities: [], createdAt: null });
    expect(result.value.attempts).toHaveLength(3);
  });

  it.each([
    [404, "not_found"],
    [410, "gone"],
    [400, "refused"],
  ])("%i is %s, and not repeated", async (status, kind) => {
    const mock = createMockUnico();
    grantTokens(mock, 1);
    read(mock).reply(status, { code: 5, message: "" });
    expect(await mock.unico.readProcess(ID)).toMatchObject({ ok: false, failure: { kind } });
  });
});
