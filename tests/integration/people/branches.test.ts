import { randomUUID } from "node:crypto";
import { expect, it, vi } from "vitest";
import { listBranchesOfPeople, listGivableBranches, readPerson } from "#lib/features/accounts/people.ts";
import { changeBranches } from "#lib/features/accounts/people-changing.ts";
import { createUser, makeNewLink } from "#lib/features/accounts/people-inviting.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ACTS, openPeople, refusedFor } from "./people.ts";

vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

const people = openPeople();
const { person, on, lastEvent, rowOf } = people;

async function give(ctx: UserCtx, ids: readonly string[]): Promise<void> {
  const data = ids.map((subsidiaryId) => ({ userId: ctx.actor.id, subsidiaryId }));
  await people.db.userSubsidiary.createMany({ data });
}
/** An administrator who sees these branches alone. */
async function limited(...ids: string[]): Promise<UserCtx> {
  const admin = await person("admin");
  await give(admin, ids);
  return { ...admin, actor: { ...admin.actor, scope: ids } };
}
async function twoBranches(): Promise<[string, string]> {
  const ids: [string, string] = [randomUUID(), randomUUID()];
  await people.db.subsidiary.createMany({ data: ids.map((id) => ({ id, name: `Filial ${id}` })) });
  return ids;
}
const branchesOf = async (id: string) =>
  (await people.db.userSubsidiary.findMany({ where: { userId: id } })).map((row) => row.subsidiaryId);
const refusalBy = (admin: UserCtx, action: string) => ({
  action,
  outcome: "refused",
  actorId: admin.actor.id,
  detail: { why: "branch_unknown" },
});

it("who sees some of the branches is offered those, who sees all is offered all", async () => {
  const [mine, foreign] = await twoBranches();
  const idsOf = (branches: readonly { id: string }[]) => branches.map(({ id }) => id);
  expect(idsOf(await listGivableBranches(await limited(mine)))).toEqual([mine]);
  const all = await person("admin");
  expect(idsOf(await listGivableBranches(all))).toEqual(expect.arrayContaining([mine, foreign]));
  expect(idsOf(await listBranchesOfPeople(await limited(mine)))).toEqual(
    idsOf(await listBranchesOfPeople(all)),
  );
});

it("nobody invites into branches that are not theirs, nor into all of them", async () => {
  const [mine, foreign] = await twoBranches();
  const admin = await limited(mine);
  const email = `${randomUUID()}@contraprova.test`;
  const invite = (branches: string[]) =>
    createUser(admin, { email, name: "Nova", role: "support", branches });
  for (const branches of [[], [foreign], [mine, foreign], [randomUUID()]]) {
    expect(await invite(branches)).toEqual(refusedFor("branch_unknown"));
    expect(await lastEvent(admin.actor.id)).toEqual(refusalBy(admin, "user.create"));
  }
  expect(await people.db.user.count({ where: { email } })).toBe(0);
  const made = await invite([mine]);
  if (!made.ok) throw new Error(made.failure.code);
  expect(await branchesOf(made.value.id)).toEqual([mine]);
  expect((await makeNewLink(admin, { id: made.value.id, version: 1 })).ok).toBe(true);
});

it("nobody gives branches that are not theirs, nor all of them, whatever their form sends", async () => {
  const [mine, foreign] = await twoBranches();
  const [admin, other] = [await limited(mine), await person("support")];
  await give(other, [mine]);
  for (const branches of [[], [foreign], [mine, foreign], [randomUUID()]]) {
    expect(await changeBranches(admin, await on(other), branches)).toEqual(refusedFor("branch_unknown"));
    expect(await lastEvent(other.actor.id)).toEqual(refusalBy(admin, "user.branches"));
  }
  expect(await branchesOf(other.actor.id)).toEqual([mine]);
  expect((await readPerson(admin, other.actor.id))?.isWithinReach).toBe(true);
});

it("nobody takes a branch away that they do not see", async () => {
  const [mine, foreign] = await twoBranches();
  const [admin, both, all] = [await limited(mine), await person("support"), await person("support")];
  await give(both, [mine, foreign]);
  for (const other of [both, all]) {
    const before = await branchesOf(other.actor.id);
    expect(await changeBranches(admin, await on(other), [mine])).toEqual(refusedFor("branch_unknown"));
    expect(await lastEvent(other.actor.id)).toEqual(refusalBy(admin, "user.branches"));
    expect(await branchesOf(other.actor.id)).toEqual(before);
    expect((await readPerson(admin, other.actor.id))?.isWithinReach).toBe(false);
  }
});

it("nobody takes over an account that sees more than they do", async () => {
  const [mine] = await twoBranches();
  const [admin, other] = [await limited(mine), await person("support")];
  for (const name of ["role", "enable", "second_factor", "link"] as const) {
    expect(await ACTS[name](admin, await on(other)), name).toEqual(refusedFor("branch_unknown"));
    expect(await lastEvent(other.actor.id)).toMatchObject({
      outcome: "refused",
      detail: { why: "branch_unknown" },
    });
  }
  expect((await rowOf(other.actor.id)).role).toBe("support");
});

it("who was limited after the form was drawn gives no more than they have now", async () => {
  const [mine, foreign] = await twoBranches();
  const [admin, other] = [await person("admin"), await person("support")];
  await give(other, [mine]);
  // What the session said of their branches is older than this.
  await give(admin, [mine]);
  expect(await changeBranches(admin, await on(other), [foreign])).toEqual(refusedFor("branch_unknown"));
  expect(await branchesOf(other.actor.id)).toEqual([mine]);
});
