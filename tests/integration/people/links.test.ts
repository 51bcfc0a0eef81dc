import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { makeNewLink } from "#lib/features/accounts/people-inviting.ts";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { takeAttempt } from "#lib/features/throttling/attempts.ts";
import { programCtx } from "#tests/support/ctx.ts";
import { openPeople, PASSWORD, refusedFor } from "./people.ts";

vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

const people = openPeople();
const { person, on, isSignedIn, lastEvent, rowOf } = people;

describe("a password by link", () => {
  it("leaves the second factor, ends sessions and every other link", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const factor = { totpSecret: new Uint8Array([1, 2]), totpConfirmedAt: new Date(), totpLastStep: 7n };
    await people.db.user.updateMany({ where: { id: other.actor.id }, data: factor });
    const made = await makeNewLink(admin, await on(other));
    if (!made.ok) throw new Error(made.failure.code);
    expect(await isSignedIn(other)).toBe(true);
    const set = await setPasswordByLink(programCtx(people.db), {
      token: made.value.token,
      password: PASSWORD,
    });
    expect(set.ok).toBe(true);
    expect(await isSignedIn(other)).toBe(false);
    expect(await rowOf(other.actor.id)).toMatchObject(factor);
    expect(
      await people.db.oneTimeLink.count({
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
      expect(await setPasswordByLink(programCtx(people.db), { token, password })).toEqual({
        ok: false,
        failure: { code: "weak", weakness },
      });
    expect((await setPasswordByLink(programCtx(people.db), { token, password: PASSWORD })).ok).toBe(true);
  });

  it("is refused when the account was switched off after the link was looked at", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const made = await makeNewLink(admin, await on(other));
    if (!made.ok) throw new Error(made.failure.code);
    const { id } = other.actor;
    const db = new Proxy(people.db, {
      get(real, name) {
        if (name !== "$transaction") return Reflect.get(real, name);
        return async (...given: Parameters<typeof real.$transaction>) => {
          await people.db.user.updateMany({ where: { id }, data: { disabledAt: new Date() } });
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
    const ctx = programCtx(people.db, { request: { id: randomUUID(), address: null } });
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
        await setPasswordByLink(programCtx(people.db, { request }), {
          token: randomUUID(),
          password: PASSWORD,
        }),
      );
    const codes = all.map((each) => (each.ok ? "ok" : each.failure.code));
    expect(codes).toEqual([...Array(30).fill("link"), ...Array(10).fill("too_many")]);
    const told = await people.db.auditEvent.findMany({
      where: { requestId: request.id },
      select: { detail: true },
    });
    expect(told.filter(({ detail }) => JSON.stringify(detail).includes("throttled"))).toHaveLength(1);
  });
});

describe("a person of the company", () => {
  const identity = () => ({ oidcIssuer: "https://login.empresa.test", oidcSubject: randomUUID() });

  it("is given no link, whoever asks", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    await people.db.user.updateMany({ where: { id: other.actor.id }, data: identity() });
    for (const ctx of [admin, programCtx(people.db)])
      expect(await makeNewLink(ctx, await on(other))).toEqual(refusedFor("of_company"));
    expect(await people.db.oneTimeLink.count({ where: { userId: other.actor.id } })).toBe(0);
  });

  it("sets no password by a link from before", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const made = await makeNewLink(admin, await on(other));
    if (!made.ok) throw new Error(made.failure.code);
    await people.db.user.updateMany({ where: { id: other.actor.id }, data: identity() });
    const { token } = made.value;
    const set = await setPasswordByLink(programCtx(people.db), { token, password: PASSWORD });
    expect(set).toEqual(refusedFor("link"));
    expect((await rowOf(other.actor.id)).passwordHash).toBe("set");
    expect(await lastEvent(other.actor.id)).toMatchObject({ detail: { why: "of_company" } });
  });
});
