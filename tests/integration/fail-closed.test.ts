import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createVault } from "#lib/privacy/vault.ts";
import { ok } from "#lib/result.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { someSettings } from "#tests/support/settings.ts";

// The library itself: what it would write is what a forger has to match.
type Encode = (given: Record<string, unknown>) => Promise<string>;
const { encode } = await vi.importActual<{ encode: Encode }>("next-auth/jwt");

const browser = vi.hoisted(() => ({ cookies: new Map<string, string>(), headers: new Headers() }));
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) =>
      browser.cookies.has(name) ? { name, value: browser.cookies.get(name) } : undefined,
    set: () => {},
  }),
  headers: async () => browser.headers,
}));
vi.mock("next/navigation", () => ({
  redirect: (to: string) => {
    throw new Error(`redirect ${to}`);
  },
  notFound: () => {
    throw new Error("not found");
  },
}));
vi.mock("next/server", async (original) => ({
  ...(await original<object>()),
  connection: async () => {},
}));

let world: World;
let right: Record<string, string>;
let sessionId: string;
beforeAll(async () => {
  world = await openWorld();
  right = someSettings({ DATABASE_URL: world.url });
  sessionId = (await ctxFor(world.db, "manager")).actor.sessionId;
});
afterAll(() => world.end());
beforeEach(() => {
  browser.cookies.clear();
  browser.headers = new Headers({ "accept-language": "en", "x-path": "/cases" });
});
afterEach(async () => {
  const kept = globalThis as { contraprovaDb?: { $disconnect(): Promise<void> } };
  await kept.contraprovaDb?.$disconnect();
  delete kept.contraprovaDb;
  vi.unstubAllEnvs();
});

/** A process of its own over these settings, with what lets people in. */
async function processWith(overrides: Record<string, string> = {}) {
  for (const [name, value] of Object.entries({ ...right, ...overrides })) vi.stubEnv(name, value);
  vi.resetModules();
  const [{ userContext }, { pageContext }, { staffAction }, { sessionCookieName }] = await Promise.all([
    import("#lib/entry/current.ts"),
    import("#lib/entry/page.ts"),
    import("#lib/entry/action.ts"),
    import("#lib/entry/next-auth.ts"),
  ]);
  return { userContext, pageContext, staffAction, cookie: sessionCookieName() };
}
type Entries = Awaited<ReturnType<typeof processWith>>;

const ways = (entries: Entries, ran: () => void) => ({
  who: () => entries.userContext(),
  page: () => entries.pageContext("case:read"),
  ownPage: () => entries.pageContext(null),
  action: () =>
    entries.staffAction(
      z.object({}),
      async () => {
        ran();
        return ok(null);
      },
      () => "",
    )({ status: "idle" }, new FormData()),
});

/** How each way in ends: `in`, or how it was kept shut. */
async function outcomes(entries: Entries) {
  let hasRun = false;
  const found: Record<string, string> = {};
  const said: unknown[] = [];
  for (const [name, enter] of Object.entries(
    ways(entries, () => {
      hasRun = true;
    }),
  )) {
    try {
      const result: unknown = await enter();
      const status = result && typeof result === "object" && "status" in result ? result.status : "in";
      found[name] = result === null ? "nobody" : String(status === "done" ? "in" : status);
    } catch (error) {
      said.push(error);
      const text = error instanceof Error ? error.message : "";
      found[name] = text.startsWith("redirect") ? text : "error";
    }
  }
  return { found, hasRun, said: said.map(String).join("\n") };
}

const SHUT = {
  who: "nobody",
  page: "redirect /sign-in?from=%2Fcases",
  ownPage: "redirect /sign-in?from=%2Fcases",
  action: "refused",
};
const ERROR = { who: "error", page: "error", ownPage: "error", action: "refused" };

const cookieOf = async (id: unknown, secret: string, maxAge = 3600) =>
  encode({ token: { sessionId: id }, secret, maxAge });

it("a session that is right lets in, so that what follows proves something", async () => {
  const entries = await processWith();
  browser.cookies.set(entries.cookie, await cookieOf(sessionId, right.AUTH_SECRET ?? ""));
  const { found, hasRun } = await outcomes(entries);
  expect([found, hasRun]).toEqual([{ who: "in", page: "in", ownPage: "in", action: "in" }, true]);
});

