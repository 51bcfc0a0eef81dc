import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ok } from "#lib/result.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { type Encode, forgedCookies } from "#tests/support/forged-cookies.ts";
import { aPerson, codeAt, PASSWORD } from "#tests/support/second-factor.ts";
import { someSettings } from "#tests/support/settings.ts";

const { encode } = await vi.importActual<{ encode: Encode }>("next-auth/jwt");

const browser = vi.hoisted(() => ({
  cookies: new Map<string, string>(),
  headers: new Headers(),
}));
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) =>
      browser.cookies.has(name) ? { name, value: browser.cookies.get(name) } : undefined,
    set: ({ name, value }: { name: string; value: string }) => browser.cookies.set(name, value),
  }),
  headers: async () => browser.headers,
}));
vi.mock("next/navigation", () => ({
  redirect: (to: string) => {
    throw new Error(`to ${to}`);
  },
  notFound: () => {
    throw new Error("not found");
  },
}));
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  connection: async () => undefined,
}));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

// The first to ask for a page or an action loads everything behind it.
vi.setConfig({ testTimeout: 60_000 });

let world: World;
const settings = someSettings();
const SECRET = settings.AUTH_SECRET ?? "";
beforeAll(async () => {
  world = await openWorld();
  for (const [name, value] of Object.entries({ ...settings, DATABASE_URL: world.url }))
    vi.stubEnv(name, value);
});
afterAll(async () => {
  const { database } = await import("#lib/db/client.ts");
  await database().$disconnect();
  await world.end();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  browser.cookies.clear();
  browser.headers = new Headers({ "accept-language": "en", "x-path": "/account" });
});

const COOKIE = "contraprova";
const IDLE = { status: "idle" } as const;
function formOf(members: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(members)) form.set(name, value);
  return form;
}
/** Where an action leads, or what it says. */
async function send<T>(run: Promise<T>): Promise<T | string> {
  return run.catch((error: Error) => error.message);
}

async function holding(sessionId: string): Promise<void> {
  const { sessionCookie } = await import("#lib/entry/next-auth.ts");
  const { name, value } = await sessionCookie(sessionId);
  browser.cookies.set(name, value);
}
const heldSession = async () =>
  (await import("#lib/entry/next-auth.ts")).sessionIdIn(browser.cookies.get(COOKIE));

/** A whole answer of a route of `app`, for whoever the cookies are of. */
const ROUTES = [
  ["selfie", "#app/api/selfies/[id]/route.ts"],
  ["sdk", "#app/unico-sdk/[...file]/route.ts"],
  ["drawn selfie", "#app/(staff)/sandbox/selfie/route.ts"],
] as const;

