import { hash } from "@node-rs/argon2";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { checkPassword, hashPassword, isWeaker } from "#lib/auth/password.ts";
import { newPasswordInput, signInInput } from "#lib/features/accounts/schema.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { aUser, openWorld, programCtx, type World } from "#tests/support/ctx.ts";

const settings = vi.hoisted(() => ({ UNICO_ENV: "sandbox", DEMO_MFA: false }));
vi.mock("#lib/env.ts", () => ({ env: () => settings }));

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const PASSWORD = "uma frase que ninguém usa";
const hashOf = async (id: string) =>
  (await world.db.user.findUniqueOrThrow({ where: { id } })).passwordHash ?? "";

describe("a stored password", () => {
  it("is Argon2id at three times, 64 MiB, and says so", async () => {
    expect(await hashPassword(PASSWORD)).toMatch(
      /^\$argon2id\$v=19\$m=65536,t=3,p=1\$[\w+/]{22,}\$[\w+/]{43}$/,
    );
  });

  it.each([
    ["less memory", { memoryCost: 19 * 1024, timeCost: 3 }],
    ["fewer times", { memoryCost: 64 * 1024, timeCost: 2 }],
    ["another kind", { memoryCost: 64 * 1024, timeCost: 3, algorithm: 1 }],
  ])("of %s is upgraded by the next right password, and by no wrong one", async (_, cost) => {
    const old = await hash(PASSWORD, { ...cost, parallelism: 1 });
    const { id, email } = await aUser(world.db, "analyst", { passwordHash: old });
    await signIn(programCtx(world.db), { email, password: "another" }, null);
    expect(await hashOf(id)).toBe(old);
    const opened = await signIn(programCtx(world.db), { email, password: PASSWORD }, null);
    if (!opened.ok) throw new Error(opened.failure.code);
    const upgraded = await hashOf(id);
    expect(upgraded).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    const [told] = await world.db.auditEvent.findMany({ where: { entityId: opened.value.sessionId } });
    expect(told?.detail).toEqual({ with: "password", hash: "upgraded" });
    expect((await signIn(programCtx(world.db), { email, password: PASSWORD }, null)).ok).toBe(true);
    expect(await hashOf(id)).toBe(upgraded);
  });

  it("that costs more than today's stays", async () => {
    const dearer = await hash(PASSWORD, { memoryCost: 65 * 1024, timeCost: 4, parallelism: 1 });
    expect(isWeaker(dearer)).toBe(false);
    for (const text of ["", "$2b$12$x", "$argon2id$v=16$m=65536,t=3,p=1$a$b"])
      expect(isWeaker(text)).toBe(true);
  });
});

describe("a password of any kind", () => {
  const long = "frase longa e fácil de guardar, com espaços e acentos: ";
  it.each([
    ["64 characters", "x".repeat(64)],
    ["200 characters", long.repeat(4).slice(0, 200)],
    ["spaces at both ends", "   doze ou mais   "],
    ["emoji of several parts", "👩🏽‍🔬👩🏽‍🔬 и ещё 漢字 ñ"],
    ["right to left", "كلمة سر طويلة جدا ١٢٣"],
    ["combining accents", "senha com e\u0301 decomposto"],
    ["a NUL", "antes e depois \0 do zero"],
  ])("with %s reaches the check unaltered", async (_, password) => {
    const input = newPasswordInput.parse({ token: "x".repeat(43), password });
    expect(input.password).toBe(password);
    expect(signInInput.parse({ email: "a@b.test", password }).password).toBe(password);
    const stored = await hashPassword(input.password);
    expect(await checkPassword(stored, password)).toBe("right");
    for (const other of [password.slice(0, -1), `${password} `, password.trim(), password.normalize("NFKD")])
      if (other !== password) expect(await checkPassword(stored, other)).toBe("wrong");
  });
});
