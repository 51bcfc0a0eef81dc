import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Forbidden, ROLES, type Role } from "#lib/auth/roles.ts";
import { listPeople, readPerson } from "#lib/features/accounts/people.ts";
import {
  changeBranches,
  changeRole,
  disablePerson,
  enablePerson,
  endSessionsOfPerson,
  type On,
  resetSecondFactorOf,
} from "#lib/features/accounts/people-changing.ts";
import { createUser, makeNewLink } from "#lib/features/accounts/people-inviting.ts";
import { peopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { readSession } from "#lib/features/accounts/sessions.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { takeAttempt } from "#lib/features/throttling/attempts.ts";
import { readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";

const settings = vi.hoisted(() => ({ UNICO_ENV: "sandbox" }));
vi.mock("#lib/env.ts", () => ({ env: () => settings }));

const PASSWORD = "uma frase que ninguém usa";
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());
// Who was an administrator before is none for the next test.
beforeEach(async () => {
  settings.UNICO_ENV = "sandbox";
  await world.db.user.updateMany({ where: { role: "admin" }, data: { role: "support" } });
});

/** A person who can sign in and is signed in, with a proof just given. */
async function person(role: Role): Promise<UserCtx> {
  const ctx = await ctxFor(world.db, role);
  await world.db.user.updateMany({ where: { id: ctx.actor.id }, data: { passwordHash: "set" } });
  return { ...ctx, confirmedAt: new Date() };
}
const rowOf = (id: string) => world.db.user.findUniqueOrThrow({ where: { id } });
const on = async ({ actor: { id } }: UserCtx): Promise<On> => ({ id, version: (await rowOf(id)).version });
const isSignedIn = async (ctx: UserCtx) => (await readSession(ctx, ctx.actor.sessionId)) !== null;
const refusedFor = (code: string) => ({ ok: false, failure: { code } });
const lastEvent = (entityId: string) =>
  world.db.auditEvent.findFirst({
    where: { entityId },
    orderBy: { seq: "desc" },
    select: { action: true, outcome: true, actorId: true, detail: true },
  });
const ableAdmins = () =>
  world.db.user.count({ where: { role: "admin", disabledAt: null, passwordHash: { not: null } } });

const ACTS = {
  role: (ctx: UserCtx, it: On) => changeRole(ctx, it, "manager"),
  branches: (ctx: UserCtx, it: On) => changeBranches(ctx, it, []),
  disable: disablePerson,
  enable: enablePerson,
  sessions: endSessionsOfPerson,
  second_factor: resetSecondFactorOf,
  link: makeNewLink,
};
type Act = keyof typeof ACTS;
const NAMES = Object.keys(ACTS) as Act[];

describe("who may", () => {
  it.each(ROLES.filter((role) => role !== "admin"))("%s may do nothing of it", async (role) => {
    const [ctx, other] = [await person(role), await person("support")];
    const target = await on(other);
    for (const name of NAMES) await expect(ACTS[name](ctx, target)).rejects.toThrow(Forbidden);
    const { filter } = readAddress(peopleFilter, {});
    await expect(listPeople(ctx, filter)).rejects.toThrow(Forbidden);
    await expect(readPerson(ctx, target.id)).rejects.toThrow(Forbidden);
    const invited = { email: "x@contraprova.test", name: "X", role: "support" } as const;
    await expect(createUser(ctx, invited)).rejects.toThrow(Forbidden);
  });

  it("asks for a fresh proof before what changes access or opens an account, and only there", async () => {
    const { confirmedAt: _, ...admin } = await person("admin");
    const other = await person("support");
    for (const name of ["role", "branches", "disable", "enable", "second_factor", "link"] as const)
      await expect(ACTS[name](admin, await on(other))).rejects.toThrow(StepUpNeeded);
    const stale = { ...admin, confirmedAt: new Date(Date.now() - 5 * 60_000 - 1_000) };
    await expect(changeRole(stale, await on(other), "analyst")).rejects.toThrow(StepUpNeeded);
    expect((await rowOf(other.actor.id)).role).toBe("support");
    const someone = (role: Role) => ({ email: `${randomUUID()}@contraprova.test`, name: "Nova", role });
    for (const role of ROLES) {
      await expect(createUser(admin, someone(role)), role).rejects.toThrow(StepUpNeeded);
      await expect(createUser(stale, someone(role)), role).rejects.toThrow(StepUpNeeded);
    }
    expect((await createUser({ ...admin, confirmedAt: new Date() }, someone("manager"))).ok).toBe(true);
    expect((await endSessionsOfPerson(admin, await on(other))).ok).toBe(true);
  });

  it("nobody acts on their own account", async () => {
    const [admin] = [await person("admin"), await person("admin")];
    for (const name of NAMES) {
      expect(await ACTS[name](admin, await on(admin)), name).toEqual(refusedFor("own"));
      expect(await lastEvent(admin.actor.id)).toMatchObject({ outcome: "refused", detail: { why: "own" } });
    }
  });

  it("nobody who is not there is acted on", async () => {
    const admin = await person("admin");
    for (const name of NAMES)
      expect(await ACTS[name](admin, { id: randomUUID(), version: 1 })).toEqual(refusedFor("gone"));
  });
});

describe("a change bites on the next request", () => {
  it.each([
    ["role", { before: { role: "support" }, after: { role: "manager" }, sessionsEnded: 1 }],
    ["disable", { before: { standing: "active" }, after: { standing: "disabled" }, sessionsEnded: 1 }],
    ["sessions", { sessionsEnded: 1 }],
    ["second_factor", { before: { secondFactor: true }, after: { secondFactor: false }, sessionsEnded: 1 }],
  ] as const)("%s ends the sessions, and the log tells before and after", async (name, detail) => {
    const [admin, other] = [await person("admin"), await person("support")];
    await world.db.user.updateMany({
      where: { id: other.actor.id },
      data: { totpSecret: new Uint8Array([1]), totpConfirmedAt: new Date(), totpLastStep: 1n },
    });
    expect(await isSignedIn(other)).toBe(true);
    expect((await ACTS[name](admin, await on(other))).ok).toBe(true);
    expect(await isSignedIn(other)).toBe(false);
    expect(await isSignedIn(admin)).toBe(true);
    expect(await lastEvent(other.actor.id)).toMatchObject({
      outcome: "done",
      actorId: admin.actor.id,
      detail,
    });
    const row = await rowOf(other.actor.id);
    expect(row.totpConfirmedAt === null).toBe(name === "second_factor");
  });

  it("branches end the sessions; unknown ones change nothing", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const ids = [randomUUID(), randomUUID()].sort();
    await world.db.subsidiary.createMany({ data: ids.map((id) => ({ id, name: `Filial ${id}` })) });
    expect(await changeBranches(admin, await on(other), [ids[0] ?? "", randomUUID()])).toEqual(
      refusedFor("branch_unknown"),
    );
    expect(await isSignedIn(other)).toBe(true);
    expect((await changeBranches(admin, await on(other), ids)).ok).toBe(true);
    expect(await isSignedIn(other)).toBe(false);
    expect((await readPerson(admin, other.actor.id))?.branches.map(({ id }) => id).sort()).toEqual(ids);
    const detail = { before: { branches: "all" }, after: { branches: ids } };
    expect(await lastEvent(other.actor.id)).toMatchObject({ action: "user.branches", detail });
    expect(await changeBranches(admin, await on(other), ids.reverse())).toEqual(refusedFor("unchanged"));
  });

  it("a disabled account opens nothing until it is enabled", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const link = await makeNewLink(admin, await on(other));
    if (!link.ok) throw new Error(link.failure.code);
    await disablePerson(admin, await on(other));
    const { token } = link.value;
    const used = await setPasswordByLink(programCtx(world.db), { token, password: PASSWORD });
    expect(used).toEqual(refusedFor("link"));
    expect(await makeNewLink(admin, await on(other))).toEqual(refusedFor("disabled"));
    expect((await enablePerson(admin, await on(other))).ok).toBe(true);
    // The link from before stays ended.
    expect((await setPasswordByLink(programCtx(world.db), { token, password: PASSWORD })).ok).toBe(false);
  });
});

