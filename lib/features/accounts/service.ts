import "server-only";
import { hashPassword } from "#lib/auth/password.ts";
import type { Db } from "#lib/db/client.ts";
import { recordAudit, recordStrangerRefused } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import type { TooMany } from "#lib/features/limits/limits.ts";
import { forgetFailures, takeAttempt, tellRight } from "#lib/features/throttling/attempts.ts";
import { leaveEvenly } from "#lib/features/throttling/even-time.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { hashOfToken } from "./one-time-link.ts";
import { type PasswordWeakness, weaknessOf } from "./password-rules.ts";
import * as accounts from "./repository.ts";
import { endLinksOf, findOwnerOfLink } from "./repository-people.ts";
import { standingOfLink } from "./rules.ts";
import type { NewPasswordInput, PreferencesInput } from "./schema.ts";

type OpenCtx = Pick<Ctx, "db" | "now" | "request" | "vault">;

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

/** Of a refusal, whatever stands against the link: a look and a line in the log take less. */
const REFUSAL_STEP_MS = 100;

type LinkRefusal = { code: "link" } | TooMany | { code: "weak"; weakness: PasswordWeakness };

/**
 * Sets the password behind a one-time link and ends every session of the account. A second factor stays as it is:
 * whoever holds the link alone gets as far as the page that asks for the code.
 */
export async function setPasswordByLink(
  ctx: OpenCtx,
  { token, password }: NewPasswordInput,
): Promise<Result<null, LinkRefusal>> {
  const startedMs = performance.now();
  const { db, now, request, vault } = ctx;
  const tokenHash = hashOfToken(token);
  const taken = await takeAttempt(ctx, {
    kind: "link",
    account: Buffer.from(tokenHash).toString("hex"),
    device: null,
  });
  if (!taken.ok) {
    const entry = { action: "user.refuse", entityType: "account", entityId: null } as const;
    if (taken.failure.isNews)
      await recordStrangerRefused(db, { now, request }, { ...entry, detail: { why: "throttled" } });
    return fail({ code: "too_many", retryAfterS: taken.failure.retryAfterS });
  }
  const refuse = async (tx: Db, userId: string | null, why: string) => {
    const entry = { action: "user.refuse", entityType: "account", entityId: userId } as const;
    await recordStrangerRefused(tx, { now, request }, { ...entry, detail: { why } });
    return fail({ code: "link" as const });
  };
  // Looked at before the costly hash, which is not for anybody to cause; whether it still counts is decided after.
  const link = await findOwnerOfLink(db, tokenHash);
  const standing = !link ? "unknown" : link.user.disabledAt ? "disabled" : standingOfLink(link, now());
  if (!link || standing !== "live") {
    const refused = await refuse(db, link?.userId ?? null, standing);
    await leaveEvenly(startedMs, REFUSAL_STEP_MS);
    return refused;
  }
  await tellRight(ctx, taken.value);
  const weakness = weaknessOf(password, link.user);
  // The link is not used up: a better one can be typed.
  if (weakness) return fail({ code: "weak", weakness });
  const passwordHash = await hashPassword(password);
  const { userId } = link;
  return db.$transaction(async (tx) => {
    // From here on a switching off waits, and then ends what this opened.
    const locked = await accounts.lockUser(tx, userId);
    if (!locked || locked.disabledAt) return refuse(tx, userId, "disabled");
    // The company may have come to vouch for the account after the link was made.
    if (locked.oidcSubject !== null) return refuse(tx, userId, "of_company");
    if (!(await accounts.spendLink(tx, tokenHash, now()))) return refuse(tx, userId, "used");
    await accounts.setPasswordHash(tx, userId, passwordHash);
    await endLinksOf(tx, userId, now());
    await forgetFailures(tx, vault, link.user.email);
    await accounts.endSessionsOf(tx, userId, now());
    await recordAudit(
      tx,
      { actor: { kind: "program" }, now, request },
      { action: "user.password", entityType: "user", entityId: userId, detail: { by: "link" } },
    );
    return ok(null);
  });
}
