import "server-only";
import { assertCan, type Role } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { forgetFailures } from "#lib/features/throttling/attempts.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import {
  type HeldPerson,
  MANAGER_ROLES,
  needsFreshProof,
  type PersonAct,
  type PersonRefusal,
  refusalOf,
} from "./people-rules.ts";
import type { ButtonAct, PersonInput } from "./people-schema.ts";
import * as accounts from "./repository.ts";
import * as people from "./repository-people.ts";
import { resetSecondFactor } from "./second-factor.ts";
import { assertFresh } from "./stepping-up.ts";

export type PeopleCtx = Pick<Ctx, "actor" | "db" | "now" | "request" | "vault"> &
  Partial<Pick<UserCtx, "confirmedAt">>;
/** `version` is null where no form was drawn: on the command line. */
export type On = { id: PersonInput["id"]; version: PersonInput["version"] | null };
export type ChangeRefusal = { code: PersonRefusal };

const ACTION_OF = {
  role: "user.role",
  branches: "user.branches",
  disable: "user.disable",
  enable: "user.enable",
  sessions: "user.sessions_end",
  second_factor: "user.second_factor_reset",
  link: "user.link",
} as const satisfies Record<PersonAct["kind"], AuditEntry["action"]>;

type Detail = AuditEntry["detail"] & object;

/**
 * Runs an act on a person under the lock that all such acts share, and tells of it; a refused one is told of as well.
 * The details of the event are what `run` hands back beside its value.
 */
export async function actOnPerson<T>(
  ctx: PeopleCtx,
  { id, version }: On,
  act: PersonAct,
  run: (tx: Tx, person: HeldPerson) => Promise<{ value: T; detail: Detail }>,
): Promise<Result<T, { code: PersonRefusal }>> {
  const { actor, db } = ctx;
  assertCan(actor, "user:manage");
  if (needsFreshProof(act)) askForProof(ctx);
  const entry = { action: ACTION_OF[act.kind], entityType: "user", entityId: id } as const;
  return db.$transaction(async (tx) => {
    const held = await people.holdPeople(tx, id, MANAGER_ROLES, ctx.now());
    const actorId = actor.kind === "user" ? actor.id : null;
    const actorScope = actorId === null ? null : await people.readScope(tx, actorId);
    const code = refusalOf(act, { ...held, actorId, actorScope, drawnVersion: version });
    if (code !== null || held.person === null) {
      const why = code ?? "gone";
      await recordAudit(tx, ctx, { ...entry, detail: { why } }, "refused");
      return fail({ code: why });
    }
    const { value, detail } = await run(tx, held.person);
    await recordAudit(tx, ctx, { ...entry, detail });
    return ok(value);
  });
}

/** The command line has none: who types there has the database. */
export function askForProof({ actor, now, confirmedAt = null }: PeopleCtx): void {
  if (actor.kind === "user") assertFresh({ confirmedAt, now });
}

/** Whoever is asked for next by a cookie of theirs is signed out: the right that it carried is another now. */
async function endSessions(tx: Tx, { now }: PeopleCtx, id: string): Promise<{ sessionsEnded: number }> {
  const { count } = await accounts.endSessionsOf(tx, id, now());
  return { sessionsEnded: count };
}

export const changeRole = (ctx: PeopleCtx, on: On, role: Role): Promise<Result<null, ChangeRefusal>> =>
  actOnPerson(ctx, on, { kind: "role", role }, async (tx, person) => {
    await people.changePerson(tx, person.id, { role });
    const ended = await endSessions(tx, ctx, person.id);
    return { value: null, detail: { before: { role: person.role }, after: { role }, ...ended } };
  });

/** No branch is every branch; as `all` in the log, for an empty list would read as none. */
export const branchesTold = (ids: readonly string[]): readonly string[] | "all" =>
  ids.length > 0 ? ids : "all";

export async function changeBranches(
  ctx: PeopleCtx,
  on: On,
  branches: readonly string[],
): Promise<Result<null, ChangeRefusal>> {
  assertCan(ctx.actor, "user:manage");
  // Branches are never deleted: what is known here still is when it is written.
  const areKnown = (await people.countBranches(ctx.db, branches)) === branches.length;
  return actOnPerson(ctx, on, { kind: "branches", branches, areKnown }, async (tx, person) => {
    await people.setBranches(tx, person.id, branches);
    await people.changePerson(tx, person.id);
    const ended = await endSessions(tx, ctx, person.id);
    const before = { branches: branchesTold(person.branches) };
    return { value: null, detail: { before, after: { branches: branchesTold(branches) }, ...ended } };
  });
}

/** Ends what is open of theirs as well, links included. */
export const disablePerson = (ctx: PeopleCtx, on: On): Promise<Result<null, ChangeRefusal>> =>
  actOnPerson(ctx, on, { kind: "disable" }, async (tx, person) => {
    await people.changePerson(tx, person.id, { disabledAt: ctx.now() });
    await people.endLinksOf(tx, person.id, ctx.now());
    const ended = await endSessions(tx, ctx, person.id);
    const [before, after] = [{ standing: person.standing }, { standing: "disabled" }];
    return { value: null, detail: { before, after, ...ended } };
  });

export const enablePerson = (ctx: PeopleCtx, on: On): Promise<Result<null, ChangeRefusal>> =>
  actOnPerson(ctx, on, { kind: "enable" }, async (tx, person) => {
    await people.changePerson(tx, person.id, { disabledAt: null });
    return { value: null, detail: { before: { standing: "disabled" }, after: { standing: "enabled" } } };
  });

export const endSessionsOfPerson = (ctx: PeopleCtx, on: On): Promise<Result<null, ChangeRefusal>> =>
  actOnPerson(ctx, on, { kind: "sessions" }, async (tx, person) => ({
    value: null,
    detail: await endSessions(tx, ctx, person.id),
  }));

/** The next sign-in asks for a new one to be set up. */
export const resetSecondFactorOf = (ctx: PeopleCtx, on: On): Promise<Result<null, ChangeRefusal>> =>
  actOnPerson(ctx, on, { kind: "second_factor" }, async (tx, person) => {
    const ended = await endSessions(tx, ctx, person.id);
    await resetSecondFactor(tx, person.id, ctx.now());
    // Also where no time would have let codes in any more.
    await forgetFailures(tx, ctx.vault, person.id);
    await people.changePerson(tx, person.id);
    const [before, after] = [{ secondFactor: true }, { secondFactor: false }];
    return { value: null, detail: { before, after, ...ended } };
  });

const BUTTONS: Record<ButtonAct, (ctx: PeopleCtx, on: On) => Promise<Result<null, ChangeRefusal>>> = {
  disable: disablePerson,
  enable: enablePerson,
  sessions: endSessionsOfPerson,
  second_factor: resetSecondFactorOf,
};
export const pressButton = (ctx: PeopleCtx, on: On, act: ButtonAct) => BUTTONS[act](ctx, on);
