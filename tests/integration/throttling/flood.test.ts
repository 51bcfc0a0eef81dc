import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createUser } from "#lib/features/accounts/people-inviting.ts";
import { answerCode } from "#lib/features/accounts/second-factor-sign-in.ts";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { takeAttempt } from "#lib/features/throttling/attempts.ts";
import { type AttemptKind, FLOOD, STOP } from "#lib/features/throttling/rules.ts";
import { raiseSprayAlert } from "#lib/features/throttling/spraying.ts";
import { openWorld, programCtx } from "#tests/support/ctx.ts";
import { aPerson, atBrowser, codeAt, PASSWORD, STEP_MS } from "#tests/support/second-factor.ts";
import { age } from "#tests/support/throttling.ts";

vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

const world = await openWorld();
afterAll(() => world.end());
beforeEach(async () => {
  await world.db.attemptBucket.deleteMany();
});

let address = 0;
/** Somebody at an address that nobody came from yet. */
const fromAnywhere = () => {
  address += 1;
  const request = {
    id: randomUUID(),
    address: `10.${address >> 16}.${(address >> 8) & 255}.${address & 255}`,
  };
  return programCtx(world.db, { request });
};
const guess = (account: string, kind: AttemptKind = "password") =>
  takeAttempt(fromAnywhere(), { kind, account, device: null });
const aName = () => `${randomUUID()}@contraprova.test`;
const accountsKept = () => world.db.attemptBucket.count({ where: { scope: "account" } });

/** A thousand tries wait for each other, on a machine that has more to do. */
const A_FLOOD_MS = 120_000;

/** As many failures as there may be, each of another name at another address. */
async function flood(): Promise<void> {
  const all = Array.from({ length: FLOOD.most + 50 }, () => guess(aName()));
  expect((await Promise.all(all)).filter(({ ok }) => ok)).toHaveLength(FLOOD.most);
}
/** The flood goes on: whatever left the window came again. */
const goOn = () => world.db.$executeRaw`
  UPDATE attempt_bucket SET tries = (SELECT array_agg(clock_timestamp()) FROM generate_series(1, ${FLOOD.most}::integer))
  WHERE scope = 'overall'`;

describe("in a flood from everywhere", () => {
  it(
    "a right password from a new device gets in, and a code after it",
    async () => {
      const [one, other] = [await aPerson(world.db), await aPerson(world.db)];
      const browser = atBrowser(world.db, one.email);
      const { secret } = await browser.enrol();
      await world.db.attemptBucket.deleteMany();
      await flood();
      expect((await guess(one.id, "code")).ok).toBe(true);
      await goOn();
      const kept = await accountsKept();
      for (let i = 0; i < 50; i += 1) expect((await guess(aName())).ok).toBe(false);
      expect(await accountsKept()).toBe(kept);
      for (const { email } of [one, other])
        expect(await signIn(fromAnywhere(), { email, password: PASSWORD }, null)).toMatchObject({ ok: true });
      browser.clock.ms += 10 * STEP_MS;
      const proof = { with: "code", typed: codeAt(secret, browser.clock.ms) } as const;
      expect(await answerCode(await browser.givePassword(), proof, null)).toMatchObject({ ok: true });
      // What was let past the full bucket took nothing from it and gave nothing back.
      const everybody = await world.db.attemptBucket.findMany({ where: { scope: "overall" } });
      expect(everybody.map(({ tries }) => tries.length)).toEqual([FLOOD.most, FLOOD.most]);
    },
    A_FLOOD_MS,
  );

  it("an account is guessed at as seldom as ever: fourteen times at first, a hundred times in all", async () => {
    const { email } = await aPerson(world.db);
    expect((await guess(aName())).ok).toBe(true);
    let letThrough = 0;
    const storm = async () => {
      await goOn();
      await world.db.attemptBucket.deleteMany({ where: { scope: "address" } });
      const all = await Promise.all(Array.from({ length: 5 }, () => guess(email)));
      letThrough += all.filter(({ ok }) => ok).length;
    };
    for (let second = 0; second < 900; second += 20) {
      await storm();
      await age(world.db, 20);
    }
    expect(letThrough).toBeGreaterThan(10);
    expect(letThrough).toBeLessThanOrEqual(14);
    for (let quarter = 0; quarter < STOP; quarter += 1) {
      await age(world.db, 900);
      await storm();
    }
    expect(letThrough).toBe(STOP);
  });

  it("an open link sets a password, and one that nobody made is not looked for", async () => {
    const set = (token: string) => setPasswordByLink(fromAnywhere(), { token, password: PASSWORD });
    const ctx = programCtx(world.db);
    const made = await createUser(ctx, { email: aName(), name: "Pessoa Nova", role: "support" });
    if (!made.ok) throw new Error(made.failure.code);
    for (let i = 0; i < 2; i += 1)
      expect(await set(randomUUID())).toMatchObject({ failure: { code: "link" } });
    await goOn();
    expect(await set(randomUUID())).toMatchObject({ failure: { code: "too_many" } });
    expect(await set(made.value.token)).toEqual({ ok: true, value: null });
    expect(await set(made.value.token)).toMatchObject({ failure: { code: "too_many" } });
  });

  it("an address still has its three hundred", async () => {
    await guess(aName());
    await goOn();
    const people = await Promise.all(Array.from({ length: 4 }, () => aPerson(world.db)));
    const ctx = programCtx(world.db, { request: { id: randomUUID(), address: "192.0.2.1" } });
    await world.db.attemptBucket.deleteMany({ where: { scope: "account" } });
    const tryOne = async (place: number) => {
      const account = people[place % people.length]?.email ?? "";
      await world.db.attemptBucket.deleteMany({ where: { scope: "account" } });
      return takeAttempt(ctx, { kind: "password", account, device: null });
    };
    let taken = 0;
    for (let i = 0; i < 310; i += 1) if ((await tryOne(i)).ok) taken += 1;
    expect(taken).toBe(300);
  });
});

it("is told of, once a window, and by what it tries", async () => {
  await guess(aName());
  await goOn();
  // Nothing but the flood: as if each of its names had come and gone.
  await world.db.attemptBucket.deleteMany({ where: { scope: "account" } });
  expect(await raiseSprayAlert(programCtx(world.db))).toBe(true);
  expect(await raiseSprayAlert(programCtx(world.db))).toBe(false);
  const told = await world.db.auditEvent.findFirstOrThrow({
    where: { action: "sign_in.alert" },
    orderBy: { seq: "desc" },
  });
  expect(told.detail).toMatchObject({ floods: ["password"], accounts: 0 });
});
