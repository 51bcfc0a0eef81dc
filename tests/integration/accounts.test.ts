import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "#lib/auth/password.ts";
import { LINK_LIFE_MS, SESSION_IDLE_MS, SESSION_LIFE_MS } from "#lib/features/accounts/rules.ts";
import {
  createUser,
  endOwnSession,
  listOwnSessions,
  readSession,
  savePreferences,
  setPasswordByLink,
  signIn,
} from "#lib/features/accounts/service.ts";
import { aUser, ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";

const PASSWORD = "uma frase que ninguém usa";
let world: World;
let passwordHash: string;

beforeAll(async () => {
  world = await openWorld();
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => world.end());

const eventsAbout = (entityId: string) =>
  world.db.auditEvent.findMany({
    where: { entityId },
    orderBy: { seq: "asc" },
    select: { action: true, outcome: true, actorKind: true, actorId: true, detail: true, address: true },
  });

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
    expect(await readSession(programCtx(world.db), opened.value.sessionId)).toMatchObject({
      id: user.id,
      role: "analyst",
      sessionId: opened.value.sessionId,
    });
    const kept = await world.db.session.findUniqueOrThrow({ where: { id: opened.value.sessionId } });
    expect(kept.userAgent).toHaveLength(300);
    expect(await eventsAbout(opened.value.sessionId)).toEqual([
      {
        action: "session.start",
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
    expect(await eventsAbout(user.id)).toEqual([
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
    expect(JSON.stringify({ ...event, seq: 0 })).not.toMatch(/ninguem|frase/);
  });
});

describe("a session", () => {
  const at = (ms: number) => programCtx(world.db, { now: () => new Date(ms) });

  it("lets nobody in after half an hour without use", async () => {
    const { actor } = await ctxFor(world.db, "support");
    const last = Date.now();
    await world.db.session.update({
      where: { id: actor.sessionId },
      data: { createdAt: new Date(last), lastSeenAt: new Date(last) },
      select: { id: true },
    });
    expect(await readSession(at(last + SESSION_IDLE_MS), actor.sessionId)).toBeNull();
    expect(await readSession(at(last + SESSION_IDLE_MS - 1), actor.sessionId)).not.toBeNull();
    // The use just made was noted: the half hour begins anew.
    expect(await readSession(at(last + SESSION_IDLE_MS + 60_000), actor.sessionId)).not.toBeNull();
  });

  it("lets nobody in after twelve hours, however much it is used", async () => {
    const { actor } = await ctxFor(world.db, "support");
    const end = Date.now() + SESSION_LIFE_MS;
    await world.db.session.update({
      where: { id: actor.sessionId },
      data: { createdAt: new Date(end - SESSION_LIFE_MS), lastSeenAt: new Date(end - 1_000) },
      select: { id: true },
    });
    expect(await readSession(at(end - 1), actor.sessionId)).not.toBeNull();
    expect(await readSession(at(end), actor.sessionId)).toBeNull();
  });

  it("bites at once when it is ended, and only once in the log", async () => {
    const ctx = await ctxFor(world.db, "support");
    const { sessionId } = ctx.actor;
    await Promise.all(Array.from({ length: 5 }, () => endOwnSession(ctx, sessionId, "sign_out")));
    expect(await readSession(ctx, sessionId)).toBeNull();
    expect((await eventsAbout(sessionId)).map((event) => event.detail)).toEqual([{ why: "sign_out" }]);
  });

  it("bites at once when the account is disabled", async () => {
    const ctx = await ctxFor(world.db, "support");
    await world.db.user.update({
      where: { id: ctx.actor.id },
      data: { disabledAt: new Date() },
      select: { id: true },
    });
    expect(await readSession(ctx, ctx.actor.sessionId)).toBeNull();
  });

  it("is not ended by anybody else", async () => {
    const [owner, other] = await Promise.all([ctxFor(world.db, "support"), ctxFor(world.db, "admin")]);
    await endOwnSession(other, owner.actor.sessionId, "ended_elsewhere");
    expect(await readSession(owner, owner.actor.sessionId)).not.toBeNull();
    expect(await eventsAbout(owner.actor.sessionId)).toEqual([]);
  });

  it("that nobody knows lets nobody in", async () => {
    expect(await readSession(programCtx(world.db), crypto.randomUUID())).toBeNull();
  });

  it("is listed to its owner while it lives", async () => {
    const ctx = await ctxFor(world.db, "support");
    const now = Date.now();
    const ago = (ms: number) => new Date(now - ms);
    await world.db.session.createMany({
      data: [
        { userId: ctx.actor.id, lastSeenAt: ago(60_000), userAgent: "second" },
        { userId: ctx.actor.id, lastSeenAt: ago(SESSION_IDLE_MS + 1_000), userAgent: "idle" },
        { userId: ctx.actor.id, endedAt: ago(0), userAgent: "ended" },
        { userId: (await aUser(world.db, "support")).id, userAgent: "foreign" },
      ],
    });
    const listed = await listOwnSessions({ ...ctx, now: () => new Date(now) });
    expect(listed.map(({ userAgent }) => userAgent)).toEqual([null, "second"]);
  });
});

describe("a one-time link", () => {
  const invite = async (email: string) => {
    const made = await createUser(programCtx(world.db), { email, name: "Pessoa Nova", role: "admin" });
    if (!made.ok) throw new Error(made.failure.code);
    return made.value;
  };

  it("sets one password of twenty sent at once", async () => {
    const { token } = await invite("uma-vez@contraprova.test");
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        setPasswordByLink(programCtx(world.db), { token, password: `senha número ${index} daqui` }),
      ),
    );
    expect(all.filter((each) => each.ok)).toHaveLength(1);
    const winner = all.findIndex((each) => each.ok);
    const signs = (index: number) =>
      signIn(
        programCtx(world.db),
        { email: "uma-vez@contraprova.test", password: `senha número ${index} daqui` },
        null,
      );
    expect((await signs(winner)).ok).toBe(true);
    expect((await signs((winner + 1) % 20)).ok).toBe(false);
    const { id } = await world.db.user.findUniqueOrThrow({ where: { email: "uma-vez@contraprova.test" } });
    const actions = (await eventsAbout(id)).map(({ action }) => action);
    expect(actions).toEqual(["user.create", "user.link", "user.password", "session.refuse"]);
  }, 60_000);

  it("ends with its time, and keeps no token that could be read from the database", async () => {
    const { token, expiresAt } = await invite("tarde@contraprova.test");
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(LINK_LIFE_MS - 60_000);
    const late = programCtx(world.db, { now: () => expiresAt });
    expect(await setPasswordByLink(late, { token, password: PASSWORD })).toEqual({
      ok: false,
      failure: { code: "link" },
    });
    const links = await world.db.oneTimeLink.findMany();
    expect(links.some(({ tokenHash }) => Buffer.from(tokenHash).includes(token))).toBe(false);
  });

  it("ends the sessions that were open", async () => {
    const { token } = await invite("sessoes@contraprova.test");
    const user = await world.db.user.findUniqueOrThrow({ where: { email: "sessoes@contraprova.test" } });
    const { id } = await world.db.session.create({ data: { userId: user.id } });
    await setPasswordByLink(programCtx(world.db), { token, password: PASSWORD });
    expect(await readSession(programCtx(world.db), id)).toBeNull();
  });

  it("is not made twice for one email", async () => {
    await invite("duas@contraprova.test");
    await expect(invite("duas@contraprova.test")).rejects.toThrow("email_taken");
  });
});

describe("language and theme", () => {
  it("are kept with the person, and told in the log", async () => {
    const ctx = await ctxFor(world.db, "manager");
    await savePreferences(ctx, { locale: "en", theme: "dark" });
    expect(await readSession(ctx, ctx.actor.sessionId)).toMatchObject({ locale: "en", theme: "dark" });
    await savePreferences(ctx, { locale: null, theme: null });
    expect(await readSession(ctx, ctx.actor.sessionId)).toMatchObject({ locale: null, theme: null });
    expect((await eventsAbout(ctx.actor.id)).map(({ detail }) => detail)).toEqual([
      { locale: "en", theme: "dark" },
      { locale: null, theme: null },
    ]);
  });
});
