import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { readPerson } from "#lib/features/accounts/people.ts";
import {
  changeBranches,
  changeRole,
  disablePerson,
  enablePerson,
} from "#lib/features/accounts/people-changing.ts";
import { makeNewLink } from "#lib/features/accounts/people-inviting.ts";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { programCtx } from "#tests/support/ctx.ts";
import { ACTS, openPeople, PASSWORD, refusedFor } from "./people.ts";

vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

const people = openPeople();
const { person, on, isSignedIn, lastEvent, rowOf } = people;

describe("a change bites on the next request", () => {
  it.each([
    ["role", "user.role", { before: { role: "support" }, after: { role: "manager" } }],
    ["disable", "user.disable", { before: { standing: "active" }, after: { standing: "disabled" } }],
    ["sessions", "user.sessions_end", {}],
    [
      "second_factor",
      "user.second_factor_reset",
      { before: { secondFactor: true }, after: { secondFactor: false } },
    ],
  ] as const)("%s ends the sessions, and the log tells before and after", async (name, action, change) => {
    const [admin, other] = [await person("admin"), await person("support")];
    await people.db.user.updateMany({
      where: { id: other.actor.id },
      data: { totpSecret: new Uint8Array([1]), totpConfirmedAt: new Date(), totpLastStep: 1n },
    });
    expect(await isSignedIn(other)).toBe(true);
    expect((await ACTS[name](admin, await on(other))).ok).toBe(true);
    expect(await isSignedIn(other)).toBe(false);
    expect(await isSignedIn(admin)).toBe(true);
    expect(await lastEvent(other.actor.id)).toEqual({
      action,
      outcome: "done",
      actorId: admin.actor.id,
      detail: { ...change, sessionsEnded: 1 },
    });
    const row = await rowOf(other.actor.id);
    expect(row.totpConfirmedAt === null).toBe(name === "second_factor");
  });

  it("branches end the sessions; unknown ones change nothing", async () => {
    const [admin, other] = [await person("admin"), await person("support")];
    const ids = [randomUUID(), randomUUID()].sort();
    await people.db.subsidiary.createMany({ data: ids.map((id) => ({ id, name: `Filial ${id}` })) });
    expect(await changeBranches(admin, await on(other), [ids[0] ?? "", randomUUID()])).toEqual(
      refusedFor("branch_unknown"),
    );
    const refusal = { action: "user.branches", outcome: "refused", detail: { why: "branch_unknown" } };
    expect(await lastEvent(other.actor.id)).toMatchObject(refusal);
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
    const used = await setPasswordByLink(programCtx(people.db), { token, password: PASSWORD });
    expect(used).toEqual(refusedFor("link"));
    expect(await makeNewLink(admin, await on(other))).toEqual(refusedFor("disabled"));
    expect((await enablePerson(admin, await on(other))).ok).toBe(true);
    expect(await lastEvent(other.actor.id)).toEqual({
      action: "user.enable",
      outcome: "done",
      actorId: admin.actor.id,
      detail: { before: { standing: "disabled" }, after: { standing: "enabled" } },
    });
    // The link from before stays ended.
    expect((await setPasswordByLink(programCtx(people.db), { token, password: PASSWORD })).ok).toBe(false);
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