describe("branches of who acts", () => {
  async function limited(...ids: string[]): Promise<UserCtx> {
    const admin = await person("admin");
    const data = ids.map((subsidiaryId) => ({ userId: admin.actor.id, subsidiaryId }));
    await world.db.userSubsidiary.createMany({ data });
    return { ...admin, actor: { ...admin.actor, scope: ids } };
  }
  async function twoBranches(): Promise<[string, string]> {
    const ids: [string, string] = [randomUUID(), randomUUID()];
    await world.db.subsidiary.createMany({ data: ids.map((id) => ({ id, name: `Filial ${id}` })) });
    return ids;
  }

  it("are the most that they can give or reach", async () => {
    const [mine, foreign] = await twoBranches();
    const admin = await limited(mine);
    const email = `${randomUUID()}@contraprova.test`;
    const invite = (branches: string[]) =>
      createUser(admin, { email, name: "Nova", role: "support", branches });
    for (const branches of [[], [foreign], [mine, foreign]])
      expect(await invite(branches)).toEqual(refusedFor("branch_unknown"));
    expect(await world.db.user.count({ where: { email } })).toBe(0);
    const made = await invite([mine]);
    if (!made.ok) throw new Error(made.failure.code);
    const one = { id: made.value.id, version: 1 };
    for (const branches of [[], [foreign], [mine, foreign]])
      expect(await changeBranches(admin, one, branches)).toEqual(refusedFor("branch_unknown"));
    expect((await makeNewLink(admin, one)).ok).toBe(true);
    const other = await person("support");
    for (const name of ["role", "enable", "second_factor", "link"] as const) {
      expect(await ACTS[name](admin, await on(other)), name).toEqual(refusedFor("branch_unknown"));
      expect(await lastEvent(other.actor.id)).toMatchObject({ detail: { why: "branch_unknown" } });
    }
    expect((await rowOf(other.actor.id)).role).toBe("support");
  });
});

