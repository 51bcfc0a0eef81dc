import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Role } from "#lib/auth/roles.ts";
import {
  changeBranches,
  changeRole,
  disablePerson,
  enablePerson,
  endSessionsOfPerson,
  type On,
  resetSecondFactorOf,
} from "#lib/features/accounts/people-changing.ts";
import { makeNewLink } from "#lib/features/accounts/people-inviting.ts";
import { readSession } from "#lib/features/accounts/sessions.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";

export const PASSWORD = "uma frase que ninguém usa";

/** Everything that is done to a person, each by the name of its act. */
export const ACTS = {
  role: (ctx: UserCtx, it: On) => changeRole(ctx, it, "manager"),
  branches: (ctx: UserCtx, it: On) => changeBranches(ctx, it, []),
  disable: disablePerson,
  enable: enablePerson,
  sessions: endSessionsOfPerson,
  second_factor: resetSecondFactorOf,
  link: makeNewLink,
};
export const ACT_NAMES = Object.keys(ACTS) as (keyof typeof ACTS)[];

export const refusedFor = (code: string) => ({ ok: false, failure: { code } });

/** A company of its own for a file of tests, with people who come as they are asked for. */
export function openPeople() {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.end());
  // Who was an administrator before is none for the next test.
  beforeEach(() => demoteAll());
  const demoteAll = () => world.db.user.updateMany({ where: { role: "admin" }, data: { role: "support" } });
  const rowOf = (id: string) => world.db.user.findUniqueOrThrow({ where: { id } });
  return {
    get db() {
      return world.db;
    },
    demoteAll,
    rowOf,
    /** A person who can sign in and is signed in, with a proof just given. */
    async person(role: Role): Promise<UserCtx> {
      const ctx = await ctxFor(world.db, role);
      await world.db.user.updateMany({ where: { id: ctx.actor.id }, data: { passwordHash: "set" } });
      return { ...ctx, confirmedAt: new Date() };
    },
    on: async ({ actor: { id } }: UserCtx): Promise<On> => ({ id, version: (await rowOf(id)).version }),
    isSignedIn: async (ctx: UserCtx) => (await readSession(ctx, ctx.actor.sessionId)) !== null,
    lastEvent: (entityId: string) =>
      world.db.auditEvent.findFirst({
        where: { entityId },
        orderBy: { seq: "desc" },
        select: { action: true, outcome: true, actorId: true, detail: true },
      }),
    ableAdmins: () =>
      world.db.user.count({ where: { role: "admin", disabledAt: null, passwordHash: { not: null } } }),
  };
}
