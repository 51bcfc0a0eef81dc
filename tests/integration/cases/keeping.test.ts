import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaseResponse } from "#lib/entry/case-lease.ts";
import { LEASE_MS } from "#lib/features/cases/rules.ts";
import { releaseCase } from "#lib/features/cases/service.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { deskOver } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, read, auditsOf, taken } = deskOver(() => world.db);

const HOST = "contraprova.test";
const beat = (ctx: UserCtx | null, number: number | string, origin = `https://${HOST}`) =>
  leaseResponse(
    new Request(`https://${HOST}/`, { method: "POST", headers: { host: HOST, origin } }),
    String(number),
    { ctx, wordsOf: ({ code }) => `lost: ${code}` },
  );

describe("a sign of life from the open page of a case", () => {
  it("holds it for another half hour, changes no version and leaves no event", async () => {
    const { number, holder, version } = await taken();
    const later = new Date(Date.now() + 20 * 60_000);
    expect((await beat({ ...holder, now: () => later }, number)).status).toBe(204);
    expect(await read(number)).toMatchObject({ version, leaseUntil: new Date(later.getTime() + LEASE_MS) });
    expect(await auditsOf(number)).toEqual(["case.take"]);
  });
  it("is answered with words once the case is not theirs, and gives it to nobody", async () => {
    const { number, holder, version } = await taken();
    await releaseCase(holder, { number, version });
    for (const ctx of [holder, await staff(), await staff("manager")]) {
      const answer = await beat(ctx, number);
      expect([answer.status, await answer.text()]).toEqual([200, "lost: case_not_yours"]);
    }
    expect(await read(number)).toMatchObject({ status: "open", assigneeId: null, leaseUntil: null });
  });
  it("is nothing to strangers, to support, from elsewhere, and of what is not there", async () => {
    const { number, holder } = await taken();
    const before = await read(number);
    const support = await staff("support");
    expect((await beat(null, number)).status).toBe(404);
    expect((await beat(holder, number, "https://elsewhere.test")).status).toBe(403);
    for (const strange of [999_999, "0", "x", "10001;DROP"])
      expect((await beat(holder, strange)).status).toBe(404);
    expect((await beat(support, number)).status).toBe(404);
    const refused = { action: "access.refuse", actorId: support.actor.id, entityId: "case:work" };
    expect(await world.db.auditEvent.count({ where: refused })).toBe(1);
    expect(await read(number)).toEqual(before);
  });
});
