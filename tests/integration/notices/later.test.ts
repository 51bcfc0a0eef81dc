import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { enqueueUnread } from "#lib/features/notices/reading.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { aUser, openWorld, programCtx, unicoWith } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { jobs, serveWebhook, work } from "./rig.ts";
import { notice, openNoticeWorld } from "./world.ts";

let world: Awaited<ReturnType<typeof openNoticeWorld>>;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(() => world.end());
beforeEach(() => world.forgetJobs());

describe("a notice that cannot be read at once", () => {
  it("waits for Unico, is tried again by the worker, and its job is left alone by the sweep", async () => {
    const process = await world.anOpenProcess();
    await world.webhook.post(notice(process.id));
    const down = { ...world.ctx, unico: unicoWith() };
    await work(world.url, down);
    const [job] = await jobs(world.url);
    expect(job).toMatchObject({ attempts: 1, last_error: expect.stringContaining("unreachable") });
    expect(job?.last_error).not.toContain(process.id);
    expect(await world.noticesOf(process.id)).toMatchObject([{ handledAt: null }]);

    const later = { ...world.ctx, now: () => new Date(Date.now() + 121_000) };
    expect(await enqueueUnread(later)).toBe(1);
    expect(await jobs(world.url)).toMatchObject([{ attempts: 1 }]);

    // Due again, and Unico is back.
    await process.put("FINISHED");
    await withClient(world.url, (client) =>
      client.query("UPDATE graphile_worker._private_jobs SET run_at = now()"),
    );
    await work(world.url, world.ctx);
    expect(await process.outcome()).toBe("approve");
    expect(await enqueueUnread(later)).toBe(0);
  });

  it("is asked for again when its job was lost, or gave up", async () => {
    const process = await world.anOpenProcess();
    await world.webhook.post(notice(process.id));
    const later = { ...world.ctx, now: () => new Date(Date.now() + 121_000) };
    expect(await enqueueUnread(world.ctx)).toBe(0);
    await withClient(world.url, (client) =>
      client.query("UPDATE graphile_worker._private_jobs SET attempts = max_attempts"),
    );
    await enqueueUnread(later);
    expect(await jobs(world.url)).toMatchObject([{ attempts: 0 }]);
    await world.forgetJobs();
    await enqueueUnread(later);
    await enqueueUnread(later);
    expect(await jobs(world.url)).toHaveLength(1);
    const tooLate = { ...world.ctx, now: () => new Date(Date.now() + 8 * 86_400_000) };
    expect(await enqueueUnread(tooLate)).toBe(0);
    await work(world.url, world.ctx);
    expect(await world.noticesOf(process.id)).toMatchObject([{ handling: "read" }]);
  });

  it("is not there at all when its job could not be asked for", async () => {
    const other = await openWorld();
    await withClient(other.url, (client) => client.query("DROP SCHEMA graphile_worker CASCADE"));
    const processId = randomUUID();
    const startedById = (await aUser(other.db, "analyst")).id;
    await aReverification(other.db, { startedById, unicoProcessId: processId });
    const server = await serveWebhook(programCtx(other.db));
    expect((await server.post(notice(processId))).status).toBe(500);
    expect(await other.db.unicoNotice.count()).toBe(0);
    expect(await other.db.auditEvent.count()).toBe(0);
    await server.stop();
    await other.end();
  });
});
