"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { staffAction } from "#lib/entry/action.ts";
import { currentDevice } from "#lib/entry/device-cookie.ts";
import { endedSessionCookie } from "#lib/entry/next-auth.ts";
import { keepPreferences } from "#lib/entry/preference-cookies.ts";
import { preferencesInput } from "#lib/features/accounts/schema.ts";
import { confirmAnother, offerAnother, renewRecoveryCodes } from "#lib/features/accounts/second-factor.ts";
import { pictureOf } from "#lib/features/accounts/second-factor-picture.ts";
import { codeInput } from "#lib/features/accounts/second-factor-schema.ts";
import { savePreferences } from "#lib/features/accounts/service.ts";
import { endOtherSessions, endOwnSession } from "#lib/features/accounts/sessions.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";

const neverRefused = () => "";

/** Kept with the person, and on this browser for the moments when nobody is signed in. */
export const savePreferencesAction = staffAction(
  preferencesInput,
  async (ctx, input) => {
    await savePreferences(ctx, input);
    await keepPreferences({ locale: input.locale, theme: input.theme });
    revalidatePath("/", "layout");
    return ok(null);
  },
  neverRefused,
);

/** Somebody else's session is nobody's: nothing is ended and nothing is told. */
export const endSessionAction = staffAction(
  z.object({ session: z.uuid() }),
  async (ctx, { session }) => {
    const isThisOne = session === ctx.actor.sessionId;
    await endOwnSession(ctx, session, isThisOne ? "sign_out" : "ended_elsewhere");
    if (isThisOne) {
      (await cookies()).set(endedSessionCookie());
      redirect("/sign-in");
    }
    revalidatePath("/account");
    return ok(null);
  },
  neverRefused,
);

export const endOtherSessionsAction = staffAction(
  z.object({}),
  async (ctx) => {
    await endOtherSessions(ctx);
    revalidatePath("/account");
    return ok(null);
  },
  neverRefused,
);

const factorWords = (locale: Locale, { code }: { code: "one_time_code" | "pending_over" | "no_factor" }) =>
  translatorFor(locale, "secondFactor")(`refusal.${code === "pending_over" ? "set_up_over" : code}`);

/** A new key for an app, after a fresh proof; what is in use counts until the new one is confirmed. */
export const beginFactorAction = staffAction(
  z.object({}),
  async (ctx) => {
    const offered = await offerAnother(ctx);
    if (!offered.ok) return offered;
    return ok({ ...offered.value, picture: pictureOf(offered.value.address) });
  },
  factorWords,
);

export const confirmFactorAction = staffAction(
  codeInput,
  async (ctx, { code }) => {
    const confirmed = await confirmAnother(ctx, code, await currentDevice());
    if (confirmed.ok) revalidatePath("/account");
    return confirmed;
  },
  factorWords,
);

export const renewCodesAction = staffAction(z.object({}), renewRecoveryCodes, factorWords);
