import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { downloadExport, prepareDownload } from "#lib/features/exports/downloading.ts";
import { sweepExports } from "#lib/features/exports/sweeping.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { asked as askedFor, exportsOver } from "./own-exports.ts";

let world: World;
let branch: string;
let state: string;
beforeAll(async () => {
  world = await openWorld();
  const id = crypto.randomUUID();
  branch = (await world.db.subsidiary.create({ data: { id, name: `Filial ${id}` } })).id;
  for (let i = 0; i < 3; i += 1)
    await aCase(world.db, { subjectId: (await aSubject(world.db)).id, subsidiaryId: branch });
  state = `subsidiary=${branch}`;
});
afterAll(() => world.end());

const { rows, eventsOf } = exportsOver(() => world);
const asked = (ctx: UserCtx, given: Record<string, unknown> = {}) => askedFor(ctx, { state, ...given });
const take = (ctx: UserCtx, id: string, maxMs?: number) =>
  downloadExport({ ...ctx, rows: rows() }, id, maxMs);

async function begun(ctx: UserCtx, id: string, maxMs?: number) {
  const found = await take(ctx, id, maxMs);
  if (!found.ok) throw new Error(found.failure.code);
  return found.value.pieces;
}

async function taken(ctx: UserCtx, id: string): Promise<string> {
  let file = "";
  for await (const piece of await begun(ctx, id)) file += piece.toString();
  return file;
}
const rowOf = (id: string) => world.db.export.findUniqueOrThrow({ where: { id } });

it("tells of a download before its first byte, and of how much had left where it breaks off", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await asked(ctx);
  const pieces = await begun(ctx, id);
  expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "export.download", detail: { begins: true } });
  await pieces.next();
  await pieces.return(undefined);
  expect((await eventsOf(id)).at(-1)).toMatchObject({
    action: "export.finish",
    outcome: "failed",
    detail: { why: "broke_off", rows: 3 },
  });
});

it("a download that goes on lives, however slowly it is taken in", { timeout: 30_000 }, async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await asked(ctx);
  const pieces = await begun(ctx, id);
  await pieces.next();
  await world.db
    .$executeRaw`UPDATE export SET seen_at = seen_at - interval '1 minute' WHERE id = ${id}::uuid`;
  const silent = (await rowOf(id)).seenAt?.getTime() ?? 0;
  await expect
    .poll(async () => ((await rowOf(id)).seenAt?.getTime() ?? 0) > silent, { timeout: 20_000 })
    .toBe(true);
  await sweepExports(programCtx(world.db, { storage: ctx.storage }));
  expect(await rowOf(id)).toMatchObject({ state: "running" });
  await pieces.return(undefined);
});

it("a reader that stands still is let go after a time, and does not take what it has for the whole", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await asked(ctx);
  const pieces = await begun(ctx, id, 1_500);
  expect((await pieces.next()).done).toBe(false);
  await expect.poll(async () => (await rowOf(id)).failure, { timeout: 20_000 }).toBe("broke_off");
  await expect(pieces.next()).rejects.toThrow();
});

it("a kept file is not for who may see less than when it was made, nor once its time is over", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await asked(ctx);
  await taken(ctx, id);
  const limited = { ...ctx, actor: { ...ctx.actor, scope: [branch] } };
  await expect(take(limited, id)).rejects.toThrow(Forbidden);
  const demoted = { ...ctx, actor: { ...ctx.actor, role: "analyst" as const } };
  await expect(take(demoted, id)).rejects.toThrow(Forbidden);
  const later = { ...ctx, now: () => new Date(Date.now() + 8 * 24 * 3_600_000) };
  expect(await take(later, id)).toMatchObject({ failure: { code: "not_now" } });
  expect(await taken(ctx, id)).toContain("Number");
});

it("a kept file of some branches is for who still sees them", async () => {
  const ctx = await ctxFor(world.db, "manager");
  await world.db.userSubsidiary.create({ data: { userId: ctx.actor.id, subsidiaryId: branch } });
  const limited = { ...ctx, actor: { ...ctx.actor, scope: [branch] } };
  const id = await asked(limited);
  await taken(limited, id);
  expect(await taken(limited, id)).toContain("Number");
  expect(await taken(ctx, id)).toContain("Number");
  const moved = { ...ctx, actor: { ...ctx.actor, scope: [crypto.randomUUID()] } };
  await expect(take(moved, id)).rejects.toThrow(Forbidden);
});

it("personal data in the clear asks for a fresh proof each time it is taken in", async () => {
  const stale = await ctxFor(world.db, "manager");
  const ctx = { ...stale, confirmedAt: new Date() };
  const id = await asked(ctx, { personal: "on", reason: "internal_audit" });
  await expect(take(stale, id)).rejects.toThrow(StepUpNeeded);
  await expect(prepareDownload(stale, { id })).rejects.toThrow(StepUpNeeded);
  expect(await prepareDownload(ctx, { id })).toMatchObject({ ok: true });
  await taken(ctx, id);
  await expect(take(stale, id)).rejects.toThrow(StepUpNeeded);
  expect(await taken(ctx, id)).toContain("Number");
});
