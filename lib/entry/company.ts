import "server-only";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { env } from "#lib/env.ts";
import { isUnvouched, refuseCompany, signInByCompany } from "#lib/features/accounts/company.ts";
import { type Identity, readClaims } from "#lib/features/accounts/company-rules.ts";
import { SESSION_LIFE_MS } from "#lib/features/accounts/rules.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import { clientAddress } from "./client-address.ts";
import { goOn, leadTo } from "./company-answers.ts";
import { discover, type Provider } from "./company-discovery.ts";
import * as flow from "./company-options.ts";
import { type CompanyWhy, saidOf, whyOfAnswer, whyOfExchange } from "./company-refusals.ts";
import { limitedText } from "./limited-text.ts";
import { sessionCookieName, sessionIdIn } from "./next-auth.ts";
import { safePath, safeTarget } from "./safe-path.ts";
import { services } from "./services.ts";

export const COMPANY_PATH = "/sign-in/company";
/** A path and a word. */
const FORM_MAX_BYTES = 10_000;
/** From the provider's answer to ours: two calls to the provider and one transaction. */
const CALLBACK_TIMEOUT_MS = 15_000;

/** `again`: the person proves anew that it is them; `silent`: the provider says whether they are still theirs. */
export type CompanyStart = "plain" | "again" | "silent";
const ASKED: Record<CompanyStart, Record<string, string>> = {
  // No session of ours goes on longer than this without its person: nor may one of theirs.
  plain: { max_age: String(SESSION_LIFE_MS / 1000) },
  again: { prompt: "login", max_age: "300" },
  silent: { prompt: "none", max_age: String(SESSION_LIFE_MS / 1000) },
};

export const isCompanyConfigured = (): boolean => flow.companySettings() !== null;

/** Where a person goes whose session waits for the company's word alone, or null. */
export async function companyRenewal(from: string): Promise<string | null> {
  if (!isCompanyConfigured()) return null;
  const sessionId = await sessionIdIn((await cookies()).get(sessionCookieName())?.value);
  return (await waitsForWord(sessionId))
    ? `${COMPANY_PATH}?from=${encodeURIComponent(safePath(from))}`
    : null;
}

/** Leads to the provider. Whatever asks the person for something must come from a page of ours. */
export const startCompany = (request: NextRequest) => orClosed(start(request));

async function start(request: NextRequest): Promise<Response> {
  const settings = flow.companySettings();
  if (!settings) return new Response(null, { status: 404 });
  const isForm = request.method === "POST";
  const given = isForm ? await formOf(request) : request.nextUrl.searchParams;
  const how = given.get("again") === "on" ? "again" : isForm ? "plain" : "silent";
  const from = safePath(given.get("from"));
  const ctx = contextOf(request);
  if (how !== "silent" && !isOurs(request)) return refuse(ctx, "origin", { from });
  // A link on another site must not begin anything for whoever follows it.
  if (how === "silent" && !(await waitsForWord((await browserOf(request)).sessionId)))
    return leadTo(`/sign-in?from=${encodeURIComponent(from)}`, []);
  // Next fetches pages ahead, and cannot follow to another site: it comes again as a whole page.
  if (!["document", null].includes(request.headers.get("sec-fetch-dest")))
    return new Response(null, { status: 401, headers: { "cache-control": "no-store" } });
  const found = await discover(settings.issuer);
  if (!found.ok) return refuse(ctx, found.failure.code, { from });
  const options = flow.companyOptions(settings, { provider: found.value, authorization: ASKED[how] });
  const token = randomBytes(32).toString("hex");
  const proof = createHash("sha256").update(`${token}${env().AUTH_SECRET}`).digest("hex");
  const begun = await flow.askNextAuth(options, {
    action: "signin",
    cookies: { [flow.flowCookieName("csrf")]: `${token}|${proof}` },
    body: { csrfToken: token, callbackUrl: new URL(from, env().APP_URL).toString() },
  });
  if (!isAt(begun.location, found.value.authorizationUrl)) return refuse(ctx, "client", { from });
  return goOn(request, begun.location, begun.cookies);
}

/** Takes what the provider sent the browser back with, and opens a session or says why not. */
export const finishCompany = (request: NextRequest) => orClosed(finish(request));

async function finish(request: NextRequest): Promise<Response> {
  const settings = flow.companySettings();
  if (!settings) return new Response(null, { status: 404 });
  const ctx = contextOf(request);
  const from = safeTarget(request.cookies.get(flow.flowCookieName("to"))?.value ?? "/", env().APP_URL);
  const query = queryOf(request);
  if (query.error !== undefined) return refuse(ctx, whyOfAnswer(query.error), { from });
  // Nobody who began nothing here makes us ask the provider anything.
  if (!query.code || !query.state || !request.cookies.has(flow.flowCookieName("state")))
    return refuse(ctx, "state", { from });
  const found = await discover(settings.issuer);
  if (!found.ok) return refuse(ctx, found.failure.code, { from });
  return exchange(request, ctx, { settings, provider: found.value, query, from });
}

