"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { openAction } from "#lib/entry/action.ts";
import { sessionCookie } from "#lib/entry/next-auth.ts";
import { safePath } from "#lib/entry/safe-path.ts";
import { signInInput } from "#lib/features/accounts/schema.ts";
import { signIn } from "#lib/features/accounts/service.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const input = signInInput.extend({ from: z.string().optional().catch(undefined) });

export const signInAction = openAction(
  input,
  async (ctx, { from, ...given }) => {
    const opened = await signIn(ctx, given, (await headers()).get("user-agent"));
    if (!opened.ok) return opened;
    (await cookies()).set(await sessionCookie(opened.value.sessionId));
    redirect(safePath(from));
  },
  (locale, { code }) => translatorFor(locale, "errors")(`refusal.${code}`),
);