describe("an invitation by who lost the right meanwhile", () => {
  it("is refused under the lock, and told of", async () => {
    const [admin] = [await person("admin"), await person("admin")];
    await world.db.user.updateMany({ where: { id: admin.actor.id }, data: { role: "support" } });
    const email = `${randomUUID()}@contraprova.test`;
    const made = await createUser(admin, { email, name: "Nova", role: "support" });
    expect(made).toEqual(refusedFor("not_yours_any_more"));
    expect(await world.db.user.count({ where: { email } })).toBe(0);
  });
});

describe("a person of the company", () => {
  const identity = () => ({ oidcIssuer: "https://login.empresa.test", oidcSubject: randomUUID() });

  it("is given no link, whoever asks", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    await world.db.user.updateMany({ where: { id: other.actor.id }, data: identity() });
    for (const ctx of [admin, programCtx(world.db)])
      expect(await makeNewLink(ctx, await on(other))).toEqual(refusedFor("of_company"));
    expect(await world.db.oneTimeLink.count({ where: { userId: other.actor.id } })).toBe(0);
  });

  it("sets no password by a link from before", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const made = await makeNewLink(admin, await on(other));
    if (!made.ok) throw new Error(made.failure.code);
    await world.db.user.updateMany({ where: { id: other.actor.id }, data: identity() });
    const { token } = made.value;
    const set = await setPasswordByLink(programCtx(world.db), { token, password: PASSWORD });
    expect(set).toEqual(refusedFor("link"));
    expect((await rowOf(other.actor.id)).passwordHash).toBe("set");
    expect(await lastEvent(other.actor.id)).toMatchObject({ detail: { why: "of_company" } });
  });
});

