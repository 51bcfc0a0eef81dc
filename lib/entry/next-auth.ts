import "server-only";
import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import credentials from "next-auth/providers/credentials";
import { env } from "#lib/env.ts";
import { SESSION_LIFE_MS } from "#lib/features/accounts/rules.ts";
import { signInInput } from "#lib/features/accounts/schema.ts";
import { actorOf, endOwnSession, readPendingSession, readSession } from "#lib/features/accounts/sessions.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { isUuid } from "#lib/uuid.ts";
import { clientAddress } from "./client-address.ts";
import { isSoundCallback, isUsedAddress } from "./next-auth-addresses.ts";
import { safeTarget } from "./safe-path.ts";
import { services } from "./services.ts";

declare module "next-auth" {
  interface Session {
    sessionId?: string;
  }
  interface User {
    sessionId?: string;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    sessionId?: string;
  }
}

const isHttps = () => env().APP_URL.startsWith("https:");
export const sessionCookieName = () => (isHttps() ? "__Host-contraprova" : "contraprova");
export const SESSION_COOKIE_SECONDS = SESSION_LIFE_MS / 1000;

export const sessionCookieOptions = () =>
  ({
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: isHttps(),
    maxAge: SESSION_COOKIE_SECONDS,
  }) as const;

/** The cookie of a session as next-auth writes and reads it: its encoding, with no salt for session tokens. */
export async function sessionCookie(sessionId: string) {
  const value = await encode({
    token: { sessionId },
    secret: env().AUTH_SECRET,
    maxAge: SESSION_COOKIE_SECONDS,
  });
  return { name: sessionCookieName(), value, ...sessionCookieOptions() };
}

/**
 * The session id in a cookie of ours, or null. next-auth's own reader is not asked: it refuses over other cookies,
 * which anybody may set.
 */
export async function sessionIdIn(value: string | undefined): Promise<string | null> {
  const secret = env().AUTH_SECRET;
  try {
    const token = await decode({ ...(value ? { token: value } : {}), secret });
    const id: unknown = token?.sessionId;
    return typeof id === "string" && isUuid(id) ? id : null;
  } catch {
    return null;
  }
}

/** Takes the cookie back; a browser heeds it only with the options it was set with. */
export const endedSessionCookie = () => ({
  name: sessionCookieName(),
  value: "",
  ...sessionCookieOptions(),
  maxAge: 0,
});

/**
 * The cookie is an encrypted token that carries nothing but the id of a session row; the row is what counts and is
 * read on every request. Company sign-in and second factor join here as providers and checks.
 */
export function nextAuthOptions(): NextAuthOptions {
  process.env.NEXTAUTH_URL ??= env().APP_URL;
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_COOKIE_SECONDS },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    providers: [
      credentials({
        credentials: { email: {}, password: {} },
        async authorize(given, request) {
          const input = signInInput.safeParse(given);
          if (!input.success) return null;
          const headers = request.headers ?? {};
          const opened = await signIn(
            services({ id: crypto.randomUUID(), address: clientAddress(headers["x-forwarded-for"]) }),
            input.data,
            headers["user-agent"] ?? null,
          );
          return opened.ok ? { id: opened.value.userId, sessionId: opened.value.sessionId } : null;
        },
      }),
    ],
    events: {
      // Its own sign-out address only takes the cookie back; the row is what counts.
      signOut: ({ token }) => endBySignOut(token?.sessionId),
    },
    callbacks: {
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeTarget(url, baseUrl)}`,
      jwt: ({ token, user }) => (user?.sessionId ? { sessionId: user.sessionId } : token),
      session: ({ session, token }) => ({
        expires: session.expires,
        ...(token.sessionId ? { sessionId: token.sessionId } : {}),
      }),
    },
  };
}

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own addresses. The settings are read per request: a build has none. */
export async function nextAuthHandler(request: NextRequest, context: RouteContext): Promise<Response> {
  const { nextauth } = await context.params;
  if (!isUsedAddress(request.method, nextauth)) return new Response(null, { status: 404 });
  const callbacks = [
    ...request.nextUrl.searchParams.getAll("callbackUrl"),
    ...request.cookies.getAll().flatMap(({ name, value }) => (name.endsWith(".callback-url") ? [value] : [])),
  ];
  if (!callbacks.every((value) => isSoundCallback(value, env().APP_URL)))
    return new Response(null, { status: 400 });
  const options = nextAuthOptions();
  try {
    return await NextAuth(request, context, options);
  } catch {
    // A body or an address that it cannot read; what our own services throw it catches itself.
    return new Response(null, { status: 400 });
  }
}

async function endBySignOut(sessionId: string | undefined): Promise<void> {
  const open = services({ id: crypto.randomUUID(), address: null });
  if (!sessionId) return;
  const user = (await readSession(open, sessionId)) ?? (await readPendingSession(open, sessionId));
  if (user) await endOwnSession({ ...open, actor: actorOf(user) }, user.sessionId, "sign_out");
}
