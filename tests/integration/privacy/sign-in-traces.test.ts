import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { recordAudit } from "#lib/features/audit/record.ts";
import { listAuditEvents } from "#lib/features/audit/service.ts";
import { auditTable } from "#lib/features/audit/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { readRetention } from "#lib/features/retention/settings.ts";
import { readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, programCtx, sha256 } from "#tests/support/ctx.ts";

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

it("what sign-ins left behind is removed once it is long over, and nothing that somebody could use", async () => {
  const world = await openWorld();
  const admin: UserCtx = { ...(await ctxFor(world.db, "admin")), confirmedAt: new Date() };
  const { id: userId } = admin.actor;
  const session = async (lastSeenAt: Date, endedAt: Date | null) => {
    const data = { userId, createdAt: lastSeenAt, lastSeenAt, endedAt };
    return (await world.db.session.create({ data, select: { id: true } })).id;
  };
  const link = async (expiresAt: Date, usedAt: Date | null) => {
    const data = { userId, expiresAt, usedAt, tokenHash: sha256(randomUUID()) };
    return (await world.db.oneTimeLink.create({ data, select: { id: true } })).id;
  };
  const old = [await session(daysAgo(200), daysAgo(91)), await session(daysAgo(91), null)];
  const kept = [await session(daysAgo(200), daysAgo(89)), await session(daysAgo(89), null)];
  const oldLinks = [await link(daysAgo(91), null), await link(daysAgo(85), daysAgo(91))];
  const keptLinks = [await link(daysAgo(-1), null), await link(daysAgo(89), null)];
  await world.db.attemptBucket.create({
    data: { key: sha256("old"), kind: "password", scope: "address", touchedAt: daysAgo(8) },
    select: { key: true },
  });
  const sessionId = old[0] ?? "";
  const then = { ...admin, actor: { ...admin.actor, sessionId } };
  await recordAudit(world.db, then, {
    action: "session.start",
    entityType: "session",
    entityId: sessionId,
    detail: { with: "password" },
  });

  // More than one batch of each.
  await runRetention(programCtx(world.db), { batch: 1 });
  const sessions = await world.db.session.findMany({ where: { id: { in: [...old, ...kept] } } });
  expect(sessions.map(({ id }) => id).sort()).toEqual(kept.sort());
  expect(await world.db.session.count({ where: { id: admin.actor.sessionId } })).toBe(1);
  const links = await world.db.oneTimeLink.findMany({ where: { id: { in: [...oldLinks, ...keptLinks] } } });
  expect(links.map(({ id }) => id).sort()).toEqual(keptLinks.sort());
  expect((await readRetention(admin)).runs[0]).toMatchObject({ sessions: 2, links: 2, tries: 1 });
  const run = await world.db.auditEvent.findFirst({ where: { action: "retention.run" } });
  expect(run?.detail).toMatchObject({ sessions: 2, links: 2, tries: 1 });

  // The log still tells what was done in a session whose row is gone.
  const { filter } = readAddress(auditTable, { session: sessionId });
  expect((await listAuditEvents(admin, filter)).rows.map(({ action }) => action)).toEqual(["session.start"]);
  for (const statement of [
    "SELECT purge_sessions(10, 1)",
    "SELECT purge_links(10, 29)",
    "DELETE FROM session",
  ])
    await expect(world.db.$executeRawUnsafe(statement), statement).rejects.toThrow();
  await world.end();
});