describe("a stale form", () => {
  it("is told, and changes nothing", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const drawn = await on(other);
    expect((await changeRole(admin, drawn, "analyst")).ok).toBe(true);
    for (const name of ["role", "branches", "disable", "enable", "second_factor", "link"] as const)
      expect(await ACTS[name](admin, drawn), name).toEqual(refusedFor("stale"));
    expect((await rowOf(other.actor.id)).role).toBe("analyst");
    expect(await lastEvent(other.actor.id)).toMatchObject({ outcome: "refused", detail: { why: "stale" } });
    expect((await changeRole(admin, await on(other), "manager")).ok).toBe(true);
  });

  it("of twenty sent at once one counts", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const drawn = await on(other);
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => changeRole(admin, drawn, i % 2 === 0 ? "analyst" : "manager")),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe("the last administrator", () => {
  it("is not taken away by the command line either", async () => {
    const last = await person("admin");
    const program = programCtx(world.db);
    const target = { id: last.actor.id, version: null };
    expect(await disablePerson(program, target)).toEqual(refusedFor("last_admin"));
    expect(await changeRole(program, target, "manager")).toEqual(refusedFor("last_admin"));
    expect(await lastEvent(last.actor.id)).toMatchObject({
      outcome: "refused",
      detail: { why: "last_admin" },
    });
    expect(await isSignedIn(last)).toBe(true);
  });

  it("is the last also beside one who was only invited, one who is disabled, and a demo's outside the sandbox", async () => {
    const last = await person("admin");
    const program = programCtx(world.db);
    await createUser(program, { email: `${randomUUID()}@contraprova.test`, name: "Nova", role: "admin" });
    const gone = await person("admin");
    expect((await disablePerson(program, { id: gone.actor.id, version: null })).ok).toBe(true);
    const demo = await person("admin");
    const email = "admin@contraprova.test";
    await world.db.user.updateMany({ where: { id: demo.actor.id }, data: { email } });
    settings.UNICO_ENV = "production";
    const target = { id: last.actor.id, version: null };
    expect(await disablePerson(program, target)).toEqual(refusedFor("last_admin"));
    settings.UNICO_ENV = "sandbox";
    expect((await disablePerson(program, target)).ok).toBe(true);
  });

  it("stays when two demote each other at once, twenty times", async () => {
    for (let round = 0; round < 20; round += 1) {
      await world.db.user.updateMany({ where: { role: "admin" }, data: { role: "support" } });
      const [one, two] = [await person("admin"), await person("admin")];
      const [ofOne, ofTwo] = [await on(one), await on(two)];
      const both = await Promise.all([
        changeRole(one, ofTwo, "analyst"),
        round % 2 === 0 ? changeRole(two, ofOne, "analyst") : disablePerson(two, ofOne),
      ]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      expect(both.find(({ ok }) => !ok)).toEqual(refusedFor("not_yours_any_more"));
      expect(await ableAdmins()).toBe(1);
    }
  });

  it("stays when twenty try to take every one away at once", async () => {
    const admins = await Promise.all(Array.from({ length: 5 }, () => person("admin")));
    const program = programCtx(world.db);
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const target = { id: admins[i % 5]?.actor.id ?? "", version: null };
        return i % 2 === 0 ? disablePerson(program, target) : changeRole(program, target, "manager");
      }),
    );
    expect(await ableAdmins()).toBe(1);
    expect(all.some((each) => !each.ok && each.failure.code === "last_admin")).toBe(true);
  });
});

describe("an invitation", () => {
  const invite = (email: string, role: Role = "analyst", branches: string[] = []) =>
    createUser(programCtx(world.db), { email, name: "Pessoa Nova", role, branches });

  it("makes one account of twenty sent at once, and hands the token to one", async () => {
    const email = `${randomUUID()}@contraprova.test`;
    const all = await Promise.all(Array.from({ length: 20 }, () => invite(email)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    const { id } = await world.db.user.findUniqueOrThrow({ where: { email } });
    expect(all.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 19 }, () => ({ ok: false, failure: { code: "email_taken", id } })),
    );
    expect(await world.db.oneTimeLink.count({ where: { userId: id } })).toBe(1);
  });

  it("made again ends the link before it, and keeps no token", async () => {
    const admin = await person("admin");
    const first = await invite(`${randomUUID()}@contraprova.test`);
    if (!first.ok) throw new Error(first.failure.code);
    const again = await makeNewLink(admin, { id: first.value.id, version: 1 });
    if (!again.ok) throw new Error(again.failure.code);
    const set = (token: string) => setPasswordByLink(programCtx(world.db), { token, password: PASSWORD });
    expect(await set(first.value.token)).toEqual(refusedFor("link"));
    expect(await set(again.value.token)).toEqual({ ok: true, value: null });
    expect(await set(again.value.token)).toEqual(refusedFor("link"));
    const kept = JSON.stringify(
      await world.db.auditEvent.findMany({ where: { entityId: first.value.id } }),
      (_, v) => (typeof v === "bigint" ? String(v) : v),
    );
    for (const { token } of [first.value, again.value]) expect(kept).not.toContain(token);
  });

  it("gives branches, and refuses those that nobody knows", async () => {
    const id = randomUUID();
    await world.db.subsidiary.create({ data: { id, name: `Filial ${id}` }, select: { id: true } });
    const email = `${randomUUID()}@contraprova.test`;
    expect(await invite(email, "analyst", [id, randomUUID()])).toEqual(refusedFor("branch_unknown"));
    expect(await world.db.user.count({ where: { email } })).toBe(0);
    const made = await invite(email, "analyst", [id]);
    if (!made.ok) throw new Error(made.failure.code);
    expect(await world.db.userSubsidiary.count({ where: { userId: made.value.id } })).toBe(1);
  });
});

