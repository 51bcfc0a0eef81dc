import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { forgetFailures, type Taken, takeAttempt, tellRight } from "#lib/features/throttling/attempts.ts";
import { pruneThrottling } from "#lib/features/throttling/pruning.ts";
import { GROWING_DELAYS_S, LIMITS, STOP } from "#lib/features/throttling/rules.ts";
import { openWorld, programCtx, testVault } from "#tests/support/ctx.ts";
import { age } from "#tests/support/throttling.ts";

const world = await openWorld();
afterAll(() => world.end());
beforeEach(async () => {
  await world.db.attemptBucket.deleteMany();
});

const ctxFrom = (address: string | null) => programCtx(world.db, { request: { id: randomUUID(), address } });
const ctx = ctxFrom("192.0.2.1");
const aName = () => `${randomUUID()}@contraprova.test`;

type Given = { kind?: "password" | "code" | "link"; account: string; from?: string | null };
const attempt = ({ kind = "password", account, from }: Given) =>
  takeAttempt(from === undefined ? ctx : ctxFrom(from), { kind, account, device: null });

async function mustTake(given: Given): Promise<Taken> {
  const taken = await attempt(given);
  if (!taken.ok) throw new Error(`throttled for ${taken.failure.retryAfterS} s`);
  return taken.value;
}

async function waitOf(given: Given): Promise<number> {
  const taken = await attempt(given);
  if (taken.ok) throw new Error("let through");
  return taken.failure.retryAfterS;
}

async function takeMany(many: number, given: (place: number) => Given): Promise<number> {
  const all = await Promise.all(Array.from({ length: many }, (_, place) => attempt(given(place))));
  return all.filter(({ ok }) => ok).length;
}

const setFailures = (failures: number) =>
  world.db.$executeRaw`UPDATE attempt_bucket SET failures = ${failures}, free_at = '-infinity'
    WHERE scope IN ('account', 'device')`;

describe("passwords of an account", () => {
  it("wait from the fifth failure on, twice as long each time, up to a quarter of an hour", async () => {
    const account = aName();
    for (const delay of GROWING_DELAYS_S) {
      await mustTake({ account });
      if (delay === 0) continue;
      expect(await waitOf({ account })).toBe(delay);
      await age(world.db, delay);
    }
    await mustTake({ account });
    expect(await waitOf({ account })).toBe(15 * 60);
  });

  it("stop at a hundred in a row, whatever time passes, until a one-time link", async () => {
    const account = aName();
    await mustTake({ account });
    await setFailures(STOP - 1);
    await mustTake({ account });
    await age(world.db, 400 * 86_400);
    await pruneThrottling(ctx);
    expect(await waitOf({ account })).toBe(15 * 60);
    await forgetFailures(world.db, testVault, account.toUpperCase());
    await mustTake({ account });
  });

  it("count for nothing while they are refused", async () => {
    const account = aName();
    for (let i = 0; i < 5; i += 1) await mustTake({ account });
    expect(await takeMany(50, () => ({ account }))).toBe(0);
    await age(world.db, 1);
    await mustTake({ account });
    expect(await waitOf({ account })).toBe(2);
  });

  it("begin anew after a right one, but for those that came while it was checked", async () => {
    const account = aName();
    for (let i = 0; i < 4; i += 1) await mustTake({ account });
    const right = await mustTake({ account });
    await tellRight(ctx, right);
    for (let i = 0; i < 3; i += 1) await mustTake({ account });
    const second = await mustTake({ account });
    await mustTake({ account });
    expect(await waitOf({ account })).toBe(1);
    await tellRight(ctx, second);
    const kept = await world.db.attemptBucket.findFirstOrThrow({ where: { scope: "account" } });
    expect(kept.failures).toBe(1);
    await tellRight(ctx, await mustTake({ account }));
    const after = await world.db.attemptBucket.findMany({
      select: { failures: true, tries: true, scope: true },
    });
    expect(after.find(({ scope }) => scope === "account")).toMatchObject({ failures: 0, tries: [] });
    // What was right is given back to those who share an address, and only that.
    expect(after.filter(({ scope }) => scope !== "account").map(({ tries }) => tries.length)).toEqual([8, 8]);
  });

  it("are told of once between two tries, so that nobody floods the log", async () => {
    const account = aName();
    for (let i = 0; i < 5; i += 1) await mustTake({ account });
    const refusals = [];
    for (let i = 0; i < 3; i += 1) refusals.push(await attempt({ account }));
    expect(refusals.map((each) => !each.ok && each.failure.isNews)).toEqual([true, false, false]);
  });

  it("are counted under the name however it is typed", async () => {
    const account = aName();
    const typed = [account, account.toUpperCase(), ` ${account}`, `${account} `, account];
    for (const each of typed) await mustTake({ account: each });
    expect(await waitOf({ account })).toBe(1);
  });
});

