import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type NextAuthOptions } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { env } from "#lib/env.ts";
import type { Provider } from "./company-discovery.ts";
import { SESSION_COOKIE_SECONDS, sessionCookieName, sessionCookieOptions } from "./next-auth.ts";
import { safeTarget } from "./safe-path.ts";

type Claims = Record<string, unknown>;
/** What next-auth is told beside the settings; `signIn` opens the session and gives its id, or null. */
type Deeds = {
  provider: Provider;
  authorization?: Record<string, string>;
  signIn?: (claims: Claims) => Promise<string | null>;
  onRefused?: (error: unknown) => void;
};
/** The token endpoint must answer within this; the whole of a callback has its own limit. */
const REQUEST_TIMEOUT_MS = 5_000;
const FLOW_SECONDS = 15 * 60;
const SCOPE = "openid profile email";

/** The company's sign-in as it is configured, or null. */
export function companySettings() {
  const { AUTH_OIDC_ISSUER, AUTH_OIDC_CLIENT_ID, AUTH_OIDC_CLIENT_SECRET, AUTH_OIDC_ROLE_CLAIM } = env();
  if (!AUTH_OIDC_ISSUER || !AUTH_OIDC_CLIENT_ID || !AUTH_OIDC_CLIENT_SECRET) return null;
  return {
    issuer: AUTH_OIDC_ISSUER,
    clientId: AUTH_OIDC_CLIENT_ID,
    clientSecret: AUTH_OIDC_CLIENT_SECRET,
    roleClaim: AUTH_OIDC_ROLE_CLAIM,
  };
}
export type CompanySettings = NonNullable<ReturnType<typeof companySettings>>;

const isHttps = () => env().APP_URL.startsWith("https:");
export const FLOW_COOKIES = ["state", "nonce", "pkce", "to", "csrf"] as const;
type FlowCookie = (typeof FLOW_COOKIES)[number];
/** Cookies of a sign-in that is under way. */
export const flowCookieName = (name: FlowCookie): string =>
  `${isHttps() ? "__Host-" : ""}contraprova.company-${name}`;
const flowCookie = (name: FlowCookie) => ({
  name: flowCookieName(name),
  options: { ...sessionCookieOptions(), maxAge: FLOW_SECONDS },
});

/** next-auth with the company as its one provider: code flow with PKCE, state and nonce. */
export function companyOptions(settings: CompanySettings, deeds: Deeds): NextAuthOptions {
  process.env.NEXTAUTH_URL ??= env().APP_URL;
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_COOKIE_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() },
      state: flowCookie("state"),
      nonce: flowCookie("nonce"),
      pkceCodeVerifier: flowCookie("pkce"),
      callbackUrl: flowCookie("to"),
      csrfToken: flowCookie("csrf"),
    },
    providers: [companyProvider(settings, deeds)],
    // Its own lines quote what a provider said of a person; why nobody was let in goes into the audit log as a code.
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
    callbacks: {
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeTarget(url, baseUrl)}`,
      async signIn({ user, profile }) {
        const sessionId = profile ? await deeds.signIn?.({ ...profile }) : null;
        if (!sessionId) return false;
        user.sessionId = sessionId;
        return true;
      },
      jwt: ({ user }) => (user?.sessionId ? { sessionId: user.sessionId } : {}),
    },
  };
}

/** Its addresses come from our own discovery, which is stricter about the issuer than the library's. */
function companyProvider(settings: CompanySettings, deeds: Deeds): OAuthConfig<Claims> {
  const { provider } = deeds;
  return {
    id: "company",
    name: "company",
    type: "oauth",
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    issuer: provider.issuer,
    jwks_endpoint: provider.keysUrl,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    client: {
      token_endpoint_auth_method: provider.secretBy,
      id_token_signed_response_alg: provider.algorithm,
    },
    httpOptions: { timeout: REQUEST_TIMEOUT_MS },
    authorization: {
      url: provider.authorizationUrl,
      params: { scope: SCOPE, ...deeds.authorization },
    },
    token: {
      url: provider.tokenUrl,
      async request({ client, provider: { callbackUrl }, params, checks }) {
        try {
          if (provider.namesItself && params.iss !== provider.issuer) throw new Error("iss mismatch");
          const own = { ...checks, response_type: "code" };
          return { tokens: await client.callback(callbackUrl, params, own) };
        } catch (error) {
          deeds.onRefused?.(error);
          throw error;
        }
      },
    },
    // It only has to be something: who it is, is read out of the claims by rules of ours.
    profile: () => ({ id: "company" }),
  };
}

type Asked = {
  action: "signin" | "callback";
  cookies: Record<string, string>;
  query?: Record<string, string>;
  body?: Record<string, string>;
};

/** Calls next-auth with exactly what is meant for it: nothing else of the request reaches it. */
export async function askNextAuth(options: NextAuthOptions, { action, cookies, query, body }: Asked) {
  const headers = new Map<string, unknown>();
  const request = {
    method: action === "signin" ? "POST" : "GET",
    query: { ...query, nextauth: [action, "company"] },
    body: body ?? {},
    cookies,
    headers: {},
  };
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name),
    setHeader(name: string, value: unknown) {
      headers.set(name, value);
      return response;
    },
    send: () => {},
    json: () => {},
    end: () => {},
  };
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options);
  const set = headers.get("Set-Cookie");
  return {
    location: String(headers.get("Location") ?? ""),
    cookies: Array.isArray(set) ? set.map(String) : [],
  };
}
