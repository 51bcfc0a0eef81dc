"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { staffAction } from "#lib/entry/action.ts";
import { endedSessionCookie } from "#lib/entry/next-auth.ts";
import { keepPreferences } from "#lib/entry/preference-cookies.ts";
import { preferencesInput } from "#lib/features/accounts/schema.ts";
import { endOwnSession, savePreferences } from "#lib/features/accounts/service.ts";
import { ok } from "#lib/result.ts";

const neverRefused = () => "";

/** Kept with the person, and on this browser for the moments when nobody is signed in. */
export const savePreferencesAction = staffAction(
  preferencesInput,
  async (ctx, input) => {
    await savePreferences(ctx, input);
    await keepPreferences(input);
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
