import "server-only";
import type { Role } from "#lib/auth/roles.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import { recordAudit, recordStrangerRefused } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as company from "./company-repository.ts";
import type { CompanyPerson, Identity } from "./company-rules.ts";
import { companyRefusals } from "./company-told.ts";
import { MANAGER_ROLES, managesPeople } from "./people-rules.ts";
import { holdPeople } from "./repository-people.ts";
import { standingOf } from "./rules.ts";

type OpenCtx = Pick<Ctx, "db" | "now" | "request">;
type Browser = { sessionId: string | null; userAgent: string | null };
type Known = { id: string; name: string; role: Role };
export type EntryRefusal = "disabled" | "email" | "email_taken" | "last_admin" | "let_in";
type Opened = Result<{ userId: string; sessionId: string }, { code: EntryRefusal }>;

/**
 * Lets in whom the company vouches for: by issuer and subject alone. Name and role follow the company's word each time;
 * who is new gets an account. A session of the same person that this browser holds is vouched for anew, and changed
 * for another where the person proved themselves again.
 */
export async function signInByCompany(
  ctx: OpenCtx,
  person: CompanyPerson,
  browser: Browser,
): Promise<Opened> {
  return ctx.db.$transaction(async (tx) => {
    const others = await holdOthersWhoManage(tx, person, ctx.now());
    const held = await company.holdByIdentity(tx, person);
    const known = held ? ok(held) : await addPerson(tx, ctx, person);
    if (!known.ok || known.value.disabledAt) {
      const code = known.ok ? "disabled" : known.failure.code;
      await refuse(tx, ctx, `company_${code}`, known.ok ? known.value.id : null);
      return fail({ code });
    }
    if (isTaken(known.value, person)) {
      // Made one after the look before the lock: locks out of order would wait for each other, so it begins again.
      if (others === null) throw new Error("the role changed while this sign-in waited");
      if (others.length === 0) {
        await refuse(tx, ctx, "company_last_admin", known.value.id);
        return fail({ code: "last_admin" });
      }
    }
    const user = await follow(tx, ctx, known.value, person);
    return ok({ userId: user.id, sessionId: await openSession(tx, ctx, user, person, browser) });
  });
}

/** Whether the company's word takes the care of people from somebody. */
const isTaken = (before: Pick<Known, "role">, { role }: CompanyPerson): boolean =>
  managesPeople(before.role) && !managesPeople(role);

/** Where the company's word takes an administrator: the others who can sign in, all held in the order of every change. */
async function holdOthersWhoManage(tx: Tx, person: CompanyPerson, now: Date): Promise<string[] | null> {
  const seen = await company.findByIdentity(tx, person);
  if (!seen || !isTaken(seen, person)) return null;
  const { ableManagers } = await holdPeople(tx, seen.id, MANAGER_ROLES, now);
  return ableManagers.filter((id) => id !== seen.id);
}

/** Tells of a sign-in by the company that let nobody in; `identity` where the company named one. */
export async function refuseCompany(ctx: OpenCtx, why: string, identity: Identity | null): Promise<void> {
  await companyRefusals.note(ctx, async () => {
    const user = identity ? await company.findByIdentity(ctx.db, identity) : null;
    await refuse(ctx.db, ctx, `company_${why}`, user?.id ?? null);
  });
}

/** Whether the session waits for nothing but the company's word that the person is still theirs. */
export async function isUnvouched({ db, now }: Pick<Ctx, "db" | "now">, sessionId: string): Promise<boolean> {
  const session = await company.findSession(db, sessionId);
  return session ? standingOf(session, now()) === "unvouched" : false;
}

const refuse = (db: Db, { now, request }: OpenCtx, why: string, userId: string | null) =>
  recordStrangerRefused(
    db,
    { now, request },
    { action: "session.refuse", entityType: "account", entityId: userId, detail: { why } },
  );

