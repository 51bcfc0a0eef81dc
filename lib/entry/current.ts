import "server-only";
import { randomUUID } from "node:crypto";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { database, databasesOf } from "#lib/db/client.ts";
import {
  type PendingCtx,
  type PendingUser,
  peekSession,
  readPendingSession,
  readSession,
  type SessionUser,
} from "#lib/features/accounts/sessions.ts";
import type { OpenCtx, UserCtx } from "#lib/features/context.ts";
import { chooseLocale, type Locale } from "#lib/i18n/locale.ts";
import { clientAddress } from "./client-address.ts";
import { sessionCookieName, sessionIdIn } from "./next-auth.ts";
import { services } from "./services.ts";

/** The signed-in person, read once a request. */
export const currentUser = cache(async (): Promise<SessionUser | null> => {
  const sessionId = await sessionIdIn((await cookies()).get(sessionCookieName())?.value);
  return sessionId ? readSession({ db: database(), now: () => new Date() }, sessionId) : null;
});

/** Who gave the password and not yet the second factor; for the steps of `/sign-in` and nothing else. */
export const currentPending = cache(async (): Promise<PendingUser | null> => {
  const sessionId = await sessionIdIn((await cookies()).get(sessionCookieName())?.value);
  return sessionId ? readPendingSession({ db: database(), now: () => new Date() }, sessionId) : null;
});

export const currentLocale = cache(async (): Promise<Locale> => {
  const [user, jar, head] = await Promise.all([currentUser(), cookies(), headers()]);
  return chooseLocale(user?.locale, jar.get("locale")?.value, head.get("accept-language"));
});

/** `null`: as the browser says. */
export const currentTheme = cache(async (): Promise<"light" | "dark" | null> => {
  const [user, jar] = await Promise.all([currentUser(), cookies()]);
  const theme = user?.theme ?? jar.get("theme")?.value;
  return theme === "light" || theme === "dark" ? theme : null;
});

/** What there is before anybody has signed in. */
export const openContext = cache(async (): Promise<OpenCtx> => {
  const head = await headers();
  return services({ id: randomUUID(), address: clientAddress(head.get("x-forwarded-for")) });
});

/** The context of the signed-in person, or null. */
export async function userContext(): Promise<UserCtx | null> {
  const [user, open] = await Promise.all([currentUser(), openContext()]);
  if (!user) return null;
  return contextOf(user, open);
}

/** The same for what an open page asks by itself: it keeps no session from idling. */
export async function watchingContext(): Promise<{ ctx: UserCtx; locale: Locale } | null> {
  const [jar, head, open] = await Promise.all([cookies(), headers(), openContext()]);
  const sessionId = await sessionIdIn(jar.get(sessionCookieName())?.value);
  const user = sessionId && (await peekSession(open, sessionId));
  if (!user) return null;
  const locale = chooseLocale(user.locale, jar.get("locale")?.value, head.get("accept-language"));
  return { ctx: contextOf(user, open), locale };
}

function contextOf({ id, name, role, sessionId, scope, confirmedAt }: SessionUser, open: OpenCtx): UserCtx {
  const actor = { kind: "user", id, name, role, sessionId, scope } as const;
  return { ...open, ...databasesOf(scope), actor, confirmedAt };
}

/** The context between the password and the second factor, or null. No service of a signed-in person takes it. */
export async function pendingContext(): Promise<PendingCtx | null> {
  const [pending, open] = await Promise.all([currentPending(), openContext()]);
  return pending && { ...open, pending };
}