/** With the database away nothing can be told of, so nobody is let in. */
async function orClosed(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer;
  } catch {
    return new Response(null, { status: 503, headers: { "cache-control": "no-store" } });
  }
}

type Exchange = {
  settings: flow.CompanySettings;
  provider: Provider;
  query: Record<string, string>;
  from: string;
};

async function exchange(request: NextRequest, ctx: OpenCtx, given: Exchange): Promise<Response> {
  const { settings, provider, query, from } = given;
  // Until something says otherwise, the browser did not begin this, or too long ago.
  let why: CompanyWhy = "state";
  let identity: Identity | null = null;
  let isTold = false;
  let trouble: unknown = null;
  let isLate = false;
  const opened = { sessionId: null as string | null };
  const signIn = async (claims: Record<string, unknown>): Promise<string | null> => {
    if (isLate) return null;
    const read = readClaims(claims, { ...settings, now: ctx.now() });
    if (!read.ok) {
      why = read.failure.code;
      identity = read.failure.identity;
      return null;
    }
    try {
      const entered = await signInByCompany(ctx, read.value, await browserOf(request));
      isTold = true;
      if (entered.ok) opened.sessionId = entered.value.sessionId;
      else why = entered.failure.code;
    } catch (error) {
      trouble = error;
    }
    return opened.sessionId;
  };
  const options = flow.companyOptions(settings, {
    provider,
    signIn,
    onRefused: (error) => {
      why = whyOfExchange(error);
    },
  });
  const cookiesOfFlow = flow.FLOW_COOKIES.flatMap((name) => {
    const value = request.cookies.get(flow.flowCookieName(name))?.value;
    return value && name !== "csrf" ? [[flow.flowCookieName(name), value] as const] : [];
  });
  const answer = await within(
    flow.askNextAuth(options, { action: "callback", cookies: Object.fromEntries(cookiesOfFlow), query }),
    CALLBACK_TIMEOUT_MS,
  );
  isLate = true;
  if (trouble) throw trouble;
  if (answer && opened.sessionId) return leadTo(from, [...endFlow(), ...sessionCookiesOf(answer.cookies)]);
  return refuse(ctx, answer ? why : "provider", { from, identity, isTold });
}

type Refused = { from: string; identity?: Identity | null; isTold?: boolean };

async function refuse(ctx: OpenCtx, why: CompanyWhy, { from, identity, isTold }: Refused): Promise<Response> {
  if (!isTold) await refuseCompany(ctx, why, identity ?? null);
  const target = from === "/" ? "" : `&from=${encodeURIComponent(from)}`;
  return leadTo(`/sign-in?refused=${saidOf(why)}${target}`, endFlow());
}

const waitsForWord = async (sessionId: string | null): Promise<boolean> =>
  sessionId ? isUnvouched(contextOf(null), sessionId) : false;

const contextOf = (request: NextRequest | null): OpenCtx =>
  services({ id: randomUUID(), address: clientAddress(request?.headers.get("x-forwarded-for")) });

const browserOf = async (request: NextRequest) => ({
  sessionId: await sessionIdIn(request.cookies.get(sessionCookieName())?.value),
  userAgent: request.headers.get("user-agent"),
});

/** As a browser says it of a form; `same-origin` is said of no other page, also where the referrer is kept back. */
function isOurs({ headers }: NextRequest): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null ? headers.get("origin") === env().APP_URL : site === "same-origin";
}

async function formOf(request: NextRequest): Promise<URLSearchParams> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return new URLSearchParams();
  const body = await limitedText(request, FORM_MAX_BYTES);
  return new URLSearchParams("text" in body ? body.text : "");
}

/** Of the address only what a provider's answer has, each once: a second value is nobody's. */
function queryOf({ nextUrl }: NextRequest): Record<string, string> {
  const pairs = ["code", "state", "iss", "error"].flatMap((name) => {
    const [value, other] = nextUrl.searchParams.getAll(name);
    return value !== undefined && other === undefined ? [[name, value] as const] : [];
  });
  return Object.fromEntries(pairs);
}

function isAt(location: string, endpoint: string): boolean {
  const [to, expected] = [URL.parse(location), new URL(endpoint)];
  return to?.origin === expected.origin && to.pathname === expected.pathname;
}

const sessionCookiesOf = (lines: readonly string[]) =>
  lines.filter((line) => line.startsWith(`${sessionCookieName()}=`));

/** A sign-in that ended, either way, leaves nothing behind that could be used a second time. */
function endFlow(): string[] {
  const secure = env().APP_URL.startsWith("https:") ? "; Secure" : "";
  return flow.FLOW_COOKIES.map(
    (name) => `${flow.flowCookieName(name)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure}`,
  );
}

/** Null when the time is over; what is still under way is let go. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  work.catch(() => {});
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
