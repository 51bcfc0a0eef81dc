import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { Forbidden, ROLES, type Role } from "#lib/auth/roles.ts";
import { listPeople, readPerson } from "#lib/features/accounts/people.ts";
import { changeRole, endSessionsOfPerson } from "#lib/features/accounts/people-changing.ts";
import { createUser } from "#lib/features/accounts/people-inviting.ts";
import { peopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import { readAddress } from "#lib/table/address.ts";
import { ACT_NAMES, ACTS, openPeople, refusedFor } from "./people.ts";

vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

const people = openPeople();
const { person, on, lastEvent, rowOf } = people;

describe("who may", () => {
  it.each(ROLES.filter((role) => role !== "admin"))("%s may do nothing of it", async (role) => {
    const [ctx, other] = [await person(role), await person("support")];
    const target = await on(other);
    for (const name of ACT_NAMES) await expect(ACTS[name](ctx, target)).rejects.toThrow(Forbidden);
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
    for (const name of ACT_NAMES) {
      expect(await ACTS[name](admin, await on(admin)), name).toEqual(refusedFor("own"));
      expect(await lastEvent(admin.actor.id)).toMatchObject({ outcome: "refused", detail: { why: "own" } });
    }
  });

  it("nobody who is not there is acted on", async () => {
    const admin = await person("admin");
    for (const name of ACT_NAMES)
      expect(await ACTS[name](admin, { id: randomUUID(), version: 1 })).toEqual(refusedFor("gone"));
  });
});

describe("an invitation by who lost the right meanwhile", () => {
  it("is refused under the lock, and told of", async () => {
    const [admin] = [await person("admin"), await person("admin")];
    await people.db.user.updateMany({ where: { id: admin.actor.id }, data: { role: "support" } });
    const email = `${randomUUID()}@contraprova.test`;
    const made = await createUser(admin, { email, name: "Nova", role: "support" });
    expect(made).toEqual(refusedFor("not_yours_any_more"));
    expect(await people.db.user.count({ where: { email } })).toBe(0);
  });
});