describe("a password by link", () => {
  it("leaves the second factor, ends sessions and every other link", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const factor = { totpSecret: new Uint8Array([1, 2]), totpConfirmedAt: new Date(), totpLastStep: 7n };
    await world.db.user.updateMany({ where: { id: other.actor.id }, data: factor });
    const made = await makeNewLink(admin, await on(other));
    if (!made.ok) throw new Error(made.failure.code);
    expect(await isSignedIn(other)).toBe(true);
    const set = await setPasswordByLink(programCtx(world.db), {
      token: made.value.token,
      password: PASSWORD,
    });
    expect(set.ok).toBe(true);
    expect(await isSignedIn(other)).toBe(false);
    expect(await rowOf(other.actor.id)).toMatchObject(factor);
    expect(
      await world.db.oneTimeLink.count({
        where: { userId: other.actor.id, usedAt: null, expiresAt: { gt: new Date() } },
      }),
    ).toBe(0);
  });

  it("refuses a weak one and stays usable", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const made = await makeNewLink(admin, await on(other));
    if (!made.ok) throw new Error(made.failure.code);
    const { token } = made.value;
    for (const [password, weakness] of [
      ["senhasenha123", "common"],
      ["abcdefghijklmnop", "pattern"],
      ["contraprova 2026", "product"],
    ] as const)
      expect(await setPasswordByLink(programCtx(world.db), { token, password })).toEqual({
        ok: false,
        failure: { code: "weak", weakness },
      });
    expect((await setPasswordByLink(programCtx(world.db), { token, password: PASSWORD })).ok).toBe(true);
  });

  it("is refused when the account was switched off after the link was looked at", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const made = await makeNewLink(admin, await on(other));
    if (!made.ok) throw new Error(made.failure.code);
    const { id } = other.actor;
    const db = new Proxy(world.db, {
      get(real, name) {
        if (name !== "$transaction") return Reflect.get(real, name);
        return async (...given: Parameters<typeof real.$transaction>) => {
          await world.db.user.updateMany({ where: { id }, data: { disabledAt: new Date() } });
          return real.$transaction(...given);
        };
      },
    });
    const { token } = made.value;
    expect(await setPasswordByLink(programCtx(db), { token, password: PASSWORD })).toEqual(
      refusedFor("link"),
    );
    expect((await rowOf(id)).passwordHash).toBe("set");
    expect(await lastEvent(id)).toMatchObject({ action: "user.refuse", detail: { why: "disabled" } });
  });

  it("lets the account's tries begin anew", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const { email } = await rowOf(other.actor.id);
    const attempt = { kind: "password", account: email, device: null } as const;
    const ctx = programCtx(world.db, { request: { id: randomUUID(), address: null } });
    for (let i = 0; i < 5; i += 1) await takeAttempt(ctx, attempt);
    expect(await takeAttempt(ctx, attempt)).toMatchObject(refusedFor("throttled"));
    const made = await makeNewLink(admin, await on(other));
    if (!made.ok) throw new Error(made.failure.code);
    expect((await setPasswordByLink(ctx, { token: made.value.token, password: PASSWORD })).ok).toBe(true);
    expect((await takeAttempt(ctx, attempt)).ok).toBe(true);
  });

  it("is not looked for without end: many wrong links from one address are kept off, told of once", async () => {
    const request = { id: randomUUID(), address: "198.51.100.7" };
    const all = [];
    for (let i = 0; i < 40; i += 1)
      all.push(
        await setPasswordByLink(programCtx(world.db, { request }), {
          token: randomUUID(),
          password: PASSWORD,
        }),
      );
    const codes = all.map((each) => (each.ok ? "ok" : each.failure.code));
    expect(codes).toEqual([...Array(30).fill("link"), ...Array(10).fill("too_many")]);
    const told = await world.db.auditEvent.findMany({
      where: { requestId: request.id },
      select: { detail: true },
    });
    expect(told.filter(({ detail }) => JSON.stringify(detail).includes("throttled"))).toHaveLength(1);
  });
});
