import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#lib/features/context.ts";
import { aUser, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { AUTHENTIC, jobs, SECRET, serveWebhook } from "./rig.ts";

let world: World;
let ctx: Ctx;
beforeAll(async () => {
  world = await openWorld();
  ctx = programCtx(world.db);
  // So that there is a newest event.
  await serveWebhook(ctx).then(async (server) => {
    await server.post({}, {});
    await server.stop();
  });
});
afterAll(() => world.end());

const notice = (processId: string, more: object = {}) => ({
  processId,
  state: "PROCESS_STATE_FINISHED",
  flow: "idcheck",
  ...more,
});

/** Id of a 1:1 of ours of which nobody knows how it ended: what a forger would like to settle. */
async function anUnknown(): Promise<string> {
  const unicoProcessId = randomUUID();
  await aReverification(world.db, {
    startedById: (await aUser(world.db, "analyst")).id,
    unicoProcessId,
    state: "unknown",
    failure: "unknown_timeout",
    outcome: null,
  });
  return unicoProcessId;
}

describe("what is no notice of Unico's", () => {
  const countAll = async () => ({
    notices: await world.db.unicoNotice.count(),
    jobs: (await jobs(world.url)).length,
  });

  it.each([
    ["no credential", {}],
    ["another's", { "x-api-key": "a-secret-for-these-tests-onlx" }],
    ["ours in another place", { authorization: "a-secret-for-these-tests-only" }],
    ["a session", { cookie: "contraprova=abc" }],
  ])("is refused with %s, and nothing is kept of it but an event", async (_, headers) => {
    const server = await serveWebhook(ctx);
    const unicoProcessId = await anUnknown();
    const [before, { seq }] = [await countAll(), await newestEvent()];
    const answer = await server.post(notice(unicoProcessId, { state: "FORGED" }), {
      ...headers,
      "user-agent": "forger/1",
    });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toBe("");
    expect(await countAll()).toEqual(before);
    const events = await world.db.auditEvent.findMany({ where: { seq: { gt: seq } } });
    expect(events).toMatchObject([
      {
        action: "notice.refuse",
        actorKind: "unknown",
        outcome: "refused",
        entityType: "notice",
        entityId: null,
        detail: { why: "credential" },
      },
    ]);
    const told = JSON.stringify(events, (_name, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    for (const secret of [unicoProcessId, "FORGED", "forger", ...Object.values(headers)])
      expect(told).not.toContain(secret);
    await server.stop();
  });

  it("is everything where no secret is set", async () => {
    const server = await serveWebhook(ctx, { secret: undefined });
    for (const headers of [{}, AUTHENTIC, { authorization: "" }, { authorization: "undefined" }])
      expect((await server.post(notice(randomUUID()), headers)).status).toBe(401);
    expect(await newestEvent()).toMatchObject({ detail: { why: "not_configured" } });
    await server.stop();
  });

  it("is refused before its body is looked at", async () => {
    const server = await serveWebhook(ctx);
    for (const body of ["{", "x".repeat(20_000), new Uint8Array([0xff])])
      expect((await server.post(body, {})).status).toBe(401);
    await server.stop();
  });

  it.each([
    ["no JSON", "{", 400],
    ["no object", "[]", 400],
    ["no id", { state: "PROCESS_STATE_FINISHED" }, 400],
    ["an id that is none", { processId: "../../etc" }, 400],
    ["no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), 400],
    ["a byte too much", JSON.stringify(notice(randomUUID())).padEnd(16_385), 413],
    ["a megabyte", "x".repeat(1_048_576), 413],
  ])("is refused with %s though the secret is right", async (_, body, status) => {
    const server = await serveWebhook(ctx);
    const before = await countAll();
    expect((await server.post(body)).status).toBe(status);
    expect(await countAll()).toEqual(before);
    expect(await newestEvent()).toMatchObject({ action: "notice.refuse", actorKind: "unico" });
    await server.stop();
  });

  it("may be as long as allowed, to the byte", async () => {
    const processId = randomUUID();
    const server = await serveWebhook(ctx);
    expect((await server.post(JSON.stringify(notice(processId)).padEnd(16_384))).status).toBe(204);
    expect(await world.db.unicoNotice.count({ where: { processId } })).toBe(1);
    await server.stop();
  });

  it("is cut off while it arrives in pieces without a length", async () => {
    const server = await serveWebhook(ctx);
    expect(await answerToEndless(server.url)).toMatch(/^HTTP\/1\.1 413/);
    await server.stop();
  });

  it("cannot fill the audit log: ten events a minute, and one that counts the rest", async () => {
    const server = await serveWebhook(ctx, { windowMs: 5_000 });
    const { seq } = await newestEvent();
    const since = () =>
      world.db.auditEvent.findMany({ where: { seq: { gt: seq } }, orderBy: { seq: "asc" } });
    const answers = await Promise.all(Array.from({ length: 200 }, () => server.post({}, {})));
    expect(answers.every(({ status }) => status === 401)).toBe(true);
    expect(await since()).toHaveLength(10);
    await expect.poll(async () => (await since()).length, { timeout: 30_000 }).toBe(11);
    expect((await since()).at(-1)).toMatchObject({
      action: "notice.refuse",
      address: null,
      detail: { untold: 190 },
    });
    expect((await server.post({}, {})).status).toBe(401);
    expect(await since()).toHaveLength(12);
    await server.stop();
  });
});

const newestEvent = () => world.db.auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });

/** Sends chunks until an answer comes, and gives its first line. */
function answerToEndless(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nx-api-key: ${SECRET.split(":")[1]}\r\n\r\n`,
      );
      const chunk = `400\r\n${"x".repeat(1_024)}\r\n`;
      const timer = setInterval(() => socket.write(chunk), 5);
      socket.once("close", () => clearInterval(timer));
    });
    socket.once("error", reject);
    socket.setTimeout(10_000, () => reject(new Error("no answer")));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString("latin1").split("\r\n")[0] ?? "");
    });
  });
}