describe("between the password and the code", () => {
  async function gavePassword() {
    const person = await aPerson(world.db, "manager");
    const { signInAction } = await import("#app/(auth)/sign-in/actions.ts");
    const sent = await send(
      signInAction(IDLE, formOf({ email: person.email, password: PASSWORD, from: "/audit" })),
    );
    expect(sent).toBe("to /sign-in?from=%2Faudit");
    return person;
  }

  it("no page opens", async () => {
    await gavePassword();
    const { currentUser, userContext } = await import("#lib/entry/current.ts");
    const { pageContext } = await import("#lib/entry/page.ts");
    expect(await currentUser()).toBeNull();
    expect(await userContext()).toBeNull();
    for (const permission of [null, "audit:read", "case:read"] as const)
      expect(await send(pageContext(permission))).toBe("to /sign-in?from=%2Faccount");
  });

  it("no action runs", async () => {
    await gavePassword();
    const { staffAction } = await import("#lib/entry/action.ts");
    const run = vi.fn(async () => ok(null));
    const action = staffAction(z.object({}), run, () => "");
    for (const members of [{}, { stepUp: "000000" }, { stepUp: PASSWORD }])
      expect(await action(IDLE, formOf(members))).toMatchObject({ code: "signed_out" });
    expect(run).not.toHaveBeenCalled();
    const account = await import("#app/(staff)/account/actions.ts");
    for (const each of [account.beginFactorAction, account.renewCodesAction, account.endOtherSessionsAction])
      expect(await each(IDLE, formOf({}))).toMatchObject({ code: "signed_out" });
  });

  it.each(ROUTES)("the %s route gives nothing", async (_, path) => {
    await gavePassword();
    const { GET } = await import(path);
    const params = Promise.resolve({ id: randomUUID(), file: ["index.js"] });
    const answer: Response = await GET(new Request("http://localhost:3000/"), { params });
    expect([401, 404]).toContain(answer.status);
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
  });

  it("the code leads on, with another cookie, and the one before it opens nothing", async () => {
    const person = await gavePassword();
    const planted = browser.cookies.get(COOKIE) ?? "";
    const { confirmFirstAction, goOnAction } = await import("#app/(auth)/sign-in/actions.ts");
    const { offerFirst } = await import("#lib/features/accounts/second-factor.ts");
    const { currentUser, pendingContext } = await import("#lib/entry/current.ts");
    const ctx = await pendingContext();
    const offered = ctx && (await offerFirst(ctx));
    expect(await send(goOnAction(IDLE, formOf({ from: "/audit" })))).toMatchObject({ status: "refused" });
    expect(await confirmFirstAction(IDLE, formOf({ code: "12 34" }))).toMatchObject({ status: "invalid" });
    const code = codeAt(offered?.secret ?? "", Date.now());
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    const confirmed = await confirmFirstAction(IDLE, formOf({ code: spaced }));
    expect(confirmed).toMatchObject({ status: "done" });
    expect(browser.cookies.get(COOKIE)).toBe(planted);
    expect(await currentUser()).toBeNull();
    expect(await send(goOnAction(IDLE, formOf({ from: "//elsewhere.example" })))).toBe("to /");
    expect(browser.cookies.get(COOKIE)).not.toBe(planted);
    expect(await currentUser()).toMatchObject({ id: person.id });
    expect(browser.cookies.get("contraprova.device")).toMatch(/^[\w-]{43}$/);
    browser.cookies.set(COOKIE, planted);
    expect(await currentUser()).toBeNull();
  });

  it("starting over leaves nothing", async () => {
    await gavePassword();
    const sessionId = (await heldSession()) ?? "";
    const { startOverAction } = await import("#app/(auth)/sign-in/actions.ts");
    expect(await send(startOverAction())).toBe("to /sign-in");
    const kept = await world.db.session.findUniqueOrThrow({ where: { id: sessionId } });
    expect(kept.endedAt).not.toBeNull();
    expect(browser.cookies.get(COOKIE)).toBe("");
  });
});

describe("a cookie that is forged", () => {
  const withSessionOf = async () => (await ctxFor(world.db, "admin")).actor.sessionId;
  const FORGED = forgedCookies(encode, SECRET);

  it("in the library's own way, it would be read", async () => {
    const { currentUser } = await import("#lib/entry/current.ts");
    const sessionId = await withSessionOf();
    browser.cookies.set(COOKIE, await encode({ token: { sessionId }, secret: SECRET }));
    expect(await currentUser()).toMatchObject({ sessionId });
  });
  it.each(Object.keys(FORGED))("%s is nobody's", async (name) => {
    const { currentPending, currentUser } = await import("#lib/entry/current.ts");
    const sessionId = await withSessionOf();
    browser.cookies.set(COOKIE, (await FORGED[name]?.(sessionId)) ?? "");
    expect(await currentUser()).toBeNull();
    expect(await currentPending()).toBeNull();
  });
});

