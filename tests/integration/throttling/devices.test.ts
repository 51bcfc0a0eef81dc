import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, it } from "vitest";
import { forgetFailures, partyOf, takeAttempt, tellRight } from "#lib/features/throttling/attempts.ts";
import { issueDevice, readDevice } from "#lib/features/throttling/devices.ts";
import { pruneThrottling } from "#lib/features/throttling/pruning.ts";
import { DEVICE_STOP, DEVICES_MAX, STOP } from "#lib/features/throttling/rules.ts";
import { aUser, openWorld, programCtx, testVault } from "#tests/support/ctx.ts";
import { age } from "#tests/support/throttling.ts";

const world = await openWorld();
afterAll(() => world.end());
beforeEach(async () => {
  await world.db.attemptBucket.deleteMany();
});

const ctx = programCtx(world.db);
const take = (account: string, device: string | null, kind: "password" | "code" = "password") =>
  takeAttempt(ctx, { kind, account, device });
const issue = (userId: string, device: string | null = null) => issueDevice(ctx, userId, device);
const setFailures = (scope: string, failures: number) =>
  world.db
    .$executeRaw`UPDATE attempt_bucket SET failures = ${failures}, free_at = '-infinity' WHERE scope = ${scope}`;

it("who is known by a device gets in while a stranger fails, also when the account stands still", async () => {
  const { id, email } = await aUser(world.db, "analyst");
  const device = await issue(id);
  for (let i = 0; i < 100; i += 1) await take(email, null);
  expect((await take(email, null)).ok).toBe(false);
  const taken = await take(email, device);
  if (!taken.ok) throw new Error("the person was kept out");
  await tellRight(ctx, taken.value);
  await setFailures("account", STOP);
  await age(world.db, 86_400);
  expect((await take(email, null)).ok).toBe(false);
  expect((await take(email, device)).ok).toBe(true);
});

it("a right sign-in from a known device gives a stranger no new tries", async () => {
  const { id, email } = await aUser(world.db, "analyst");
  const device = await issue(id);
  await take(email, null);
  await setFailures("account", STOP - 1);
  const taken = await take(email, device);
  if (!taken.ok) throw new Error("the person was kept out");
  await tellRight(ctx, taken.value);
  expect((await take(email, null)).ok).toBe(true);
  await age(world.db, 3_600);
  expect((await take(email, null)).ok).toBe(false);
});

it("a full address and a flood from everywhere keep no known device out", async () => {
  const { id, email } = await aUser(world.db, "analyst");
  const device = await issue(id);
  await take(email, null);
  await world.db.$executeRaw`
    UPDATE attempt_bucket SET tries = (SELECT array_agg(clock_timestamp()) FROM generate_series(1, 1000))
    WHERE scope IN ('address', 'overall')`;
  expect((await take(`x${email}`, null)).ok).toBe(false);
  expect((await take(email, device)).ok).toBe(true);
});

it("comes before everybody where many wait for their check; a stranger waits behind their own address", async () => {
  const { id, email } = await aUser(world.db, "analyst");
  const device = await issue(id);
  const from = (address: string | null) => ({ request: { id: randomUUID(), address } });
  const known = await take(email, device);
  expect(partyOf(from("192.0.2.1"), known)).toEqual({ first: true });
  const stranger = await take(email, null);
  expect(partyOf(from("192.0.2.1"), stranger)).toEqual({ row: "192.0.2.1" });
  expect(partyOf(from("2001:db8:0:1::7"), stranger)).toEqual({ row: "2001:db8:0:1" });
  expect(partyOf(from(null), stranger)).toEqual({ row: "" });
  for (let i = 0; i < 5; i += 1) await take(email, device);
  // Held back, a known device is nobody in particular.
  expect(partyOf(from("192.0.2.1"), await take(email, device))).toEqual({ row: "192.0.2.1" });
});

it("a device has its own growing waits, and after twenty failures is a stranger", async () => {
  const { id, email } = await aUser(world.db, "analyst");
  const device = await issue(id);
  for (let i = 0; i < 5; i += 1) expect((await take(email, device)).ok).toBe(true);
  expect(await take(email, device)).toMatchObject({ ok: false, failure: { retryAfterS: 1 } });
  await setFailures("device", DEVICE_STOP - 1);
  expect((await take(email, device)).ok).toBe(true);
  await setFailures("account", STOP);
  expect(await world.db.attemptBucket.count({ where: { scope: "account" } })).toBe(0);
  expect((await take(email, device)).ok).toBe(true);
  expect(await world.db.attemptBucket.count({ where: { scope: "account" } })).toBe(1);
  await setFailures("account", STOP);
  expect((await take(email, device)).ok).toBe(false);
  await forgetFailures(world.db, testVault, email);
  expect((await take(email, device)).ok).toBe(true);
  expect(await world.db.attemptBucket.count({ where: { scope: "account" } })).toBe(0);
});

it("a device is known for whom it is, by their name and by their id, and for nobody else", async () => {
  const [one, other] = [await aUser(world.db, "analyst"), await aUser(world.db, "analyst")];
  const device = await issue(one.id);
  await take(one.email, device);
  await take(one.id, device, "code");
  expect(await world.db.attemptBucket.groupBy({ by: ["scope"] })).toEqual([{ scope: "device" }]);
  await take(other.email, device);
  expect(await world.db.attemptBucket.count({ where: { scope: "account" } })).toBe(1);
  expect(await issue(other.id, device)).toBe(device);
  await take(other.email, device);
  expect(await world.db.attemptBucket.count({ where: { scope: "device" } })).toBe(3);
});

it("codes from a known device have five tries of their own", async () => {
  const { id } = await aUser(world.db, "analyst");
  const device = await issue(id);
  for (let i = 0; i < 5; i += 1) await take(id, null, "code");
  expect((await take(id, null, "code")).ok).toBe(false);
  for (let i = 0; i < 5; i += 1) expect((await take(id, device, "code")).ok).toBe(true);
  expect((await take(id, device, "code")).ok).toBe(false);
});

it("only hashes are kept, of the newest devices, for half a year", async () => {
  const { id } = await aUser(world.db, "analyst");
  const issued: string[] = [];
  for (let i = 0; i < DEVICES_MAX + 2; i += 1) issued.push(await issue(id));
  const kept = await world.db.knownDevice.findMany({ where: { userId: id } });
  expect(kept).toHaveLength(DEVICES_MAX);
  for (const { idHash } of kept) expect(issued).not.toContain(Buffer.from(idHash).toString("base64url"));
  await world.db.$executeRaw`UPDATE known_device SET seen_at = seen_at - interval '181 days'`;
  await pruneThrottling(ctx);
  expect(await world.db.knownDevice.count()).toBe(0);
});

it.each([undefined, "", "x", "a".repeat(42), "a".repeat(44), `${"a".repeat(42)};`])(
  "a cookie that holds %j is no device",
  (cookie) => {
    expect(readDevice(cookie)).toBeNull();
  },
);

it("a cookie that holds what was issued is one", async () => {
  const { id } = await aUser(world.db, "analyst");
  const device = await issue(id);
  expect(readDevice(device)).toBe(device);
});
