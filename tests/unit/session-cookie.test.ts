import { randomUUID } from "node:crypto";
import { afterEach, expect, it, vi } from "vitest";
import { SESSION_LIFE_MS } from "#lib/features/accounts/rules.ts";
import { someSettings } from "#tests/support/settings.ts";

// The library itself, past our own modules: what it reads is what counts.
type Read = (request: unknown, answer: unknown, options: unknown) => Promise<unknown>;
type Decode = (given: { token: string; secret: string }) => Promise<Record<string, unknown> | null>;
const { getServerSession } = await vi.importActual<{ getServerSession: Read }>("next-auth");
const { decode } = await vi.importActual<{ decode: Decode }>("next-auth/jwt");

afterEach(() => vi.unstubAllEnvs());

/** A fresh copy of the module over other settings, as each process has one. */
async function entryWith(overrides: Record<string, string>) {
  const settings = someSettings(overrides);
  vi.stubEnv("NEXTAUTH_URL", undefined);
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  return { ...(await import("#lib/entry/next-auth.ts")), secret: settings.AUTH_SECRET ?? "" };
}
type Entry = Awaited<ReturnType<typeof entryWith>>;

/** Reads a cookie by next-auth's own code, as a page does. */
async function sessionBehind(entry: Entry, cookies: Record<string, string>) {
  const request = { cookies, headers: {} };
  const answer = { getHeader: () => undefined, setCookie() {}, setHeader() {} };
  return getServerSession(request, answer, entry.nextAuthOptions());
}

it.each([
  ["http://localhost:3000", "contraprova", false],
  ["https://contraprova.example", "__Host-contraprova", true],
])(
  "the cookie for %s is read by next-auth and says nothing but the session's id",
  async (url, name, secure) => {
    const entry = await entryWith({ APP_URL: url });
    const sessionId = randomUUID();
    const cookie = await entry.sessionCookie(sessionId);
    expect(cookie).toMatchObject({ name, secure, httpOnly: true, sameSite: "lax", path: "/" });
    expect(cookie.maxAge).toBe(SESSION_LIFE_MS / 1000);
    expect(cookie.value.length).toBeLessThan(1_000);
    expect(await sessionBehind(entry, { [name]: cookie.value })).toMatchObject({ sessionId });
    expect(await entry.sessionIdIn(cookie.value)).toBe(sessionId);
    const token = await decode({ token: cookie.value, secret: entry.secret });
    expect(Object.keys(token ?? {}).sort()).toEqual(["exp", "iat", "jti", "sessionId"]);
  },
);

it("another secret, a changed cookie or none leads to nobody", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const entry = await entryWith({});
  const { name, value } = await entry.sessionCookie(randomUUID());
  const other = await entryWith({});
  expect(await sessionBehind(other, { [name]: value })).toBeNull();
  expect(await sessionBehind(entry, {})).toBeNull();
  expect(await sessionBehind(other, { [name]: "x.y.z" })).toBeNull();
  for (const read of [value, "x.y.z", "", undefined]) expect(await other.sessionIdIn(read)).toBeNull();
});

it("taking the cookie back names the same cookie and options, with no life left", async () => {
  const entry = await entryWith({ APP_URL: "https://contraprova.example" });
  const { value: _, maxAge: _a, ...set } = await entry.sessionCookie(randomUUID());
  const { value, maxAge, ...ended } = entry.endedSessionCookie();
  expect(ended).toEqual(set);
  expect([value, maxAge]).toEqual(["", 0]);
});
