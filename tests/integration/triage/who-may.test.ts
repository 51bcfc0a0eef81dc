import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { readTriage, retakeTriage, saveTriage, tryTriage } from "#lib/features/triage/service.ts";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";

let world: World;
let db: Database;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  db = world.db;
  manager = await ctxFor(db, "manager");
});
afterAll(() => world.end());

describe("who may", () => {
  it.each(["support", "analyst", "admin"] as const)("not %s", async (role) => {
    const ctx = await ctxFor(db, role);
    await expect(readTriage(ctx, { before: null })).rejects.toThrow(Forbidden);
    await expect(tryTriage(ctx, [])).rejects.toThrow(Forbidden);
    await expect(saveTriage(ctx, { after: 1, rules: [], note: "x" })).rejects.toThrow(Forbidden);
    await expect(retakeTriage(ctx, { number: 1, after: 2, note: "x" })).rejects.toThrow(Forbidden);
  });

  it("not a manager of some branches: they read, and change nothing", async () => {
    const ctx = await ctxFor(db, "manager");
    const limited = { ...ctx, actor: { ...ctx.actor, scope: ["00000000-0000-4000-8000-00000000000a"] } };
    expect((await readTriage(limited, { before: null })).isLimited).toBe(true);
    const { number: after } = (await readTriage(manager, { before: null })).inForce;
    for (const refused of [
      await tryTriage(limited, []),
      await saveTriage(limited, { after, rules: [], note: "x" }),
      await retakeTriage(limited, { number: 1, after, note: "x" }),
    ])
      expect(refused).toMatchObject({ failure: { code: "limited" } });
    expect((await readTriage(manager, { before: null })).inForce.number).toBe(after);
  });

  it("tries rules ten times a minute, no more", async () => {
    const ctx = await ctxFor(db, "manager");
    for (let i = 0; i < 10; i += 1) expect((await tryTriage(ctx, SHIPPED_RULES)).ok).toBe(true);
    expect(await tryTriage(ctx, SHIPPED_RULES)).toMatchObject({ failure: { code: "too_many" } });
  });
});

it("a dry run that the database stops is told as one that takes too long, and nothing else", async () => {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL statement_timeout = 1`;
    const readDb = new Proxy(db, {
      get: (target, name) => (name === "$queryRaw" ? tx.$queryRaw.bind(tx) : Reflect.get(target, name)),
    });
    const tried = await tryTriage({ ...manager, readDb }, SHIPPED_RULES);
    expect(tried).toMatchObject({ failure: { code: "too_long" } });
  });
  const gone = new Proxy(db, {
    get: (target, name) => {
      if (name === "$queryRaw") throw new Error("the connection is gone");
      return Reflect.get(target, name);
    },
  });
  await expect(tryTriage({ ...manager, readDb: gone }, SHIPPED_RULES)).rejects.toThrow("gone");
});
