import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { detachFile } from "#lib/features/attachments/removing.ts";
import { newsOfCase, newsOfCases, seenUntilNow } from "#lib/features/cases/news.ts";
import { addNote } from "#lib/features/cases/notes.ts";
import { releaseCase, takeCase } from "#lib/features/cases/service.ts";
import { caseSource, whereOf } from "#lib/features/cases/table.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import { tagCase, untagCase } from "#lib/features/cases/tags.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { openChannel } from "#lib/live/channel.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { newsOf } from "#lib/table/news.ts";
import { explainingReader } from "#tests/integration/cases/explained.ts";
import { anAttachment } from "#tests/support/attachments.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";

let world: World;
let ctx: UserCtx;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());
beforeEach(async () => {
  ctx = await ctxFor(world.db, "analyst");
});

const ALL = caseTable.parse({});
const NOTHING = { fresh: 0, changed: 0 };
const newsFrom = (since: string, shown: number[] = [], filter = ALL) =>
  newsOfCases(ctx, filter, { since, shown });

it("tells what was opened since, where the filter lets it in", async () => {
  const since = await seenUntilNow(ctx);
  expect(await newsFrom(since)).toEqual(NOTHING);
  await aCase(world.db, { priority: "high" });
  await aCase(world.db, { priority: "low" });
  expect(await newsFrom(since)).toEqual({ fresh: 2, changed: 0 });
  expect(await newsFrom(since, [], caseTable.parse({ priority: "high" }))).toEqual({ fresh: 1, changed: 0 });
  expect(await newsFrom(await seenUntilNow(ctx))).toEqual(NOTHING);
});

it("tells what changed among the rows of the page, and what is free again; a sign of life is neither", async () => {
  const [{ number, version }, other] = [await aCase(world.db, {}), await aCase(world.db, {})];
  const since = await seenUntilNow(ctx);
  expect((await takeCase(ctx, { number, version })).ok).toBe(true);
  expect(await newsFrom(since, [number, other.number])).toEqual({ fresh: 0, changed: 1 });
  expect(await newsFrom(since, [other.number])).toEqual(NOTHING);
  const taken = await seenUntilNow(ctx);
  await world.db.case.update({
    where: { number },
    data: { leaseUntil: new Date() },
    select: { number: true },
  });
  expect(await newsFrom(taken, [number])).toEqual(NOTHING);
  expect((await releaseCase(ctx, { number, version: version + 1 })).ok).toBe(true);
  expect(await newsFrom(taken, [other.number])).toEqual({ fresh: 1, changed: 0 });
  expect(await newsOfCase(ctx, number, taken)).toEqual({ fresh: 0, changed: 1 });
  expect(await newsOfCase(ctx, 99_999, taken)).toBeNull();
});

it("tells an open page of its case what was added to it, and neither the queue nor who reads masked", async () => {
  const { number } = await aCase(world.db, {});
  const [since, support] = [await seenUntilNow(ctx), await ctxFor(world.db, "support")];
  const channel = openChannel(world.url, "contraprova_cases");
  const heard = vi.fn();
  channel.hear(heard);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), 5_000);
  // Nobody else has it open: nothing is said, and whoever opens it looks by themselves.
  await addNote(ctx, { number, note: "Unheard." });
  const page = { caseNumber: number, userId: support.actor.id, seenAt: new Date() };
  await world.db.casePresence.create({ data: { pageId: randomUUID(), ...page } });
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), 5_000);
  const file = await anAttachment(ctx, number);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(3), 5_000);
  expect(await newsOfCase(ctx, number, since)).toEqual({ fresh: 0, changed: 1 });
  expect(await newsOfCase(support, number, since)).toEqual(NOTHING);
  expect(await newsFrom(since, [number])).toEqual(NOTHING);
  const acts = [
    () => detachFile(ctx, { number, file }),
    () => addNote(ctx, { number, note: "Something new." }),
    () => tagCase(ctx, { number, tag: "new" }),
    () => untagCase(ctx, { number, tag: "new" }),
  ];
  for (const [place, act] of acts.entries()) {
    const seen = await seenUntilNow(ctx);
    expect(await newsOfCase(ctx, number, seen)).toEqual(NOTHING);
    expect(await act()).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(place + 4), 5_000);
    expect(await newsOfCase(ctx, number, seen)).toEqual({ fresh: 0, changed: 1 });
  }
  await channel.end();
});

