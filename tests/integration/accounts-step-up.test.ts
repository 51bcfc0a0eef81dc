import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { confirmAnother, offerAnother, renewRecoveryCodes } from "#lib/features/accounts/second-factor.ts";
import { answerCode } from "#lib/features/accounts/second-factor-sign-in.ts";
import { assertFresh, StepUpNeeded, stepUp, stepUpWayOf } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aPerson, atBrowser, codeAt, PASSWORD, STEP_MS } from "#tests/support/second-factor.ts";

const settings = vi.hoisted(() => ({ UNICO_ENV: "sandbox", DEMO_MFA: false }));
vi.mock("#lib/env.ts", () => ({ env: () => settings }));

/** In figures of its own: what the product promises, not what the code says of it. */
const FRESH_MS = 5 * 60_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

async function signedIn() {
  const person = await aPerson(world.db, "manager");
  const browser = atBrowser(world.db, person.email);
  const enrolled = await browser.enrol();
  const wantRequest = async (sessionId = enrolled.sessionId): Promise<UserCtx> => {
    const ctx = await browser.request(sessionId);
    if (!ctx) throw new Error("signed out");
    return ctx;
  };
  return { person, browser, ...enrolled, wantRequest };
}
const toldOf = (entityId: string) =>
  world.db.auditEvent.findMany({
    where: { entityId },
    orderBy: { seq: "asc" },
    select: { action: true, outcome: true, detail: true },
  });

describe("a fresh proof", () => {
  it("is the sign-in for five minutes, to the millisecond, and then a code again", async () => {
    const { browser, secret, wantRequest } = await signedIn();
    const start = browser.clock.ms;
    browser.clock.ms = start + FRESH_MS - 1;
    assertFresh(await wantRequest());
    browser.clock.ms = start + FRESH_MS;
    const late = await wantRequest();
    expect(() => assertFresh(late)).toThrow(StepUpNeeded);
    await expect(renewRecoveryCodes(late)).rejects.toThrow(StepUpNeeded);
    await expect(offerAnother(late)).rejects.toThrow(StepUpNeeded);
    const code = codeAt(secret, browser.clock.ms);
    const stepped = await stepUp(late, code, null);
    if (!stepped.ok) throw new Error(stepped.failure.code);
    assertFresh(await wantRequest(stepped.value.actor.sessionId));
    // The same code confirms nothing more.
    const again = await stepUp(stepped.value, code, null);
    expect(again).toEqual({ ok: false, failure: { code: "step_up_wrong", way: "code" } });
    const told = await toldOf(stepped.value.actor.sessionId);
    expect(told.map(({ action, outcome }) => [action, outcome])).toEqual([
      ["session.renew", "done"],
      ["session.confirm", "done"],
      ["session.confirm", "refused"],
    ]);
    expect(JSON.stringify(told.map(({ detail }) => detail))).not.toContain(code);
  });

  it("is nothing where a context says nothing of one", async () => {
    const ctx = await ctxFor(world.db, "admin");
    expect(() => assertFresh(ctx)).toThrow(StepUpNeeded);
    expect(() => assertFresh({ ...ctx, confirmedAt: null })).toThrow(StepUpNeeded);
  });

  it("is the password for who has no second factor, and no password for who has one", async () => {
    const person = await aPerson(world.db);
    const { id: sessionId } = await world.db.session.create({ data: { userId: person.id } });
    const browser = atBrowser(world.db, person.email);
    const ctx = await browser.request(sessionId);
    if (!ctx) throw new Error("signed out");
    expect(await stepUpWayOf(ctx)).toBe("password");
    expect((await stepUp(ctx, "another password", null)).ok).toBe(false);
    expect((await stepUp(ctx, PASSWORD, null)).ok).toBe(true);
    const other = await signedIn();
    other.browser.clock.ms += FRESH_MS;
    expect((await stepUp(await other.wantRequest(), PASSWORD, null)).ok).toBe(false);
  });

  it("is the company's alone for who came by it", async () => {
    const { browser, secret, wantRequest, sessionId } = await signedIn();
    await world.db.session.updateMany({
      where: { id: sessionId },
      data: { way: "company", vouchedAt: new Date(browser.clock.ms) },
    });
    const ctx = await wantRequest();
    expect(await stepUpWayOf(ctx)).toBe("company");
    for (const typed of [PASSWORD, codeAt(secret, browser.clock.ms + STEP_MS)])
      expect(await stepUp(ctx, typed, null)).toMatchObject({ ok: false, failure: { way: "company" } });
  });

  it("wrong often enough is refused when it is right, in the same words", async () => {
    const { browser, secret, wantRequest } = await signedIn();
    browser.clock.ms += FRESH_MS;
    const ctx = await wantRequest();
    const right = codeAt(secret, browser.clock.ms);
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, "0");
    for (let tries = 0; tries < 5; tries += 1) expect((await stepUp(ctx, wrong, null)).ok).toBe(false);
    expect(await stepUp(ctx, right, null)).toEqual({
      ok: false,
      failure: { code: "step_up_wrong", way: "code" },
    });
  });
});

describe("another second factor", () => {
  it("takes the place of the one before once a code of it came, with other recovery codes", async () => {
    const { browser, secret, recoveryCodes, wantRequest } = await signedIn();
    const ctx = await wantRequest();
    const offered = await offerAnother(ctx);
    if (!offered.ok) throw new Error(offered.failure.code);
    browser.clock.ms += 2 * STEP_MS;
    // The old one counts on until then.
    const before = await browser.givePassword();
    const old = { with: "code", typed: codeAt(secret, browser.clock.ms) } as const;
    expect((await answerCode(before, old, null)).ok).toBe(true);
    browser.clock.ms += 2 * STEP_MS;
    const fresh = await wantRequest();
    const wrong = await confirmAnother(fresh, codeAt(secret, browser.clock.ms), null);
    expect(wrong).toEqual({ ok: false, failure: { code: "one_time_code" } });
    const done = await confirmAnother(fresh, codeAt(offered.value.secret, browser.clock.ms), null);
    if (!done.ok) throw new Error(done.failure.code);
    browser.clock.ms += 2 * STEP_MS;
    const after = await browser.givePassword();
    const answer = (proof: Parameters<typeof answerCode>[1]) => answerCode(after, proof, null);
    const [oldRecovery = ""] = recoveryCodes;
    const [recovery = ""] = done.value.recoveryCodes;
    expect((await answer({ with: "code", typed: codeAt(secret, browser.clock.ms) })).ok).toBe(false);
    expect((await answer({ with: "recovery", typed: oldRecovery })).ok).toBe(false);
    expect((await answer({ with: "recovery", typed: recovery })).ok).toBe(true);
  });

  it("is not confirmed a quarter of an hour after the fresh proof", async () => {
    const { browser, wantRequest } = await signedIn();
    const offered = await offerAnother(await wantRequest());
    if (!offered.ok) throw new Error(offered.failure.code);
    browser.clock.ms += 15 * 60_000;
    const code = codeAt(offered.value.secret, browser.clock.ms);
    expect(await confirmAnother(await wantRequest(), code, null)).toEqual({
      ok: false,
      failure: { code: "pending_over" },
    });
  });

  it("is not confirmed by who began none", async () => {
    const { browser, secret, wantRequest } = await signedIn();
    browser.clock.ms += STEP_MS;
    const given = await confirmAnother(await wantRequest(), codeAt(secret, browser.clock.ms), null);
    expect(given).toEqual({ ok: false, failure: { code: "pending_over" } });
  });
});
