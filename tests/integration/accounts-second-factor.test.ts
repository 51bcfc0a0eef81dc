import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  confirmAnother,
  confirmFirst,
  offerAnother,
  offerFirst,
  resetSecondFactor,
} from "#lib/features/accounts/second-factor.ts";
import { spendProof } from "#lib/features/accounts/second-factor-proof.ts";
import { answerCode, goOn } from "#lib/features/accounts/second-factor-sign-in.ts";
import { actorOf, readPendingSession, readSession } from "#lib/features/accounts/sessions.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aPerson, atBrowser, codeAt, PASSWORD, STEP_MS } from "#tests/support/second-factor.ts";

const settings = vi.hoisted(() => ({ UNICO_ENV: "sandbox", DEMO_MFA: false }));
vi.mock("#lib/env.ts", () => ({ env: () => settings }));

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const AT_ONCE = 50;
const times = <T>(count: number, run: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));
const actionsOf = async (actorId: string) =>
  (
    await world.db.auditEvent.findMany({
      where: { actorId },
      orderBy: { seq: "asc" },
      select: { action: true, outcome: true, detail: true },
    })
  ).map(({ action, outcome }) => (outcome === "done" ? action : `${action} ${outcome}`));

/** Somebody who set a second factor up, a step ago. */
async function somebody() {
  const person = await aPerson(world.db);
  const browser = atBrowser(world.db, person.email);
  const enrolled = await browser.enrol();
  browser.clock.ms += 2 * STEP_MS;
  return { person, browser, ...enrolled };
}
const withCode = (typed: string) => ({ with: "code", typed }) as const;

describe("another second factor", () => {
  it("ends every other session of the person, and tells of each", async () => {
    const { person, browser, secret, sessionId } = await somebody();
    const pending = await browser.givePassword();
    const elsewhere = await answerCode(pending, withCode(codeAt(secret, browser.clock.ms)), null);
    if (!elsewhere.ok) throw new Error(elsewhere.failure.code);
    const request = await browser.request(sessionId);
    if (!request) throw new Error("signed out");
    const ctx = { ...request, confirmedAt: new Date(browser.clock.ms) };
    const offered = await offerAnother(ctx);
    if (!offered.ok) throw new Error(offered.failure.code);
    browser.clock.ms += 2 * STEP_MS;
    const typed = codeAt(offered.value.secret, browser.clock.ms);
    expect((await confirmAnother(ctx, typed, null)).ok).toBe(true);
    const open = await world.db.session.findMany({
      where: { userId: person.id, endedAt: null },
      select: { id: true },
    });
    expect(open).toEqual([{ id: sessionId }]);
    expect(await actionsOf(person.id)).toEqual(expect.arrayContaining(["factor.replace", "session.end"]));
  });
});

describe("a sign-in that was right", () => {
  it("stays one where the count of tries cannot be told", async () => {
    const { browser, person } = await somebody();
    const db = new Proxy(world.db, {
      get(real, name) {
        if (name !== "$executeRaw") return Reflect.get(real, name);
        return async () => {
          throw new Error("the database is away");
        };
      },
    });
    const { email } = person;
    expect((await signIn({ ...browser.open(), db }, { email, password: PASSWORD }, null)).ok).toBe(true);
  });
});

