"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { userContext } from "#lib/entry/current.ts";
import { endedSessionCookie } from "#lib/entry/next-auth.ts";
import { endOwnSession } from "#lib/features/accounts/sessions.ts";

/** Ends the session that this request came with, in the database and in the browser. */
export async function signOutAction(): Promise<void> {
  const ctx = await userContext();
  if (ctx) await endOwnSession(ctx, ctx.actor.sessionId, "sign_out");
  (await cookies()).set(endedSessionCookie());
  redirect("/sign-in");
}
