"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { openAction, pendingAction } from "#lib/entry/action.ts";
import { pendingContext } from "#lib/entry/current.ts";
import { currentDevice, keepDevice } from "#lib/entry/device-cookie.ts";
import { endedSessionCookie, sessionCookie } from "#lib/entry/next-auth.ts";
import { safePath } from "#lib/entry/safe-path.ts";
import { signInInput } from "#lib/features/accounts/schema.ts";
import { confirmFirst } from "#lib/features/accounts/second-factor.ts";
import { codeInput, recoveryInput } from "#lib/features/accounts/second-factor-schema.ts";
import { answerCode, goOn } from "#lib/features/accounts/second-factor-sign-in.ts";
import { actorOf, endOwnSession } from "#lib/features/accounts/sessions.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const from = z.string().optional().catch(undefined);
type Refusal = "one_time_code" | "pending_over" | "recovery_code";
const wordsOf = (locale: Locale, { code }: { code: Refusal }) =>
  translatorFor(locale, "secondFactor")(`refusal.${code}`);

export const signInAction = openAction(
  signInInput.extend({ from }),
  async (ctx, { from: path, ...given }) => {
    const userAgent = (await headers()).get("user-agent");
    const opened = await signIn(ctx, given, userAgent, await currentDevice());
    if (!opened.ok) return opened;
    if (opened.value.stage === "full") return enter(ctx, opened.value, path);
    (await cookies()).set(await sessionCookie(opened.value.sessionId));
    redirect(`/sign-in?from=${encodeURIComponent(safePath(path))}`);
  },
  (locale, { code }) => translatorFor(locale, "errors")(`refusal.${code}`),
);

export const answerCodeAction = pendingAction(
  codeInput.extend({ from }),
  async (ctx, { code, from: path }) => {
    const entered = await answerCode(ctx, { with: "code", typed: code }, await currentDevice());
    return entered.ok ? enter(ctx, entered.value, path) : entered;
  },
  wordsOf,
);

export const answerRecoveryAction = pendingAction(
  recoveryInput.extend({ from }),
  async (ctx, { recovery, from: path }) => {
    const entered = await answerCode(ctx, { with: "recovery", typed: recovery }, await currentDevice());
    return entered.ok ? enter(ctx, entered.value, path) : entered;
  },
  (locale, { code }) => wordsOf(locale, { code: code === "one_time_code" ? "recovery_code" : code }),
);

/** The recovery codes are in its answer, so the session stays as it is: a new cookie would draw the page anew. */
export const confirmFirstAction = pendingAction(
  codeInput,
  async (ctx, { code }) => confirmFirst(ctx, code, await currentDevice()),
  wordsOf,
);

export const goOnAction = pendingAction(
  z.object({ from }),
  async (ctx, { from: path }) => {
    const entered = await goOn(ctx);
    return entered.ok ? enter(ctx, entered.value, path) : entered;
  },
  wordsOf,
);

/** Back to the first step, with nothing left of the second. */
export async function startOverAction(): Promise<void> {
  const ctx = await pendingContext();
  if (ctx) await endOwnSession({ ...ctx, actor: actorOf(ctx.pending) }, ctx.pending.sessionId, "start_over");
  (await cookies()).set(endedSessionCookie());
  redirect("/sign-in");
}

async function enter(
  ctx: Pick<OpenCtx, "db" | "vault">,
  { sessionId, userId }: { sessionId: string; userId: string },
  path: string | undefined,
): Promise<never> {
  (await cookies()).set(await sessionCookie(sessionId));
  await keepDevice(ctx, userId);
  redirect(safePath(path));
}
