import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { makeLink, type OneTimeLink } from "./one-time-link.ts";
import {
  actOnPerson,
  askForProof,
  branchesTold,
  type ChangeRefusal,
  type On,
  type PeopleCtx,
} from "./people-changing.ts";
import { isWithin, MANAGER_ROLES } from "./people-rules.ts";
import * as accounts from "./repository.ts";
import * as people from "./repository-people.ts";
import type { NewUserInput } from "./schema.ts";

export type Invited = OneTimeLink & { id: string };
export type InviteRefusal =
  | { code: "email_taken"; id: string }
  | { code: "branch_unknown" | "not_yours_any_more" };

/** Makes a person who cannot sign in yet, and the one-time link that sets the first password. */
export async function createUser(
  ctx: PeopleCtx,
  { branches = [], email, name, role }: NewUserInput & { branches?: readonly string[] },
): Promise<Result<Invited, InviteRefusal>> {
  const { actor, db, now } = ctx;
  assertCan(actor, "user:manage");
  // Every account is a way in, of whatever role: a session left open makes none.
  askForProof(ctx);
  const areKnown = (await people.countBranches(db, branches)) === branches.length;
  return db.$transaction(async (tx) => {
    const code = (await refusalOfInvite(tx, ctx, branches)) ?? (areKnown ? null : "branch_unknown");
    if (code !== null) {
      // Nobody was made whom it could be about: it is about who asked.
      const entityId = actor.kind === "user" ? actor.id : null;
      const entry = { action: "user.create", entityType: "user" } as const;
      if (entityId !== null)
        await recordAudit(tx, ctx, { ...entry, entityId, detail: { why: code } }, "refused");
      return fail({ code });
    }
    const id = await people.insertNewPerson(tx, { email, name, role });
    if (id === null) {
      const taken = await accounts.findUserByEmail(tx, email);
      if (!taken) throw new Error("the account that was in the way is gone");
      const entry = { action: "user.create", entityType: "user", entityId: taken.id } as const;
      await recordAudit(tx, ctx, { ...entry, detail: { why: "email_taken" } }, "refused");
      return fail({ code: "email_taken", id: taken.id });
    }
    if (branches.length > 0) await people.setBranches(tx, id, branches);
    const link = await makeLink(tx, id, now());
    const about = { entityType: "user", entityId: id } as const;
    const after = { role, branches: branchesTold(branches) };
    await recordAudit(tx, ctx, { action: "user.create", ...about, detail: after });
    const expiresAt = link.expiresAt.toISOString();
    await recordAudit(tx, ctx, { action: "user.link", ...about, detail: { expiresAt } });
    return ok({ id, ...link });
  });
}

/** Who asks may have lost the right, or branches, while this waited for the lock that all changes of people share. */
async function refusalOfInvite(tx: Tx, { actor, now }: PeopleCtx, branches: readonly string[]) {
  if (actor.kind !== "user") return null;
  const { ableManagers } = await people.holdPeople(tx, actor.id, MANAGER_ROLES, now());
  if (!ableManagers.includes(actor.id)) return "not_yours_any_more";
  return isWithin(await people.readScope(tx, actor.id), branches) ? null : "branch_unknown";
}

/** Invites again, or lets somebody set a new password; what let them in before stays until the link is used. */
export const makeNewLink = (ctx: PeopleCtx, on: On): Promise<Result<OneTimeLink, ChangeRefusal>> =>
  actOnPerson(ctx, on, { kind: "link" }, async (tx, person) => {
    const link = await makeLink(tx, person.id, ctx.now());
    return { value: link, detail: { expiresAt: link.expiresAt.toISOString() } };
  });
