import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readNoticed } from "#lib/features/notices/reading.ts";
import { listReadable } from "#lib/features/reverifications/sweep-repository.ts";
import { unicoWith } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { answered } from "#tests/support/reverifications.ts";
import { AUTHENTIC, jobs, work } from "./rig.ts";
import { FINISHED, notice, openNoticeWorld } from "./world.ts";

let world: Awaited<ReturnType<typeof openNoticeWorld>>;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(() => world.end());
beforeEach(() => world.forgetJobs());

describe("a notice about what is ours", () => {
  it("settles an unknown 1:1 once, however often and fast it comes: one row, one job, one GET", async () => {
    const { id, unicoProcessId, reads } = await world.aPending("unknown");
    const before = await reads();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => world.webhook.post(notice(unicoProcessId.toUpperCase()))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await world.noticesOf(unicoProcessId)).toMatchObject([{ state: FINISHED, handledAt: null }]);
    expect(await jobs(world.url)).toMatchObject([{ attempts: 0 }]);
    // Answered before anything was asked of Unico.
    expect(await reads()).toBe(before);

    await work(world.url, world.ctx);
    await work(world.url, world.ctx);
    expect((await reads()) - before).toBe(1);
    expect(await world.noticesOf(unicoProcessId)).toMatchObject([{ handling: "read" }]);
    const row = await world.db.reverification.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ state: "completed", outcome: "match" });
    const settled = (await world.auditOf(id)).filter(({ action }) => action === "reverification.settle");
    expect(settled).toHaveLength(1);
    expect(await world.auditOf(unicoProcessId)).toMatchObject([
      {
        action: "notice.receive",
        actorKind: "unico",
        actorId: null,
        outcome: "done",
        detail: { state: FINISHED },
      },
    ]);

    // Replayed: nothing more happens.
    expect((await world.webhook.post(notice(unicoProcessId))).status).toBe(204);
    expect(await jobs(world.url)).toEqual([]);
    expect(await world.noticesOf(unicoProcessId)).toHaveLength(1);
    expect((await reads()) - before).toBe(1);
  });

  it("of a 1:1 that Unico still works on has it looked at by the next sweep", async () => {
    const { id, unicoProcessId } = await world.aPending("sent");
    await world.db.reverification.update({
      where: { id },
      data: { touchedAt: new Date(Date.now() - 86_400_000), readAgainAt: new Date() },
    });
    await world.webhook.post(notice(unicoProcessId));
    const readValidation = async (asked: string) => answered({ id: asked, status: 1 });
    await work(world.url, { ...world.ctx, unico: unicoWith({ readValidation }) });
    expect(await world.noticesOf(unicoProcessId)).toMatchObject([{ handling: "read" }]);
    expect((await listReadable(world.db, 1_000)).map((row) => row.id)).toContain(id);
  });

  it("of a 1:1 that has its end asks Unico nothing", async () => {
    const unicoProcessId = randomUUID();
    await aReverification(world.db, { startedById: world.analyst.id, unicoProcessId });
    await world.webhook.post(notice(unicoProcessId));
    await work(world.url, world.ctx);
    expect(await world.noticesOf(unicoProcessId)).toMatchObject([{ handling: "settled" }]);
    expect(await world.rig.requestCount(`/processes/v1/${unicoProcessId}`)).toBe(0);
  });

  it("is believed in nothing: what stands is what Unico answers to a GET", async () => {
    const process = await world.anOpenProcess();
    await world.webhook.post(notice(process.id, { result: "PROCESS_RESULT_OK", state: "APPROVED" }));
    await work(world.url, world.ctx);
    expect(await process.outcome()).toBe("wait");
    expect(await world.noticesOf(process.id)).toMatchObject([{ state: "APPROVED", handling: "read" }]);
    expect(await world.auditOf(process.id)).toMatchObject([
      { action: "process.lookup" },
      { action: "notice.receive" },
      { action: "process.lookup", actorKind: "program" },
    ]);
  });

  it("comes from the sandbox by itself, doubled, when a process turns finished", async () => {
    const process = await world.anOpenProcess();
    await world.rig.control("PUT", "/webhook", { url: world.webhook.url, headers: AUTHENTIC, duplicates: 4 });
    await process.put("FINISHED");
    await expect.poll(async () => (await deliveriesOf(process.id)).length).toBe(5);
    await process.put("FINISHED");
    await world.rig.control("PUT", "/webhook", null);
    expect(await deliveriesOf(process.id)).toMatchObject(Array(5).fill({ tries: 1, status: 204 }));
    expect(await world.noticesOf(process.id)).toHaveLength(1);
    const before = await process.reads();
    await work(world.url, world.ctx);
    // A job may run twice.
    for (const { id } of await world.noticesOf(process.id)) await readNoticed(world.ctx, id);
    expect((await process.reads()) - before).toBe(1);
    expect(await process.outcome()).toBe("approve");
  });

  it("comes from the sandbox when a pending 1:1 ends", async () => {
    await world.rig.control("PUT", "/webhook", {
      url: world.webhook.url,
      headers: AUTHENTIC,
      pendingMs: 300,
    });
    const { id, unicoProcessId } = await world.aPending("sent");
    await expect.poll(() => world.noticesOf(unicoProcessId)).toHaveLength(1);
    await world.rig.control("PUT", "/webhook", null);
    await work(world.url, world.ctx);
    const row = await world.db.reverification.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ state: "completed", outcome: "match" });
  });

  it("that Unico knows nothing of is closed as such", async () => {
    const process = await world.anOpenProcess();
    await world.rig.fault({
      kind: "status",
      status: 404,
      code: "5",
      path: `/client/v1/process/${process.id}`,
    });
    await world.webhook.post(notice(process.id));
    await work(world.url, world.ctx);
    expect(await world.noticesOf(process.id)).toMatchObject([{ handling: "not_found" }]);
    expect(await process.outcome()).toBe("wait");
  });
});

