import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as accounts from "#lib/features/accounts/repository.ts";
import { answerCode } from "#lib/features/accounts/second-factor-sign-in.ts";
import {
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  peekSession,
  readPendingSession,
} from "#lib/features/accounts/sessions.ts";
import { stepUp } from "#lib/features/accounts/stepping-up.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aPerson, atBrowser, codeAt, STEP_MS } from "#tests/support/second-factor.ts";

const settings = vi.hoisted(() => ({ UNICO_ENV: "sandbox", DEMO_MFA: false }));
vi.mock("#lib/env.ts", () => ({ env: () => settings }));

/** In figures of their own: what the product promises, not what the code says of it. */
const PENDING_LIFE_MS = 10 * 60_000;
const SESSION_IDLE_MS = 30 * 60_000;
const SESSION_LIFE_MS = 12 * 3_600_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

async function signedIn() {
  const person = await aPerson(world.db, "manager");
  const browser = atBrowser(world.db, person.email);
  const enrolled = await browser.enrol();
  const request = async (sessionId = enrolled.sessionId) => {
    const ctx = await browser.request(sessionId);
    if (!ctx) throw new Error("signed out");
    return ctx;
  };
  return { person, browser, ...enrolled, wantRequest: request };
}

describe("the token", () => {
  it("changes at sign-in, at the second factor and at step-up, and each one before is worth nothing", async () => {
    const { browser, secret, wantRequest, sessionId } = await signedIn();
    browser.clock.ms += 2 * STEP_MS;
    const pending = await browser.givePassword();
    const entered = await answerCode(
      pending,
      { with: "code", typed: codeAt(secret, browser.clock.ms) },
      null,
    );
    if (!entered.ok) throw new Error(entered.failure.code);
    browser.clock.ms += 2 * STEP_MS;
    const ctx = await wantRequest(entered.value.sessionId);
    const stepped = await stepUp(ctx, codeAt(secret, browser.clock.ms), null);
    if (!stepped.ok) throw new Error(stepped.failure.code);
    const tokens = [
      sessionId,
      pending.pending.sessionId,
      entered.value.sessionId,
      stepped.value.actor.sessionId,
    ];
    expect(new Set(tokens).size).toBe(4);
    const [first = "", afterPassword = "", afterCode = "", afterStepUp = ""] = tokens;
    expect(await browser.request(afterPassword)).toBeNull();
    expect(await readPendingSession(browser.open(), afterPassword)).toBeNull();
    expect(await browser.request(afterCode)).toBeNull();
    expect(await browser.request(afterStepUp)).not.toBeNull();
    // Another session of the same person is another browser's.
    expect(await browser.request(first)).not.toBeNull();
  });

  it("that somebody else planted is not the one that a sign-in goes on with", async () => {
    const thief = await signedIn();
    const victim = await signedIn();
    victim.browser.clock.ms += 2 * STEP_MS;
    // The victim's browser holds the thief's tokens, of both kinds; a sign-in reads neither.
    const planted = await thief.browser.givePassword();
    const pending = await victim.browser.givePassword();
    expect([planted.pending.sessionId, thief.sessionId]).not.toContain(pending.pending.sessionId);
    const typed = codeAt(victim.secret, victim.browser.clock.ms);
    // The victim's code on the thief's planted session lets nobody in.
    expect((await answerCode(planted, { with: "code", typed }, null)).ok).toBe(false);
    const entered = await answerCode(pending, { with: "code", typed }, null);
    if (!entered.ok) throw new Error(entered.failure.code);
    expect(await victim.browser.request(entered.value.sessionId)).toMatchObject({
      actor: { id: victim.person.id },
    });
    expect(await thief.browser.request(entered.value.sessionId)).toMatchObject({
      actor: { id: victim.person.id },
    });
    expect(await thief.browser.request(planted.pending.sessionId)).toBeNull();
  });

  it("that was copied lets nobody in after its owner signed out", async () => {
    const { browser, sessionId, wantRequest } = await signedIn();
    await endOwnSession(await wantRequest(), sessionId, "sign_out");
    expect(await browser.request(sessionId)).toBeNull();
  });

  it("is renewed once by many step-ups at one moment, and by none after it ended", async () => {
    const { browser, secret, wantRequest, sessionId } = await signedIn();
    browser.clock.ms += 2 * STEP_MS;
    const ctx = await wantRequest();
    const code = codeAt(secret, browser.clock.ms);
    const all = await Promise.all(Array.from({ length: 10 }, () => stepUp(ctx, code, null)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    const [renewed] = all.filter((each) => each.ok);
    if (!renewed?.ok) throw new Error("refused");
    browser.clock.ms += STEP_MS;
    const stale = await stepUp(ctx, codeAt(secret, browser.clock.ms), null);
    expect(stale.ok).toBe(false);
    const live = await world.db.session.count({ where: { userId: ctx.actor.id, endedAt: null } });
    expect(live).toBe(1);
    expect(await browser.request(sessionId)).toBeNull();
  });
});

describe("who may no longer", () => {
  it("is disabled, and out at the next request", async () => {
    const { browser, person, sessionId } = await signedIn();
    await world.db.user.updateMany({ where: { id: person.id }, data: { disabledAt: new Date() } });
    expect(await browser.request(sessionId)).toBeNull();
  });

  it("has another role, and is out at the next request, also when a step-up comes at that moment", async () => {
    const { browser, person, secret, sessionId, wantRequest } = await signedIn();
    browser.clock.ms += 2 * STEP_MS;
    const ctx = await wantRequest();
    const changeRole = () =>
      world.db.$transaction(async (tx) => {
        await tx.user.update({ where: { id: person.id }, data: { role: "support" }, select: { id: true } });
        await accounts.endSessionsOf(tx, person.id, new Date());
      });
    const [, stepped] = await Promise.all([
      changeRole(),
      stepUp(ctx, codeAt(secret, browser.clock.ms), null),
    ]);
    expect(await browser.request(sessionId)).toBeNull();
    if (stepped.ok) expect(await browser.request(stepped.value.actor.sessionId)).toBeNull();
  });

  it("has another role is never seen with the one of the sign-in", async () => {
    const { browser, person, sessionId } = await signedIn();
    await world.db.user.updateMany({ where: { id: person.id }, data: { role: "support" } });
    expect((await browser.request(sessionId))?.actor.role).toBe("support");
  });
});

describe("the limits in time", () => {
  it("are exact: half an hour without use, to the second of the last one", async () => {
    const { browser, sessionId } = await signedIn();
    browser.clock.ms += 29 * 60_000;
    expect(await browser.request(sessionId)).not.toBeNull();
    browser.clock.ms += 1_000;
    expect(await browser.request(sessionId)).not.toBeNull();
    const last = browser.clock.ms;
    browser.clock.ms = last + SESSION_IDLE_MS;
    expect(await browser.request(sessionId)).toBeNull();
    browser.clock.ms = last + SESSION_IDLE_MS - 1;
    expect(await browser.request(sessionId)).not.toBeNull();
  });

  it("are not put off by what an open page asks by itself", async () => {
    const { browser, sessionId } = await signedIn();
    const peek = () => peekSession({ db: world.db, now: () => new Date(browser.clock.ms) }, sessionId);
    expect(await browser.request(sessionId)).not.toBeNull();
    const last = browser.clock.ms;
    browser.clock.ms = last + SESSION_IDLE_MS - 1;
    expect((await peek())?.sessionId).toBe(sessionId);
    browser.clock.ms = last + SESSION_IDLE_MS;
    expect(await peek()).toBeNull();
  });

  it("are exact: twelve hours from the password, through every renewal", async () => {
    const person = await aPerson(world.db);
    const browser = atBrowser(world.db, person.email);
    const start = browser.clock.ms;
    const { secret } = await browser.enrol();
    browser.clock.ms += 5 * 60_000;
    const pending = await browser.givePassword();
    const began = browser.clock.ms;
    browser.clock.ms += PENDING_LIFE_MS - 1;
    const entered = await answerCode(
      pending,
      { with: "code", typed: codeAt(secret, browser.clock.ms) },
      null,
    );
    if (!entered.ok) throw new Error(entered.failure.code);
    let { sessionId } = entered.value;
    const end = began + SESSION_LIFE_MS;
    while (browser.clock.ms + 29 * 60_000 < end) {
      browser.clock.ms += 29 * 60_000;
      const ctx = await browser.request(sessionId);
      if (!ctx) throw new Error(`out after ${browser.clock.ms - start} ms`);
      if (ctx.actor.sessionId === entered.value.sessionId && browser.clock.ms > start + 6 * 3_600_000) {
        const stepped = await stepUp(ctx, codeAt(secret, browser.clock.ms), null);
        if (!stepped.ok) throw new Error(stepped.failure.code);
        sessionId = stepped.value.actor.sessionId;
      }
    }
    expect(sessionId).not.toBe(entered.value.sessionId);
    browser.clock.ms = end - 1;
    expect(await browser.request(sessionId)).not.toBeNull();
    browser.clock.ms = end;
    expect(await browser.request(sessionId)).toBeNull();
  }, 60_000);

  it("are exact: ten minutes between the password and the code", async () => {
    const { browser, secret } = await signedIn();
    browser.clock.ms += 2 * STEP_MS;
    const pending = await browser.givePassword();
    const { sessionId } = pending.pending;
    browser.clock.ms += PENDING_LIFE_MS - 1;
    expect(await readPendingSession(browser.open(), sessionId)).not.toBeNull();
    browser.clock.ms += 1;
    expect(await readPendingSession(browser.open(), sessionId)).toBeNull();
    expect(codeAt(secret, browser.clock.ms)).toMatch(/^\d{6}$/);
  });
});

it("all other sessions of a person end together, and nobody else's", async () => {
  const [mine, foreign] = [await signedIn(), await signedIn()];
  mine.browser.clock.ms += 2 * STEP_MS;
  const pending = await mine.browser.givePassword();
  const ctx = await mine.wantRequest();
  const listed = await listOwnSessions(ctx);
  expect(listed.map(({ stage }) => stage).sort()).toEqual(["full", "password"]);
  expect(await endOtherSessions(ctx)).toBe(1);
  expect(await mine.browser.request(mine.sessionId)).not.toBeNull();
  expect(await readPendingSession(mine.browser.open(), pending.pending.sessionId)).toBeNull();
  expect(await foreign.browser.request(foreign.sessionId)).not.toBeNull();
  const told = await world.db.auditEvent.findMany({ where: { entityId: pending.pending.sessionId } });
  expect(told.map(({ action }) => action)).toEqual(["session.password", "session.end"]);
});
