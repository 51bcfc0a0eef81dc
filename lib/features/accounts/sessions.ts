import "server-only";
import type { Role, Scope } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, OpenCtx, UserCtx } from "#lib/features/context.ts";
import { isDemoElsewhere } from "./demo-people.ts";
import * as accounts from "./repository.ts";
import { needsTouch, standingOf } from "./rules.ts";
import { type Factor, factorOf } from "./second-factor-rules.ts";

export type SessionUser = {
  id: string;
  email: string;
  name: string;
  role: Role;
  locale: string | null;
  theme: string | null;
  /** Whether keys pressed without Ctrl act for this person. */
  letterKeys: boolean;
  sessionId: string;
  /** The branches that the person was given; null where none were, which is all of them. */
  scope: Scope;
  /** When the person last proved that it is them. */
  confirmedAt: Date | null;
  way: "password" | "company";
};

/** Somebody whose password was right and whose second factor is still to come: no person of any page or service. */
export type PendingUser = {
  id: string;
  email: string;
  name: string;
  role: Role;
  sessionId: string;
  scope: Scope;
  factor: Factor;
  /** When this session's own new second factor was proved: what is left is to go on. */
  confirmedAt: Date | null;
};
export type PendingCtx = OpenCtx & { pending: PendingUser };

async function findLive({ db, now }: Pick<Ctx, "db" | "now">, sessionId: string) {
  const session = await accounts.findSession(db, sessionId);
  if (!session || standingOf(session, now()) !== "live" || isDemoElsewhere(session.user.email)) return null;
  const { branches } = session.user;
  return { ...session, scope: branches.length > 0 ? branches.map(({ subsidiaryId }) => subsidiaryId) : null };
}

type Asking = Pick<Ctx, "db" | "now">;

/** The person behind a session id, or null when the session lets nobody in: not yet, or no longer. */
export async function readSession(ctx: Asking, sessionId: string): Promise<SessionUser | null> {
  const session = await findLive(ctx, sessionId);
  if (session?.stage !== "full") return null;
  if (needsTouch(session.lastSeenAt, ctx.now())) await accounts.touchSession(ctx.db, session.id, ctx.now());
  return personOf(session);
}

/** The same for what a page asks by itself: nobody did anything, so the session goes on idling. */
export async function peekSession(ctx: Asking, sessionId: string): Promise<SessionUser | null> {
  const session = await findLive(ctx, sessionId);
  return session?.stage === "full" ? personOf(session) : null;
}

function personOf(session: NonNullable<Awaited<ReturnType<typeof findLive>>>): SessionUser {
  const { id, email, name, role, locale, theme, letterKeys } = session.user;
  const { scope, confirmedAt, way } = session;
  const preferences = { locale, theme, letterKeys };
  return { id, email, name, role, ...preferences, sessionId: session.id, scope, confirmedAt, way };
}

/** Who is between the password and the second factor with this session, or null. */
export async function readPendingSession(
  ctx: Pick<Ctx, "db" | "now">,
  sessionId: string,
): Promise<PendingUser | null> {
  const session = await findLive(ctx, sessionId);
  if (session?.stage !== "password") return null;
  const { id, email, name, role } = session.user;
  const { scope, confirmedAt } = session;
  return { id, email, name, role, sessionId: session.id, scope, confirmedAt, factor: factorOf(session.user) };
}

export const actorOf = ({ id, name, role, sessionId, scope }: SessionUser | PendingUser) =>
  ({ kind: "user", id, name, role, sessionId, scope }) as const;

type Renewal = {
  actor: UserCtx["actor"];
  why: "second_factor" | "step_up";
  /** When the person proved that it is them; null leaves it as it was. */
  confirmedAt: Date | null;
};

/**
 * Puts a new session in the place of the actor's: a token that anybody saw before is worth nothing after. The first
 * sign-in's time goes along, so that twelve hours stay twelve hours. Null when the session had ended.
 */
export async function renewSession(
  tx: Tx,
  { now, request }: Pick<Ctx, "now" | "request">,
  { actor, why, confirmedAt }: Renewal,
): Promise<UserCtx["actor"] | null> {
  const at = now();
  const old = await accounts.replaceSession(tx, actor.sessionId, actor.id, at);
  if (!old) return null;
  const opened = await accounts.insertSession(tx, {
    ...old,
    userId: actor.id,
    stage: "full",
    lastSeenAt: at,
    confirmedAt: confirmedAt ?? old.confirmedAt,
  });
  const renewed = { ...actor, sessionId: opened.id };
  await recordAudit(
    tx,
    { actor: renewed, now, request },
    {
      action: "session.renew",
      entityType: "session",
      entityId: opened.id,
      detail: { why, replaces: actor.sessionId },
    },
  );
  return renewed;
}

type SessionActor = Pick<UserCtx, "actor" | "db" | "now" | "request">;

/** Ends one of the person's own sessions; the next request with its cookie is signed out. */
export async function endOwnSession(
  { actor, db, now, request }: SessionActor,
  sessionId: string,
  why: "sign_out" | "ended_elsewhere" | "start_over",
): Promise<void> {
  await db.$transaction(async (tx) => {
    const record = (detail: { why: string }, outcome: "done" | "refused") =>
      recordAudit(
        tx,
        { actor, now, request },
        { action: "session.end", entityType: "session", entityId: sessionId, detail },
        outcome,
      );
    const { count } = await accounts.endSession(tx, sessionId, actor.id, now());
    if (count > 0) return record({ why }, "done");
    const ownerId = await accounts.findOwnerOfSession(tx, sessionId);
    if (ownerId !== null && ownerId !== actor.id) await record({ why: "foreign" }, "refused");
  });
}

/** Ends every session of the person but the one that asks; how many there were. */
export async function endOtherSessions({ actor, db, now, request }: UserCtx): Promise<number> {
  return db.$transaction(async (tx) => {
    const ended = await accounts.endOtherSessions(tx, actor.id, actor.sessionId, now());
    for (const { id } of ended) {
      await recordAudit(
        tx,
        { actor, now, request },
        { action: "session.end", entityType: "session", entityId: id, detail: { why: "all_others" } },
      );
    }
    return ended.length;
  });
}

/** The person's own sessions that still live, last used first. */
export async function listOwnSessions({ actor, db, now }: UserCtx) {
  const at = now();
  const sessions = await accounts.listSessions(db, actor.id);
  return sessions.filter((session) => standingOf({ ...session, user: { disabledAt: null } }, at) === "live");
}