const deliveriesOf = async (processId: string) => {
  const { notices } = await (await world.rig.control("GET", "/notices")).json();
  return notices.filter((each: { processId: string }) => each.processId === processId);
};

describe("a notice about nobody's process", () => {
  it("is kept, confirmed and audited, leads to no job, and counts once the process is ours", async () => {
    const processId = randomUUID();
    for (let times = 0; times < 3; times += 1)
      expect((await world.webhook.post(notice(processId))).status).toBe(204);
    expect(await world.noticesOf(processId)).toMatchObject([{ handling: "not_ours" }]);
    expect(await jobs(world.url)).toEqual([]);
    expect(await world.rig.requestCount(`/client/v1/process/${processId}`)).toBe(0);
    expect(await world.auditOf(processId)).toMatchObject([
      { action: "notice.receive", detail: { handling: "not_ours" } },
    ]);

    await aReverification(world.db, { startedById: world.analyst.id, unicoProcessId: processId });
    const again = await Promise.all(Array.from({ length: 10 }, () => world.webhook.post(notice(processId))));
    expect(again.every(({ status }) => status === 204)).toBe(true);
    expect(await jobs(world.url)).toHaveLength(1);
    expect(await world.noticesOf(processId)).toMatchObject([{ handledAt: null, handling: null }]);
  });

  it("is kept whatever its words are", async () => {
    const processId = randomUUID();
    const odd = notice(processId, { state: "Maria\0 701.010.101-92", lastEvent: { deep: [1] }, flow: 7 });
    expect((await world.webhook.post(odd)).status).toBe(204);
    expect(await world.noticesOf(processId)).toMatchObject([
      { state: "Maria ***.010.101-**", lastEvent: '{"deep":[1]}' },
    ]);
    expect(await world.auditOf(processId)).toMatchObject([{ detail: { state: "other" } }]);
  });
});
