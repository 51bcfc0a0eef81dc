import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { checkPassword, hashPassword } from "#lib/auth/password.ts";
import type { Role } from "#lib/auth/roles.ts";
import type { Db } from "#lib/db/client.ts";
import { recordAudit, recordStrangerRefused } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { isDemoElsewhere } from "./demo-people.ts";
import * as accounts from "./repository.ts";
import { LINK_LIFE_MS, needsTouch, SESSION_IDLE_MS, standingOf, standingOfLink } from "./rules.ts";
import type { NewPasswordInput, NewUserInput, PreferencesInput, SignInInput } from "./schema.ts";

type OpenCtx = Pick<Ctx, "db" | "now" | "request">;

export type SessionUser = {
  id: string;
  email: string;
  name: string;
  role: Role;
  locale: string | null;
  theme: string | null;
  sessionId: string;
};

/**
 * Opens a session for the right password. Wrong, unknown and disabled give the same answer after the same work;
 * each is audited, with the account's id where there is one and never with what was typed.
 */
export async function signIn(
  { db, now, request }: OpenCtx,
  { email, password }: SignInInput,
  userAgent: string | null,
): Promise<Result<{ userId: string; sessionId: string }, { code: "sign_in" }>> {
  const user = await accounts.findUserByEmail(db, email);
  const isDemo = isDemoElsewhere(email);
  const checked = await checkPassword(isDemo ? null : (user?.passwordHash ?? null), password);
  const refuse = async (tx: Db, why: string) => {
    const entry = { action: "session.refuse", entityType: "account", entityId: user?.id ?? null } as const;
    await recordStrangerRefused(tx, { now, request }, { ...entry, detail: { why } });
    return fail({ code: "sign_in" as const });
  };
  if (!user) return refuse(db, "unknown");
  if (isDemo) return refuse(db, "demo");
  if (user.disabledAt) return refuse(db, "disabled");
  if (checked !== "right") return refuse(db, checked === "busy" ? "busy" : "password");
  return db.$transaction(async (tx) => {
    // A reset or a switching off may have come in since the check: from here on it waits, and then ends this session.
    const locked = await accounts.lockUser(tx, user.id);
    if (locked?.disabledAt) return refuse(tx, "disabled");
    if (locked?.passwordHash !== user.passwordHash) return refuse(tx, "password");
    const opened = await accounts.insertSession(tx, {
      userId: user.id,
      createdAt: now(),
      address: request.address,
      userAgent: userAgent?.slice(0, 300) ?? null,
    });
    const { id, name, role } = user;
    await recordAudit(
      tx,
      { actor: { kind: "user", id, name, role, sessionId: opened.id }, now, request },
      { action: "session.start", entityType: "session", entityId: opened.id, detail: { with: "password" } },
    );
    return ok({ userId: id, sessionId: opened.id });
  });
}

/** The person behind a session id, or null when the session no longer lets anybody in. */
export async function readSession(
  { db, now }: Pick<Ctx, "db" | "now">,
  sessionId: string,
): Promise<SessionUser | null> {
  const session = await accounts.findSession(db, sessionId);
  if (!session || standingOf(session, now()) !== "live" || isDemoElsewhere(session.user.email)) return null;
  if (needsTouch(session.lastSeenAt, now())) await accounts.touchSession(db, session.id, now());
  const { disabledAt: _, ...user } = session.user;
  return { ...user, sessionId: session.id };
}

/** Ends one of the person's own sessions; the next request with its cookie is signed out. */
export async function endOwnSession(
  { actor, db, now, request }: UserCtx,
  sessionId: string,
  why: "sign_out" | "ended_elsewhere",
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

export const listOwnSessions = ({ actor, db, now }: UserCtx) =>
  accounts.listSessions(db, actor.id, new Date(now().getTime() - SESSION_IDLE_MS));

export async function savePreferences(
  { actor, db, now, request }: UserCtx,
  input: PreferencesInput,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await accounts.setPreferences(tx, actor.id, input);
    await recordAudit(
      tx,
      { actor, now, request },
      { action: "user.preferences", entityType: "user", entityId: actor.id, detail: input },
    );
  });
}

const hashOfToken = (token: string) => new Uint8Array(createHash("sha256").update(token).digest());

/**
 * Makes a person who cannot sign in yet, and the token of a one-time link that sets the first password.
 * The command line calls it; the permission for a screen comes with `/settings/users`.
 */
export async function createUser(
  ctx: Pick<Ctx, "actor" | "db" | "now" | "request">,
  input: NewUserInput,
): Promise<Result<{ token: string; expiresAt: Date }, { code: "email_taken" }>> {
  const { db, now } = ctx;
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now().getTime() + LINK_LIFE_MS);
  return db.$transaction(async (tx) => {
    if (await accounts.findUserByEmail(tx, input.email)) return fail({ code: "email_taken" });
    const user = await accounts.insertUser(tx, input);
    await accounts.insertLink(tx, { userId: user.id, tokenHash: hashOfToken(token), expiresAt });
    await recordAudit(tx, ctx, {
      action: "user.create",
      entityType: "user",
      entityId: user.id,
      detail: { role: input.role },
    });
    await recordAudit(tx, ctx, {
      action: "user.link",
      entityType: "user",
      entityId: user.id,
      detail: { expiresAt: expiresAt.toISOString() },
    });
    return ok({ token, expiresAt });
  });
}

/** Sets the password behind a one-time link and ends every session of the account. */
export async function setPasswordByLink(
  { db, now, request }: OpenCtx,
  { token, password }: NewPasswordInput,
): Promise<Result<null, { code: "link" }>> {
  const tokenHash = hashOfToken(token);
  const refuse = async (tx: Db, link: Awaited<ReturnType<typeof accounts.findLink>>, why: string) => {
    const entry = { action: "user.refuse", entityType: "account", entityId: link?.userId ?? null } as const;
    await recordStrangerRefused(tx, { now, request }, { ...entry, detail: { why } });
    return fail({ code: "link" as const });
  };
  // Looked at before the costly hash, which is not for anybody to cause; whether it still counts is decided after.
  const link = await accounts.findLink(db, tokenHash);
  const standing = link ? standingOfLink(link, now()) : "unknown";
  if (standing !== "live") return refuse(db, link, standing);
  const passwordHash = await hashPassword(password);
  return db.$transaction(async (tx) => {
    const userId = await accounts.spendLink(tx, tokenHash, now());
    if (!userId) return refuse(tx, link, "used");
    await accounts.setPasswordHash(tx, userId, passwordHash);
    await accounts.endSessionsOf(tx, userId, now());
    await recordAudit(
      tx,
      { actor: { kind: "program" }, now, request },
      { action: "user.password", entityType: "user", entityId: userId, detail: { by: "link" } },
    );
    return ok(null);
  });
}
