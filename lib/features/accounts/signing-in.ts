import "server-only";
import { checkPassword, hashPassword, isWeaker } from "#lib/auth/password.ts";
import type { Db } from "#lib/db/client.ts";
import { recordAudit, recordStrangerRefused } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { partyOf, takeAttempt, tellRight } from "#lib/features/throttling/attempts.ts";
import { leaveEvenly } from "#lib/features/throttling/even-time.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { isDemoElsewhere } from "./demo-people.ts";
import * as accounts from "./repository.ts";
import type { SignInInput } from "./schema.ts";
import { factorOf } from "./second-factor-rules.ts";

type OpenCtx = Pick<Ctx, "db" | "now" | "request" | "vault">;

/** `password`: the second factor is still to come, and the session opens nothing but the step that asks for it. */
export type Opened = { userId: string; sessionId: string; stage: "password" | "full" };

const USER_AGENT_MAX = 300;
/** Of a refusal, whatever stands against the sign-in: a check of a password and what goes with it take less. */
const REFUSAL_STEP_MS = 250;

/**
 * Opens a session for the right password. Wrong, unknown, disabled and throttled give the same answer after the same
 * work; each is audited, with the account's id where there is one and never with what was typed.
 */
export async function signIn(
  ctx: OpenCtx,
  input: SignInInput,
  userAgent: string | null,
  device: string | null = null,
): Promise<Result<Opened, { code: "sign_in" }>> {
  const startedMs = performance.now();
  const opened = await checkAndOpen(ctx, input, userAgent, device);
  if (!opened.ok) await leaveEvenly(startedMs, REFUSAL_STEP_MS);
  return opened;
}

async function checkAndOpen(
  ctx: OpenCtx,
  { email, password }: SignInInput,
  userAgent: string | null,
  device: string | null,
): Promise<Result<Opened, { code: "sign_in" }>> {
  const { db, now, request } = ctx;
  const taken = await takeAttempt(ctx, { kind: "password", account: email, device });
  const user = await accounts.findUserByEmail(db, email);
  const isDemo = isDemoElsewhere(email);
  const isChecked = taken.ok && !isDemo;
  const stored = isChecked ? (user?.passwordHash ?? null) : null;
  const checked = await checkPassword(stored, password, partyOf(ctx, taken));
  const refuse = async (tx: Db, why: string) => {
    const entry = { action: "session.refuse", entityType: "account", entityId: user?.id ?? null } as const;
    await recordStrangerRefused(tx, { now, request }, { ...entry, detail: { why } });
    return fail({ code: "sign_in" as const });
  };
  if (!taken.ok) return taken.failure.isNews ? refuse(db, "throttled") : fail({ code: "sign_in" });
  if (!user) return refuse(db, "unknown");
  if (isDemo) return refuse(db, "demo");
  if (user.disabledAt) return refuse(db, "disabled");
  if (checked !== "right") return refuse(db, checked === "busy" ? "busy" : "password");
  const isOld = user.passwordHash !== null && isWeaker(user.passwordHash);
  const stronger = isOld ? await hashPassword(password) : null;
  const opened = await db.$transaction(async (tx) => {
    // A reset or a switching off may have come in since the check: from here on it waits, and then ends this session.
    const locked = await accounts.lockUser(tx, user.id);
    if (!locked || locked.disabledAt) return refuse(tx, "disabled");
    if (locked.passwordHash !== user.passwordHash) return refuse(tx, "password");
    if (stronger) await accounts.setPasswordHash(tx, user.id, stronger);
    const stage = factorOf(locked) === "none" ? ("full" as const) : ("password" as const);
    return ok(await open(tx, ctx, { user, stage, userAgent, isUpgraded: stronger !== null }));
  });
  // It is right all the same: at worst the try counts as a failure.
  if (opened.ok) await tellRight(ctx, taken.value).catch(() => undefined);
  return opened;
}

type Person = { id: string; name: string; role: "support" | "analyst" | "manager" | "admin" };
type Opening = { user: Person; stage: Opened["stage"]; userAgent: string | null; isUpgraded: boolean };

async function open(
  tx: Db,
  { now, request }: OpenCtx,
  { user, stage, userAgent, isUpgraded }: Opening,
): Promise<Opened> {
  const at = now();
  const isFull = stage === "full";
  const { id: sessionId } = await accounts.insertSession(tx, {
    userId: user.id,
    createdAt: at,
    lastSeenAt: at,
    stage,
    way: "password",
    confirmedAt: isFull ? at : null,
    address: request.address,
    userAgent: userAgent?.slice(0, USER_AGENT_MAX) ?? null,
  });
  if (isFull) await accounts.noteSignIn(tx, user.id, at);
  const { id, name, role } = user;
  await recordAudit(
    tx,
    { actor: { kind: "user", id, name, role, sessionId, scope: null }, now, request },
    {
      action: isFull ? "session.start" : "session.password",
      entityType: "session",
      entityId: sessionId,
      detail: { with: "password", ...(isUpgraded ? { hash: "upgraded" } : {}) },
    },
  );
  return { userId: id, sessionId, stage };
}
