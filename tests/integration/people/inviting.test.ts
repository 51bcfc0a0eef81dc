import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import type { Role } from "#lib/auth/roles.ts";
import { createUser, makeNewLink } from "#lib/features/accounts/people-inviting.ts";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { programCtx } from "#tests/support/ctx.ts";
import { openPeople, PASSWORD, refusedFor } from "./people.ts";

vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

const people = openPeople();
const { person } = people;

describe("an invitation", () => {
  const invite = (email: string, role: Role = "analyst", branches: string[] = []) =>
    createUser(programCtx(people.db), { email, name: "Pessoa Nova", role, branches });

  it("makes one account of twenty sent at once, and hands the token to one", async () => {
    const email = `${randomUUID()}@contraprova.test`;
    const all = await Promise.all(Array.from({ length: 20 }, () => invite(email)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    const { id } = await people.db.user.findUniqueOrThrow({ where: { email } });
    expect(all.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 19 }, () => ({ ok: false, failure: { code: "email_taken", id } })),
    );
    expect(await people.db.oneTimeLink.count({ where: { userId: id } })).toBe(1);
  });

  it("made again ends the link before it, and keeps no token", async () => {
    const admin = await person("admin");
    const first = await invite(`${randomUUID()}@contraprova.test`);
    if (!first.ok) throw new Error(first.failure.code);
    const again = await makeNewLink(admin, { id: first.value.id, version: 1 });
    if (!again.ok) throw new Error(again.failure.code);
    const set = (token: string) => setPasswordByLink(programCtx(people.db), { token, password: PASSWORD });
    expect(await set(first.value.token)).toEqual(refusedFor("link"));
    expect(await set(again.value.token)).toEqual({ ok: true, value: null });
    expect(await set(again.value.token)).toEqual(refusedFor("link"));
    const kept = JSON.stringify(
      await people.db.auditEvent.findMany({ where: { entityId: first.value.id } }),
      (_, v) => (typeof v === "bigint" ? String(v) : v),
    );
    for (const { token } of [first.value, again.value]) expect(kept).not.toContain(token);
  });

  it("gives branches, and refuses those that nobody knows", async () => {
    const id = randomUUID();
    await people.db.subsidiary.create({ data: { id, name: `Filial ${id}` }, select: { id: true } });
    const email = `${randomUUID()}@contraprova.test`;
    expect(await invite(email, "analyst", [id, randomUUID()])).toEqual(refusedFor("branch_unknown"));
    expect(await people.db.user.count({ where: { email } })).toBe(0);
    const made = await invite(email, "analyst", [id]);
    if (!made.ok) throw new Error(made.failure.code);
    expect(await people.db.userSubsidiary.count({ where: { userId: made.value.id } })).toBe(1);
  });
});