it("misses nothing and repeats nothing, in whatever order transactions begin and end", async () => {
  const WRITERS = 8;
  const ROUNDS = 40;
  const clients = await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const client = new pg.Client({ connectionString: world.url });
      await client.connect();
      return client;
    }),
  );
  // Numbers from 0 to 1, the same at each run.
  let seed = 20261122;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const under = new Map<pg.Client, number>();
  const pages: { since: string; after: Set<number> }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const client = clients[Math.floor(random() * WRITERS)];
    if (!client) throw new Error("no such writer");
    const number = under.get(client);
    if (number === undefined) {
      await client.query("BEGIN");
      const { rows } = await client.query(
        `INSERT INTO "case" (priority, origin, rule, due_at) VALUES ('low', 'manual', 'manual', now()) RETURNING number`,
      );
      under.set(client, rows[0].number);
    } else {
      await client.query("COMMIT");
      under.delete(client);
      for (const { after } of pages) after.add(number);
    }
    if (random() < 0.5) pages.push({ since: await seenUntilNow(ctx), after: new Set() });
  }
  for (const { since, after } of pages)
    expect(await newsFrom(since)).toEqual({ fresh: after.size, changed: 0 });
  expect(pages.some(({ after }) => after.size > 0)).toBe(true);
  await Promise.all(clients.map((client) => client.end()));
});

it("is announced by whatever changes a case, and by no sign of life", async () => {
  const { number, version } = await aCase(world.db, {});
  const channel = openChannel(world.url, "contraprova_cases");
  const heard = vi.fn();
  channel.hear(heard);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), 5_000);
  await aCase(world.db, {});
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), 5_000);
  await takeCase(ctx, { number, version });
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(3), 5_000);
  await world.db.case.update({
    where: { number },
    data: { leaseUntil: new Date() },
    select: { number: true },
  });
  await releaseCase(ctx, { number, version: version + 1 });
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(4), 5_000);
  await channel.end();
});

/** Cases at once, as an import makes them. */
const manyCases = (count: number) => world.db.$executeRaw`
  INSERT INTO "case" (priority, origin, rule, due_at)
  SELECT 'low', 'manual', 'manual', now() FROM generate_series(1, ${count}::integer)`;
const HIGH = caseTable.parse({ priority: "high" });

/**
 * A snapshot with nothing under way. Transactions are numbered for the whole server, so one that another test has open
 * would let what was written here meanwhile stand behind the first number under way.
 */
async function seenWhenQuiet(): Promise<string> {
  let seen = "";
  const look = async () => {
    seen = await seenUntilNow(ctx);
    return seen;
  };
  await expect.poll(look, { timeout: 50_000, interval: 20 }).toMatch(/^(\d+):\1:$/);
  return seen;
}

it("reads no more than so many changes, by their index, and says that there are more", async () => {
  // As the owner: nobody else's ANALYZE is heeded.
  const analyze = () => withClient(world.url, (client) => client.query('ANALYZE "case"'));
  await manyCases(20_000);
  await analyze();
  const since = await seenWhenQuiet();
  await manyCases(2_000);
  expect(await newsFrom(since, [], HIGH)).toEqual(NOTHING);
  expect(await newsFrom(since)).toEqual({ fresh: 99, changed: 0 });
  await manyCases(20_000);
  expect(await newsFrom(since, [], HIGH)).toEqual({ ...NOTHING, isCut: true });
  const { reader, seen } = explainingReader(world.db);
  const source = { ...caseSource, changed: Prisma.sql`c.changed_xid` };
  const entered = whereOf(HIGH, ctx.actor.id, ctx.now());
  const look = () => newsOf({ actor: ctx.actor, db: reader.readDb }, source, entered, { since, shown: [] });
  await look();
  await analyze();
  await look();
  const byIndex = { indexes: ["case_changed_xid_idx"], readsWhole: [] };
  expect(seen).toMatchObject([byIndex, byIndex]);
  // All that changed stands on more than 250.
  for (const { blocks } of seen) expect(blocks).toBeLessThan(120);
});

it("counts from the first number under way where a replica reads, which does not say what is", async () => {
  // What a replica answers; PostgreSQL's own function stands behind ours in the path.
  const writer = new pg.Client({ connectionString: world.url });
  await writer.connect();
  await writer.query("CREATE SCHEMA replica");
  await writer.query(
    "CREATE FUNCTION replica.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
  );
  await writer.query("GRANT USAGE ON SCHEMA replica TO contraprova_app");
  const replica = openDatabase(world.url, "-c search_path=replica,pg_catalog,public");
  await seenWhenQuiet();
  await writer.query("BEGIN");
  await writer.query(
    `INSERT INTO "case" (priority, origin, rule, due_at) VALUES ('low', 'manual', 'manual', now())`,
  );
  await aCase(world.db, {});
  const [shown, exact] = [await seenUntilNow({ ...ctx, db: replica }), await seenUntilNow(ctx)];
  await writer.query("COMMIT");
  await writer.end();
  await replica.$disconnect();
  expect(shown).toMatch(/^(\d+):\1:$/);
  expect(await newsFrom(shown)).toEqual({ fresh: 2, changed: 0 });
  expect(await newsFrom(exact)).toEqual({ fresh: 1, changed: 0 });
});
