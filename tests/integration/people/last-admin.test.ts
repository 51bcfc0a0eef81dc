import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { changeRole, disablePerson } from "#lib/features/accounts/people-changing.ts";
import { createUser } from "#lib/features/accounts/people-inviting.ts";
import { programCtx } from "#tests/support/ctx.ts";
import { openPeople, refusedFor } from "./people.ts";

const settings = vi.hoisted(() => ({ UNICO_ENV: "sandbox" }));
vi.mock("#lib/env.ts", () => ({ env: () => settings }));
beforeEach(() => {
  settings.UNICO_ENV = "sandbox";
});

const people = openPeople();
const { person, on, isSignedIn, lastEvent, ableAdmins, demoteAll } = people;

describe("the last administrator", () => {
  it("is not taken away by the command line either", async () => {
    const last = await person("admin");
    const program = programCtx(people.db);
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
    const program = programCtx(people.db);
    await createUser(program, { email: `${randomUUID()}@contraprova.test`, name: "Nova", role: "admin" });
    const gone = await person("admin");
    expect((await disablePerson(program, { id: gone.actor.id, version: null })).ok).toBe(true);
    const demo = await person("admin");
    const email = "admin@contraprova.test";
    await people.db.user.updateMany({ where: { id: demo.actor.id }, data: { email } });
    settings.UNICO_ENV = "production";
    const target = { id: last.actor.id, version: null };
    expect(await disablePerson(program, target)).toEqual(refusedFor("last_admin"));
    settings.UNICO_ENV = "sandbox";
    expect((await disablePerson(program, target)).ok).toBe(true);
  });

  it("stays when two demote each other at once, twenty times", async () => {
    for (let round = 0; round < 20; round += 1) {
      await demoteAll();
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
    const program = programCtx(people.db);
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
