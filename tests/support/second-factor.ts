import { Secret, TOTP } from "otpauth";
import { hashPassword } from "#lib/auth/password.ts";
import type { Role } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import { confirmFirst, offerFirst } from "#lib/features/accounts/second-factor.ts";
import { goOn } from "#lib/features/accounts/second-factor-sign-in.ts";
import {
  actorOf,
  type PendingCtx,
  readPendingSession,
  readSession,
} from "#lib/features/accounts/sessions.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { aUser, programCtx } from "./ctx.ts";

export const STEP_MS = 30_000;
export const PASSWORD = "uma frase que ninguém usa";

/** What an authenticator app shows at a moment. */
export const codeAt = (secret: string, ms: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) }).generate({ timestamp: ms });

let hash: Promise<string> | undefined;

/** Somebody with a password and, until they enrol, no second factor. */
export async function aPerson(db: Database, role: Role = "analyst") {
  hash ??= hashPassword(PASSWORD);
  return aUser(db, role, { passwordHash: await hash });
}

/** A person at a browser, with a clock of their own. */
export function atBrowser(db: Database, email: string, startMs = Date.now()) {
  const clock = { ms: startMs };
  const open = () => {
    const { actor: _, ...ctx } = programCtx(db, { now: () => new Date(clock.ms) });
    return ctx;
  };
  const wantPending = async (sessionId: string): Promise<PendingCtx> => {
    const pending = await readPendingSession(open(), sessionId);
    if (!pending) throw new Error("no session between password and code");
    return { ...open(), pending };
  };
  return {
    clock,
    open,
    wantPending,
    async givePassword(password = PASSWORD): Promise<PendingCtx> {
      const opened = await signIn(open(), { email, password }, "Firefox");
      if (!opened.ok) throw new Error(opened.failure.code);
      return wantPending(opened.value.sessionId);
    },
    /** From the password to the overview, with a new second factor. */
    async enrol() {
      const pending = await this.givePassword();
      const offered = await offerFirst(pending);
      if (!offered) throw new Error("nothing offered");
      const confirmed = await confirmFirst(pending, codeAt(offered.secret, clock.ms), null);
      if (!confirmed.ok) throw new Error(confirmed.failure.code);
      const entered = await goOn(await wantPending(pending.pending.sessionId));
      if (!entered.ok) throw new Error(entered.failure.code);
      const { sessionId } = entered.value;
      return { secret: offered.secret, recoveryCodes: confirmed.value.recoveryCodes, sessionId };
    },
    /** The context that a request with this session gets. */
    async request(sessionId: string): Promise<UserCtx | null> {
      const user = await readSession(open(), sessionId);
      return user && { ...open(), actor: actorOf(user), confirmedAt: user.confirmedAt };
    },
  };
}