describe("one-time codes of an account", () => {
  const kind = "code";
  it("are five in any quarter of an hour, not in one of a clock", async () => {
    const account = randomUUID();
    await mustTake({ kind, account });
    await age(world.db, 14 * 60);
    for (let i = 0; i < 4; i += 1) await mustTake({ kind, account });
    expect(await waitOf({ kind, account })).toBe(60);
    await age(world.db, 60);
    await mustTake({ kind, account });
    expect(await waitOf({ kind, account })).toBe(14 * 60);
  });

  it("are given back when right, and the wrong ones are not", async () => {
    const account = randomUUID();
    for (let i = 0; i < 3; i += 1) await mustTake({ kind, account });
    for (let i = 0; i < 10; i += 1) await tellRight(ctx, await mustTake({ kind, account }));
    expect(await takeMany(5, () => ({ kind, account }))).toBe(2);
  });

  it("stop at a hundred in a row too", async () => {
    const account = randomUUID();
    await mustTake({ kind, account });
    await setFailures(STOP);
    await age(world.db, 86_400);
    expect(await waitOf({ kind, account })).toBe(15 * 60);
  });

  it("have nothing to do with the passwords", async () => {
    const account = aName();
    expect(await takeMany(20, () => ({ kind, account }))).toBe(5);
    await mustTake({ account });
  });
});

describe("an address", () => {
  const most = LIMITS.password.address.most ?? 0;
  it("has so many tries in a quarter of an hour, over all accounts", async () => {
    expect(await takeMany(most + 100, () => ({ account: aName() }))).toBe(most);
    expect(await waitOf({ account: aName() })).toBeGreaterThan(14 * 60);
    await mustTake({ account: aName(), from: "192.0.2.2" });
    await age(world.db, 15 * 60);
    await mustTake({ account: aName() });
  });

  it("is the network of a subscriber, where it is IPv6", async () => {
    const from = (place: number) => `2001:db8:0:1::${(place + 1).toString(16)}`;
    expect(await takeMany(most + 1, (place) => ({ account: aName(), from: from(place) }))).toBe(most);
    await mustTake({ account: aName(), from: "2001:db8:0:2::1" });
  });

  it("has thirty one-time links", async () => {
    expect(await takeMany(40, () => ({ kind: "link", account: randomUUID() }))).toBe(30);
  });

  it("counts where it is known, and nowhere else", async () => {
    expect(await takeMany(most + 1, () => ({ account: aName(), from: null }))).toBe(most + 1);
  });
});

describe("everybody", () => {
  it("has so many tries in a quarter of an hour; past that, made-up names leave nothing behind", async () => {
    const most = LIMITS.password.overall.most ?? 0;
    const from = (place: number) => `198.51.${place >> 8}.${place & 255}`;
    expect(await takeMany(most + 200, (place) => ({ account: aName(), from: from(place) }))).toBe(most);
    expect(await world.db.attemptBucket.count({ where: { scope: "account" } })).toBe(most);
  });
});

it("keeps no name and no address", async () => {
  const account = aName();
  await mustTake({ account, from: "203.0.113.77" });
  const rows = await world.db.$queryRaw<{ row: string }[]>`SELECT a::text AS row FROM attempt_bucket AS a`;
  const text = rows.map(({ row }) => row).join("\n");
  expect(rows).toHaveLength(3);
  for (const plain of [account, "203.0.113.77"]) {
    expect(text).not.toContain(plain);
    expect(text).not.toContain(Buffer.from(plain).toString("hex"));
  }
});

it("forgets quiet buckets after a week", async () => {
  await mustTake({ account: aName() });
  await age(world.db, 6 * 86_400);
  await pruneThrottling(ctx);
  expect(await world.db.attemptBucket.count()).toBe(3);
  await age(world.db, 2 * 86_400);
  await pruneThrottling(ctx);
  expect(await world.db.attemptBucket.count()).toBe(0);
});