describe("a one-time code", () => {
  it("sent fifty times at once lets in once", async () => {
    const { browser, secret, person } = await somebody();
    const pendings = await times(5, () => browser.givePassword());
    const code = codeAt(secret, browser.clock.ms);
    const all = await times(AT_ONCE, async (index) => {
      const pending = pendings[index % pendings.length];
      return pending ? answerCode(pending, withCode(code), null) : null;
    });
    expect(all.filter((each) => each?.ok)).toHaveLength(1);
    const full = await world.db.session.count({
      where: { userId: person.id, stage: "full", createdAt: { gte: new Date(browser.clock.ms) } },
    });
    expect(full).toBe(1);
  }, 60_000);

  it("counts once also where nothing limits the tries, and in no later window", async () => {
    const { browser, secret } = await somebody();
    const { pending } = await browser.givePassword();
    const ctx = () => ({ ...browser.open(), actor: actorOf(pending) });
    const spend = (code: string) =>
      world.db.$transaction((tx) => spendProof(tx, ctx(), withCode(code)), {
        maxWait: 20_000,
        timeout: 20_000,
      });
    const code = codeAt(secret, browser.clock.ms);
    const all = await times(AT_ONCE, () => spend(code));
    expect(all.filter((each) => each === "right")).toHaveLength(1);
    expect(all.filter((each) => each === "used")).toHaveLength(AT_ONCE - 1);
    browser.clock.ms += STEP_MS;
    expect(await spend(code)).toBe("used");
    // The one before it, which nobody sent, is older than one that counted.
    expect(await spend(codeAt(secret, browser.clock.ms - 2 * STEP_MS))).not.toBe("right");
    browser.clock.ms += STEP_MS;
    expect(await spend(code)).toBe("wrong");
    expect(await spend(codeAt(secret, browser.clock.ms))).toBe("right");
  }, 60_000);

  it.each([
    [-2, "wrong"],
    [-1, "right"],
    [0, "right"],
    [1, "right"],
    [2, "wrong"],
  ])("of %d steps from now is %s", async (steps, expected) => {
    const { browser, secret } = await somebody();
    browser.clock.ms += 10 * STEP_MS;
    const { pending } = await browser.givePassword();
    const ctx = { ...browser.open(), actor: actorOf(pending) };
    const code = codeAt(secret, browser.clock.ms + steps * STEP_MS);
    expect(await world.db.$transaction((tx) => spendProof(tx, ctx, withCode(code)))).toBe(expected);
  });

  it("may be tried five times in a quarter of an hour; after that the right one is refused in the same words", async () => {
    const { browser, secret } = await somebody();
    const pending = await browser.givePassword();
    const right = codeAt(secret, browser.clock.ms);
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, "0");
    const answers = [];
    for (let tries = 0; tries < 5; tries += 1) answers.push(await answerCode(pending, withCode(wrong), null));
    answers.push(await answerCode(pending, withCode(right), null));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"ok":false,"failure":{"code":"one_time_code"}}']),
    );
  });

  it("lets in nobody who is disabled meanwhile, and nothing of it stands in the log", async () => {
    const { browser, secret, person } = await somebody();
    const pending = await browser.givePassword();
    await world.db.user.update({
      where: { id: person.id },
      data: { disabledAt: new Date() },
      select: { id: true },
    });
    const code = codeAt(secret, browser.clock.ms);
    expect(await answerCode(pending, withCode(code), null)).toMatchObject({ ok: false });
    const told = await world.db.auditEvent.findMany({ where: { actorId: person.id } });
    expect(told.at(-1)).toMatchObject({ action: "factor.refuse", detail: { why: "disabled" } });
    expect(JSON.stringify(told.map(({ detail }) => detail))).not.toContain(code);
  });
});