describe("a cookie that is not ours, or not right", () => {
  const secretOf = () => right.AUTH_SECRET ?? "";
  const changed = (text: string) => text.slice(0, -30) + (text.at(-30) === "A" ? "B" : "A") + text.slice(-29);
  const plain = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const GIVEN: readonly (readonly [string, () => string | Promise<string>])[] = [
    ["empty", () => ""],
    ["no token", () => "x"],
    ["dots", () => "...."],
    ["the bare id of a session", () => sessionId],
    ["not of this alphabet", () => "\ud800\0é"],
    ["100 kB long", () => "a".repeat(100_000)],
    ["of another secret", () => cookieOf(sessionId, randomBytes(32).toString("hex"))],
    ["over", () => cookieOf(sessionId, secretOf(), -60)],
    ["changed in one letter", async () => changed(await cookieOf(sessionId, secretOf()))],
    ["cut off", async () => (await cookieOf(sessionId, secretOf())).slice(0, -20)],
    ["of a session that is not there", () => cookieOf(randomUUID(), secretOf())],
    ["of no session id", () => cookieOf("manager", secretOf())],
    ["of a list", () => cookieOf([sessionId], secretOf())],
    ["of an object", () => cookieOf({ not: "" }, secretOf())],
    ["of a number", () => cookieOf(1, secretOf())],
    ["made for another purpose", () => encode({ token: { sessionId }, secret: secretOf(), salt: "state" })],
    ["with no signature", () => `${plain({ alg: "none" })}.${plain({ sessionId })}.`],
  ];
  it.each(GIVEN)("%s: nobody", async (_, cookie) => {
    const entries = await processWith();
    browser.cookies.set(entries.cookie, await cookie());
    const { found, hasRun } = await outcomes(entries);
    expect([found, hasRun]).toEqual([SHUT, false]);
  });
  it.each(["Bearer", "Bearer x.y.z", "Basic bWFuYWdlcjp4", "Bearer \u00ff"])(
    "a header %s stands for nobody",
    async (header) => {
      const entries = await processWith();
      browser.headers.set("authorization", header);
      browser.headers.set("x-user", "manager");
      expect((await outcomes(entries)).found).toEqual(SHUT);
    },
  );
});

describe("a part that is broken", () => {
  it.each([
    ["nothing at its address", "postgresql://nobody:hidden-word@127.0.0.1:1/none"],
    ["no such host", "postgresql://nobody:hidden-word@db.invalid:5432/none"],
  ])("the database, %s: an error, and nobody is in", async (_, url) => {
    const entries = await processWith({ DATABASE_URL: url });
    browser.cookies.set(entries.cookie, await cookieOf(sessionId, right.AUTH_SECRET ?? ""));
    const { found, hasRun, said } = await outcomes(entries);
    expect([found, hasRun]).toEqual([ERROR, false]);
    expect(said).not.toContain("hidden-word");
  });

  it("the database without its tables: an error, and nobody is in", async () => {
    const url = new URL(world.url);
    url.pathname = "/postgres";
    const entries = await processWith({ DATABASE_URL: url.toString() });
    browser.cookies.set(entries.cookie, await cookieOf(sessionId, right.AUTH_SECRET ?? ""));
    const { found, hasRun } = await outcomes(entries);
    expect([found, hasRun]).toEqual([ERROR, false]);
  });

  it("settings that went wrong while it ran: an error, and nobody is in", async () => {
    const entries = await processWith();
    const cookie = await cookieOf(sessionId, right.AUTH_SECRET ?? "");
    vi.stubEnv("AUTH_SECRET", "");
    vi.resetModules();
    const { userContext } = await import("#lib/entry/current.ts");
    browser.cookies.set(entries.cookie, cookie);
    await expect(userContext()).rejects.toThrow(/^AUTH_SECRET is missing/);
  });

  it("a key ring without the key that something lies under: nothing comes out", () => {
    const place = { table: "subject", row: randomUUID(), column: "cpf_sealed" };
    const index = randomBytes(32);
    const sealed = createVault([{ id: "k1", key: randomBytes(32) }], index).seal(place, "x");
    const lost = createVault([{ id: "k2", key: randomBytes(32) }], index);
    const other = createVault([{ id: "k1", key: randomBytes(32) }], index);
    expect(() => lost.open(place, sealed)).toThrow("not in ENCRYPTION_KEYS");
    expect(() => other.open(place, sealed)).toThrow();
  });
});
