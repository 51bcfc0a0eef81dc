import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createUser } from "#lib/features/accounts/people-inviting.ts";
import { LINK_LIFE_MS, SESSION_IDLE_MS, SESSION_LIFE_MS } from "#lib/features/accounts/rules.ts";
import { savePreferences, setPasswordByLink } from "#lib/features/accounts/service.ts";
import { endOwnSession, listOwnSessions, readSession } from "#lib/features/accounts/sessions.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { aUser, ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { eventsAbout } from "#tests/support/events.ts";

const argon2 = vi.hoisted(() => ({ hashes: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    hash: (...given: Parameters<typeof real.hash>) => {
      argon2.hashes += 1;
      return real.hash(...given);
    },
  };
});
vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

const PASSWORD = "uma frase que ninguém usa";
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

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
    expect((await eventsAbout(world.db, sessionId)).map((event) => event.detail)).toEqual([
      { why: "sign_out" },
    ]);
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
    expect(await eventsAbout(world.db, owner.actor.sessionId)).toEqual([
      {
        action: "session.end",
        outcome: "refused",
        actorKind: "user",
        actorId: other.actor.id,
        detail: { why: "foreign" },
        address: "127.0.0.1",
      },
    ]);
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
    const actions = (await eventsAbout(world.db, id)).map(({ action }) => action);
    const times = (action: string) => actions.filter((each) => each === action).length;
    expect(["user.password", "user.refuse", "session.refuse"].map(times)).toEqual([1, 19, 1]);
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

  it("that is used, late or nobody's is refused in the log, and not a hash is made for it", async () => {
    const { token, expiresAt } = await invite("recusas@contraprova.test");
    const { id } = await world.db.user.findUniqueOrThrow({ where: { email: "recusas@contraprova.test" } });
    const late = programCtx(world.db, { now: () => expiresAt });
    const nobodys = programCtx(world.db);
    const before = argon2.hashes;
    await setPasswordByLink(late, { token, password: PASSWORD });
    await setPasswordByLink(nobodys, { token: "x".repeat(43), password: PASSWORD });
    expect(argon2.hashes).toBe(before);
    expect((await setPasswordByLink(programCtx(world.db), { token, password: PASSWORD })).ok).toBe(true);
    expect(argon2.hashes).toBe(before + 1);
    expect((await setPasswordByLink(programCtx(world.db), { token, password: PASSWORD })).ok).toBe(false);
    expect(argon2.hashes).toBe(before + 1);
    const refused = { action: "user.refuse", outcome: "refused", actorKind: "unknown", actorId: null };
    const said = await eventsAbout(world.db, id);
    expect(said.filter(({ action }) => action === "user.refuse")).toEqual([
      { ...refused, detail: { why: "expired" }, address: "127.0.0.1" },
      { ...refused, detail: { why: "used" }, address: "127.0.0.1" },
    ]);
    const [unknown] = await world.db.auditEvent.findMany({ where: { requestId: nobodys.request.id } });
    expect(unknown).toMatchObject({ ...refused, entityId: null, detail: { why: "unknown" } });
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

describe("language, theme and keys", () => {
  it("are kept with the person, and told in the log", async () => {
    const ctx = await ctxFor(world.db, "manager");
    await savePreferences(ctx, { locale: "en", theme: "dark", letterKeys: false });
    expect(await readSession(ctx, ctx.actor.sessionId)).toMatchObject({
      locale: "en",
      theme: "dark",
      letterKeys: false,
    });
    await savePreferences(ctx, { locale: null, theme: null, letterKeys: true });
    expect(await readSession(ctx, ctx.actor.sessionId)).toMatchObject({
      locale: null,
      theme: null,
      letterKeys: true,
    });
    expect((await eventsAbout(world.db, ctx.actor.id)).map(({ detail }) => detail)).toEqual([
      { locale: "en", theme: "dark", letterKeys: false },
      { locale: null, theme: null, letterKeys: true },
    ]);
  });
});