describe("a recovery code", () => {
  it("lets in once, however often and however typed, and nobody else", async () => {
    const { browser, recoveryCodes, person } = await somebody();
    expect(recoveryCodes).toHaveLength(10);
    expect(new Set(recoveryCodes).size).toBe(10);
    const [code = ""] = recoveryCodes;
    const pendings = await times(4, () => browser.givePassword());
    const typed = ` ${code.toLowerCase().replaceAll("-", " ")}`;
    const all = await Promise.all(
      pendings.map((pending) => answerCode(pending, { with: "recovery", typed }, null)),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    const other = await somebody();
    const foreign = await other.browser.givePassword();
    const [, second = ""] = recoveryCodes;
    expect((await answerCode(foreign, { with: "recovery", typed: second }, null)).ok).toBe(false);
    expect(await actionsOf(person.id)).toContain("factor.recover");
    const kept = await world.db.recoveryCode.findMany({ where: { userId: person.id } });
    expect(kept.filter(({ usedAt }) => usedAt)).toHaveLength(1);
    const dump = kept.map(({ codeHash }) => Buffer.from(codeHash).toString("latin1")).join();
    for (const each of recoveryCodes) expect(dump).not.toContain(each);
  });
});

describe("setting a second factor up", () => {
  it("is the only thing that a real person's first sign-in opens, and leads to a new session", async () => {
    const person = await aPerson(world.db);
    const browser = atBrowser(world.db, person.email);
    const pending = await browser.givePassword();
    expect(pending.pending.factor).toBe("set_up");
    expect(await readSession(browser.open(), pending.pending.sessionId)).toBeNull();
    const offered = await offerFirst(pending);
    expect(await offerFirst(pending)).toEqual(offered);
    const { secret = "", address = "" } = offered ?? {};
    expect(address).toMatch(/^otpauth:\/\/totp\/Contraprova/);
    // Without a right code there is no way on.
    expect((await goOn(pending)).ok).toBe(false);
    expect((await answerCode(pending, withCode(codeAt(secret, browser.clock.ms)), null)).ok).toBe(false);
    expect((await confirmFirst(pending, "000000", null)).ok).toBe(false);
    const confirmed = await confirmFirst(pending, codeAt(secret, browser.clock.ms), null);
    expect(confirmed.ok).toBe(true);
    expect(await readSession(browser.open(), pending.pending.sessionId)).toBeNull();
    const entered = await goOn(await browser.wantPending(pending.pending.sessionId));
    if (!entered.ok) throw new Error(entered.failure.code);
    expect(entered.value.sessionId).not.toBe(pending.pending.sessionId);
    expect(await readSession(browser.open(), entered.value.sessionId)).toMatchObject({ id: person.id });
    expect(await readPendingSession(browser.open(), pending.pending.sessionId)).toBeNull();
    const kept = await world.db.user.findUniqueOrThrow({ where: { id: person.id } });
    expect(kept.lastSignInAt).toEqual(new Date(browser.clock.ms));
    expect(Buffer.from(kept.totpSecret ?? []).includes(secret)).toBe(false);
    expect(await actionsOf(person.id)).toEqual([
      "session.password",
      "factor.begin",
      "factor.refuse refused",
      "factor.refuse refused",
      "factor.set_up",
      "factor.codes",
      "session.renew",
      "session.start",
    ]);
  });

  it("is not for who knows the password of somebody that has one", async () => {
    const { browser } = await somebody();
    const thief = await browser.givePassword();
    const offered = await offerFirst(thief);
    const code = codeAt(offered?.secret ?? "", browser.clock.ms);
    expect(await confirmFirst(thief, code, null)).toEqual({ ok: false, failure: { code: "pending_over" } });
    expect((await goOn(thief)).ok).toBe(false);
  });

  it("of two sessions at once counts for the faster, whose secret the other never saw", async () => {
    const person = await aPerson(world.db);
    const browser = atBrowser(world.db, person.email);
    const [one, two] = [await browser.givePassword(), await browser.givePassword()];
    const [first, second] = [await offerFirst(one), await offerFirst(two)];
    expect(first?.secret).not.toBe(second?.secret);
    const at = browser.clock.ms;
    const all = await Promise.all([
      confirmFirst(one, codeAt(first?.secret ?? "", at), null),
      confirmFirst(two, codeAt(second?.secret ?? "", at), null),
    ]);
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("is asked for again after a reset, which ends every session", async () => {
    const { browser, person, sessionId } = await somebody();
    await world.db.$transaction((tx) => resetSecondFactor(tx, person.id));
    expect(await browser.request(sessionId)).toBeNull();
    expect((await browser.givePassword()).pending.factor).toBe("set_up");
    expect(await world.db.recoveryCode.count({ where: { userId: person.id } })).toBe(0);
  });
});
