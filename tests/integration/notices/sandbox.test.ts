import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Rig, startRig } from "#tests/integration/unico/rig.ts";

let rig: Rig;
let receiver: Server;
let url: string;
let statuses: number[];
let got: { headers: IncomingHttpHeaders; body: string }[];
beforeAll(async () => {
  rig = await startRig();
  receiver = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    got.push({ headers: request.headers, body });
    response.writeHead(statuses.shift() ?? 204, { location: "/elsewhere" }).end();
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const address = receiver.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/hook`;
});
afterAll(async () => {
  receiver.close();
  receiver.closeAllConnections();
  await rig.stop();
});
beforeEach(() => {
  [statuses, got] = [[], []];
});
afterEach(() => rig.control("PUT", "/webhook", null));

const send = async (body: object) => {
  const response = await rig.control("POST", "/notices", body);
  return { status: response.status, ...(await response.json()) };
};
const listed = async () => (await (await rig.control("GET", "/notices")).json()).notices;

describe("the sandbox's notices", () => {
  it("are posted as Unico posts them, as often as told, with the headers that are set", async () => {
    const processId = randomUUID();
    const headers = { authorization: "Basic c2VjcmV0" };
    const members = { processId, state: "PROCESS_STATE_FINISHED", lastEvent: "EVENT_TYPE_SESSION_ENDED" };
    const { notices } = await send({ url, headers, ...members, flow: "idcheck", count: 3 });
    expect(notices).toMatchObject(Array(3).fill({ processId, tries: 1, status: 204 }));
    expect(got).toHaveLength(3);
    expect(JSON.parse(got[0]?.body ?? "")).toEqual({ ...members, flow: "idcheck" });
    expect(got[0]?.headers).toMatchObject({ ...headers, "content-type": "application/json" });
    expect(JSON.stringify(await listed())).not.toContain("c2VjcmV0");
  });

  it("are sent again up to three times while nothing confirms them", async () => {
    statuses = [500, 429];
    expect((await send({ url, processId: randomUUID() })).notices).toMatchObject([{ tries: 3, status: 204 }]);
    statuses = [503, 503, 503, 503, 204];
    expect((await send({ url, processId: randomUUID() })).notices).toMatchObject([{ tries: 4, status: 503 }]);
    const nobody = "http://127.0.0.1:1/";
    expect((await send({ url: nobody, processId: randomUUID() })).notices).toMatchObject([
      { tries: 4, status: null },
    ]);
  });

  it("follow no redirect, and may be any text", async () => {
    statuses = [302, 302, 302, 302];
    expect((await send({ url, text: "{broken" })).notices).toMatchObject([{ tries: 4, status: 302 }]);
    expect(got.map(({ body }) => body)).toEqual(Array(4).fill("{broken"));
  });

  it("go to the webhook that is set, doubled, and with other headers when told so", async () => {
    await rig.control("PUT", "/webhook", { url, headers: { "x-key": "right" }, duplicates: 1 });
    await send({ processId: randomUUID() });
    await send({ processId: randomUUID(), headers: { "x-key": "wrong" } });
    expect(got.map(({ headers }) => headers["x-key"])).toEqual(["right", "wrong"]);
    const id = randomUUID();
    for (const state of ["CREATED", "FINISHED", "FINISHED"])
      await rig.control("PUT", `/processes/${id}`, { id, state: `PROCESS_STATE_${state}`, flow: "idcheck" });
    await expect.poll(() => got.length).toBe(4);
    expect(JSON.parse(got.at(-1)?.body ?? "")).toEqual({
      processId: id,
      state: "PROCESS_STATE_FINISHED",
      flow: "idcheck",
    });
  });

  it.each([
    ["/webhook", "PUT", { headers: {} }],
    ["/webhook", "PUT", { url: "file:///etc/passwd" }],
    ["/webhook", "PUT", { url: "http://127.0.0.1/", headers: { "a b": "c" } }],
    ["/webhook", "PUT", { url: "http://127.0.0.1/", duplicates: -1 }],
    ["/notices", "POST", { processId: "x" }],
    ["/notices", "POST", { url: "http://127.0.0.1/", count: 1.5 }],
  ])("%s refuses %s %o", async (path, method, body) => {
    expect((await rig.control(method, path, body)).status).toBe(400);
  });
});
