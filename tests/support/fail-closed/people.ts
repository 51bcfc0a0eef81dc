import { randomUUID } from "node:crypto";
import type { Prisma } from "#lib/db/generated/client.ts";
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
import { aUser, type World } from "#tests/support/ctx.ts";
import { type Acts, act, somebody } from "./act.ts";

/** What an administrator does to people. */
export async function peopleActs({ db }: World): Promise<Acts> {
  const admin = await somebody(db, "admin");
  const subsidiaryId = randomUUID();
  await db.subsidiary.create({ data: { id: subsidiaryId, name: "Filial Sintética" }, select: { id: true } });
  const aTarget = async (data: Prisma.UserUncheckedUpdateInput = {}): Promise<On> => {
    const { id } = await aUser(db, "analyst");
    await db.user.update({ where: { id }, data: { passwordHash: "set", ...data }, select: { id: true } });
    await db.session.create({ data: { userId: id }, select: { id: true } });
    return { id, version: null };
  };
  const [moved, placed, disabled, signedOut, linked] = (await Promise.all(
    Array.from({ length: 5 }, () => aTarget()),
  )) as [On, On, On, On, On];
  const enabled = await aTarget({ disabledAt: new Date() });
  const reset = await aTarget({ totpConfirmedAt: new Date(), totpSecret: new Uint8Array([1]) });
  return {
    "an invitation": act(["user.create", "user.link"], () =>
      createUser(admin, {
        email: `invited-${randomUUID()}@contraprova.test`,
        name: "Pessoa Convidada",
        role: "analyst",
      }),
    ),
    "another link": act(["user.link"], () => makeNewLink(admin, linked)),
    "another role": act(["user.role"], () => changeRole(admin, moved, "manager")),
    "other branches": act(["user.branches"], () => changeBranches(admin, placed, [subsidiaryId])),
    "a switching off": act(["user.disable"], () => disablePerson(admin, disabled)),
    "a switching on": act(["user.enable"], () => enablePerson(admin, enabled)),
    "an end of somebody's sessions": act(["user.sessions_end"], () => endSessionsOfPerson(admin, signedOut)),
    "a second factor taken away": act(["user.second_factor_reset"], () => resetSecondFactorOf(admin, reset)),
  };
}