async function addPerson(tx: Tx, { now, request }: OpenCtx, person: CompanyPerson) {
  const { issuer, subject, email, role } = person;
  if (!email) return fail({ code: "email" as const });
  // Without branches it would see all of them, which no claim says.
  const disabledAt = (await company.isOfBranches(tx)) ? now() : null;
  const name = person.name ?? email;
  const added = await company.addPerson(tx, { issuer, subject, email, role, name, disabledAt });
  // Somebody's already: the same person's in another tab, a moment ago, or another's, which is merged with nobody.
  if (!added) {
    const held = await company.holdByIdentity(tx, person);
    return held ? ok(held) : fail({ code: "email_taken" as const });
  }
  await recordAudit(
    tx,
    { actor: { kind: "program" }, now, request },
    { action: "user.create", entityType: "user", entityId: added.id, detail: { role, by: "company" } },
  );
  return disabledAt ? fail({ code: "let_in" as const }) : ok(added);
}

/** A changed role ends what was opened under the one before. */
async function follow(tx: Tx, ctx: OpenCtx, user: Known, { name, role }: CompanyPerson): Promise<Known> {
  const at = ctx.now();
  const speaker = { actor: { kind: "program" }, now: ctx.now, request: ctx.request } as const;
  const moved = role !== user.role;
  await company.followClaims(tx, user.id, {
    lastSignInAt: at,
    ...(name && name !== user.name ? { name } : {}),
    ...(moved ? { role } : {}),
  });
  if (moved) {
    await recordAudit(tx, speaker, {
      action: "user.role",
      entityType: "user",
      entityId: user.id,
      detail: { from: user.role, to: role, by: "company" },
    });
    for (const { id } of await company.endSessions(tx, { userId: user.id }, at))
      await recordAudit(tx, speaker, {
        action: "session.end",
        entityType: "session",
        entityId: id,
        detail: { why: "role" },
      });
  }
  return { id: user.id, name: name ?? user.name, role };
}

async function openSession(
  tx: Tx,
  { now, request }: OpenCtx,
  user: Known,
  { confirmedAt }: CompanyPerson,
  { sessionId, userAgent }: Browser,
): Promise<string> {
  const at = now();
  const speakerOf = (id: string) => ({
    actor: { kind: "user" as const, ...user, sessionId: id, scope: null },
    now,
    request,
  });
  const before = sessionId ? await company.findSession(tx, sessionId) : null;
  if (before && goesOn(before, user.id, confirmedAt, at)) {
    // No row: it was ended a moment ago, and nothing brings it back.
    if ((await company.vouchForSession(tx, before.id, at)).count > 0) {
      await recordAudit(tx, speakerOf(before.id), {
        action: "session.vouch",
        entityType: "session",
        entityId: before.id,
        detail: {},
      });
      return before.id;
    }
  }
  // Whatever this browser held before, whoever's it was, has another in its place.
  const ended = before ? await company.endSessions(tx, { userId: before.userId, id: before.id }, at) : [];
  for (const { id } of ended)
    await recordAudit(
      tx,
      { actor: { kind: "program" }, now, request },
      { action: "session.end", entityType: "session", entityId: id, detail: { why: "renewed" } },
    );
  const { address } = request;
  const opened = await company.openCompanySession(tx, {
    userId: user.id,
    at,
    confirmedAt,
    address,
    userAgent: userAgent?.slice(0, 300) ?? null,
  });
  await recordAudit(tx, speakerOf(opened.id), {
    action: "session.start",
    entityType: "session",
    entityId: opened.id,
    detail: { with: "company" },
  });
  return opened.id;
}

/** Whether the session of the browser stays the one: the person's own, and proved no further than it is. */
function goesOn(before: company.HeldSession, userId: string, confirmedAt: Date | null, now: Date): boolean {
  if (before.userId !== userId || before.way !== "company") return false;
  if (confirmedAt && confirmedAt > (before.confirmedAt ?? before.createdAt)) return false;
  const standing = standingOf(before, now);
  return standing === "live" || standing === "unvouched";
}