describe("an action that asks for a fresh proof", () => {
  async function staleDemoPerson() {
    const person = await aPerson(world.db, "admin");
    const { id } = await world.db.session.create({ data: { userId: person.id }, select: { id: true } });
    await holding(id);
    return { person, sessionId: id };
  }
  async function anAction() {
    const { staffAction } = await import("#lib/entry/action.ts");
    const { assertFresh } = await import("#lib/features/accounts/stepping-up.ts");
    const run = vi.fn(async (ctx: Parameters<typeof assertFresh>[0], input: { note: string }) => {
      assertFresh(ctx);
      return ok(input.note);
    });
    const schema = z.strictObject({ note: z.string().min(3) });
    return { run, action: staffAction(schema, run, () => "") };
  }

  it("asks in the same form, takes the proof along, and runs once with a new cookie", async () => {
    const { sessionId } = await staleDemoPerson();
    const { action, run } = await anAction();
    const asked = await action(IDLE, formOf({ note: "kept" }));
    expect(asked).toMatchObject({
      status: "refused",
      code: "step_up",
      stepUp: { way: "password", label: "Password" },
    });
    const wrong = await action(asked, formOf({ note: "kept", stepUp: "not the password" }));
    expect(wrong).toMatchObject({ code: "step_up", stepUp: { way: "password" } });
    expect(wrong).not.toMatchObject({ message: (asked as { message: string }).message });
    // A field that is wrong is told first, and the proof is not used up for it.
    expect(await action(wrong, formOf({ note: "", stepUp: PASSWORD }))).toMatchObject({ status: "invalid" });
    expect(await heldSession()).toBe(sessionId);
    const done = await action(wrong, formOf({ note: "kept", stepUp: PASSWORD }));
    expect(done).toEqual({ status: "done", value: "kept" });
    expect(run).toHaveBeenCalledTimes(2);
    const renewed = (await heldSession()) ?? "";
    expect(renewed).not.toBe(sessionId);
    // Fresh for a while: nothing more is asked, and what is sent along is not looked at.
    expect(await action(IDLE, formOf({ note: "again", stepUp: "whatever" }))).toMatchObject({
      value: "again",
    });
    expect(await heldSession()).toBe(renewed);
    await holding(sessionId);
    expect(await action(IDLE, formOf({ note: "old", stepUp: PASSWORD }))).toMatchObject({
      code: "signed_out",
    });
  });

  it("sends who came by the company's sign-in there, and back", async () => {
    const { sessionId } = await staleDemoPerson();
    await world.db.session.updateMany({
      where: { id: sessionId },
      data: { way: "company", vouchedAt: new Date() },
    });
    const { action } = await anAction();
    for (const members of [{ note: "kept" }, { note: "kept", stepUp: PASSWORD }])
      expect(await action(IDLE, formOf(members))).toMatchObject({
        code: "step_up",
        stepUp: { way: "company", href: "/sign-in/company?again=on&from=%2Faccount" },
      });
  });

  it("on /account makes a new second factor, and its recovery codes, for a fresh proof alone", async () => {
    const { person } = await staleDemoPerson();
    const account = await import("#app/(staff)/account/actions.ts");
    expect(await account.beginFactorAction(IDLE, formOf({}))).toMatchObject({ code: "step_up" });
    const begun = await account.beginFactorAction(IDLE, formOf({ stepUp: PASSWORD }));
    if (begun.status !== "done") throw new Error(begun.status);
    expect(begun.value.picture.path).toMatch(/^M\d/);
    const code = codeAt(begun.value.secret, Date.now());
    const confirmed = await account.confirmFactorAction(IDLE, formOf({ code }));
    expect(confirmed).toMatchObject({ status: "done" });
    expect(await account.renewCodesAction(IDLE, formOf({}))).toMatchObject({ status: "done" });
    expect(await world.db.recoveryCode.count({ where: { userId: person.id } })).toBe(10);
    await world.db.session.updateMany({
      where: { userId: person.id },
      data: { confirmedAt: new Date(Date.now() - 5 * 60_000) },
    });
    const late = await account.renewCodesAction(IDLE, formOf({ stepUp: PASSWORD }));
    expect(late).toMatchObject({ code: "step_up", stepUp: { way: "code", label: "One-time code" } });
  });
});
