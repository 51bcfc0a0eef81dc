import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { hashPassword } from "#lib/auth/password.ts";
import { DEMO_EMAILS } from "#lib/features/accounts/demo-people.ts";
import { createUser } from "#lib/features/accounts/people-inviting.ts";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { readPendingSession, readSession } from "#lib/features/accounts/sessions.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { STAFF } from "#lib/seed/people.ts";
import { aUser, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { eventsAbout } from "#tests/support/events.ts";

const settings = vi.hoisted(() => ({ UNICO_ENV: "sandbox" }));
vi.mock("#lib/env.ts", () => ({ env: () => settings }));
afterEach(() => {
  settings.UNICO_ENV = "sandbox";
});

const PASSWORD = "uma frase que ninguém usa";
let world: World;
let passwordHash: string;
beforeAll(async () => {
  world = await openWorld();
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => world.end());

describe("signing in", () => {
  it("opens a session for the right password, and says so in the log", async () => {
    const user = await aUser(world.db, "analyst", { passwordHash });
    const opened = await signIn(
      programCtx(world.db),
      { email: user.email, password: PASSWORD },
      "Firefox".repeat(99),
    );
    if (!opened.ok) throw new Error("refused");
    expect(opened.value.userId).toBe(user.id);
    // The second factor is still to come, so the session opens nothing but that.
    const { sessionId } = opened.value;
    expect(opened.value.stage).toBe("password");
    expect(await readSession(programCtx(world.db), sessionId)).toBeNull();
    expect(await readPendingSession(programCtx(world.db), sessionId)).toMatchObject({
      id: user.id,
      role: "analyst",
      sessionId,
      factor: "set_up",
    });
    const kept = await world.db.session.findUniqueOrThrow({ where: { id: opened.value.sessionId } });
    expect(kept.userAgent).toHaveLength(300);
    expect(await eventsAbout(world.db, opened.value.sessionId)).toEqual([
      {
        action: "session.password",
        outcome: "done",
        actorKind: "user",
        actorId: user.id,
        detail: { with: "password" },
        address: "127.0.0.1",
      },
    ]);
  });

  it.each([
    ["a wrong password", { password: "another sentence" }, false, "password"],
    ["a disabled account", { password: PASSWORD }, true, "disabled"],
    ["an account without a password yet", { password: PASSWORD, none: true }, false, "password"],
  ])("refuses %s with the same answer, audited under the account", async (_, given, disabled, why) => {
    const user = await aUser(world.db, "support", "none" in given ? {} : { passwordHash });
    if (disabled)
      await world.db.user.update({
        where: { id: user.id },
        data: { disabledAt: new Date() },
        select: { id: true },
      });
    const refused = await signIn(programCtx(world.db), { email: user.email, password: given.password }, null);
    expect(refused).toEqual({ ok: false, failure: { code: "sign_in" } });
    expect(await world.db.session.count({ where: { userId: user.id } })).toBe(0);
    expect(await eventsAbout(world.db, user.id)).toEqual([
      {
        action: "session.refuse",
        outcome: "refused",
        actorKind: "unknown",
        actorId: null,
        detail: { why },
        address: "127.0.0.1",
      },
    ]);
  });

  it("refuses an unknown account, and the log holds nothing of what was typed", async () => {
    const ctx = programCtx(world.db);
    const refused = await signIn(ctx, { email: "ninguem@contraprova.test", password: PASSWORD }, null);
    expect(refused).toEqual({ ok: false, failure: { code: "sign_in" } });
    const [event] = await world.db.auditEvent.findMany({ where: { requestId: ctx.request.id } });
    expect(event).toMatchObject({ action: "session.refuse", entityId: null, detail: { why: "unknown" } });
    expect(JSON.stringify({ ...event, seq: 0, xid: 0 })).not.toMatch(/ninguem|frase/);
  });
});

describe("a sign-in that a change overtakes", () => {
  /** A database whose next transaction begins only after `before`. */
  const overtaken = (before: () => Promise<unknown>) =>
    new Proxy(world.db, {
      get(db, name) {
        if (name !== "$transaction") return Reflect.get(db, name);
        return async (...given: Parameters<typeof db.$transaction>) => {
          await before();
          return db.$transaction(...given);
        };
      },
    });

  it("is refused when the password was set anew after it was checked", async () => {
    const email = "corrida@contraprova.test";
    const made = await createUser(programCtx(world.db), { email, name: "Pessoa Nova", role: "admin" });
    if (!made.ok) throw new Error(made.failure.code);
    const { id } = await world.db.user.update({
      where: { email },
      data: { passwordHash },
      select: { id: true },
    });
    const { token } = made.value;
    const db = overtaken(() =>
      setPasswordByLink(programCtx(world.db), { token, password: `${PASSWORD} nova` }),
    );
    const opened = await signIn(programCtx(db), { email, password: PASSWORD }, null);
    expect(opened).toEqual({ ok: false, failure: { code: "sign_in" } });
    expect(await world.db.session.count({ where: { userId: id } })).toBe(0);
    expect((await eventsAbout(world.db, id)).at(-1)).toMatchObject({
      action: "session.refuse",
      detail: { why: "password" },
    });
  });

  it("is refused when the account was switched off after it was looked at", async () => {
    const user = await aUser(world.db, "analyst", { passwordHash });
    const { id, email } = user;
    const db = overtaken(() => world.db.user.updateMany({ where: { id }, data: { disabledAt: new Date() } }));
    expect((await signIn(programCtx(db), { email, password: PASSWORD }, null)).ok).toBe(false);
    expect(await world.db.session.count({ where: { userId: id } })).toBe(0);
    expect((await eventsAbout(world.db, id)).at(-1)).toMatchObject({
      action: "session.refuse",
      detail: { why: "disabled" },
    });
  });
});

describe("demo people", () => {
  it("are those of the seed", () => {
    expect([...DEMO_EMAILS]).toEqual(STAFF.map(({ email }) => email));
  });

  it.each(["uat", "production"])(
    "sign in to the sandbox and not to %s, where their sessions end",
    async (where) => {
      const email = where === "uat" ? "manager@contraprova.test" : "analyst2@contraprova.test";
      const ctx = programCtx(world.db);
      const { id } = await aUser(world.db, "manager", { email, passwordHash });
      const opened = await signIn(ctx, { email, password: PASSWORD }, null);
      if (!opened.ok) throw new Error("refused");
      expect(await readSession(ctx, opened.value.sessionId)).toMatchObject({ email });
      settings.UNICO_ENV = where;
      expect(await readSession(ctx, opened.value.sessionId)).toBeNull();
      expect(await signIn(ctx, { email, password: PASSWORD }, null)).toEqual({
        ok: false,
        failure: { code: "sign_in" },
      });
      expect((await eventsAbout(world.db, id)).at(-1)).toMatchObject({
        action: "session.refuse",
        detail: { why: "demo" },
      });
      // Whoever else is there is not touched by it.
      const other = await aUser(world.db, "manager", { passwordHash });
      expect((await signIn(ctx, { email: other.email, password: PASSWORD }, null)).ok).toBe(true);
    },
  );
});
