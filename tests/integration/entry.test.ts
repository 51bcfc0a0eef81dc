import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ok } from "#lib/result.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { someSettings } from "#tests/support/settings.ts";

const browser = vi.hoisted(() => ({ cookies: new Map<string, string>(), headers: new Headers() }));
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) =>
      browser.cookies.has(name) ? { name, value: browser.cookies.get(name) } : undefined,
  }),
  headers: async () => browser.headers,
}));

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const [name, value] of Object.entries(someSettings({ DATABASE_URL: world.url })))
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
  browser.headers = new Headers({ "accept-language": "en" });
});

async function signedIn() {
  const { actor } = await ctxFor(world.db, "manager");
  const { sessionCookie } = await import("#lib/entry/next-auth.ts");
  const { name, value } = await sessionCookie(actor.sessionId);
  browser.cookies.set(name, value);
  return actor;
}

describe("who asks", () => {
  it.each(["foo", "javascript:x", "//", ""])("is known whatever another cookie says: %s", async (given) => {
    const { currentUser } = await import("#lib/entry/current.ts");
    const actor = await signedIn();
    browser.cookies.set("next-auth.callback-url", given);
    browser.cookies.set("__Secure-next-auth.callback-url", given);
    expect(await currentUser()).toMatchObject({ id: actor.id, sessionId: actor.sessionId });
  });
  it("is nobody with a cookie that is not ours", async () => {
    const { currentUser } = await import("#lib/entry/current.ts");
    const { sessionCookieName } = await import("#lib/entry/next-auth.ts");
    for (const given of ["x.y.z", "", "\ud800"]) {
      browser.cookies.set(sessionCookieName(), given);
      expect(await currentUser()).toBeNull();
    }
  });
  it("comes from an address, or from nowhere", async () => {
    const { openContext } = await import("#lib/entry/current.ts");
    browser.headers.set("x-forwarded-for", "Ana Souza");
    expect((await openContext()).request.address).toBeNull();
    browser.headers.set("x-forwarded-for", "10.0.0.1, 192.0.2.7:4431");
    expect((await openContext()).request.address).toBe("192.0.2.7");
  });
});

describe("an action that is called with no form", () => {
  // What `[]`, `[{},null]` and the like in the body of the call make of the second argument.
  const NO_FORMS = [undefined, null, {}, [], "email=x", new URLSearchParams("a=b")] as unknown as FormData[];

  it.each(NO_FORMS)("runs nothing and does not throw: %s", async (form) => {
    const { openAction, staffAction } = await import("#lib/entry/action.ts");
    await signedIn();
    const run = vi.fn(async () => ok(null));
    const words = () => "";
    // A schema that would take anything: what is no form is not sent to it.
    const schema = z.object({ q: z.string().optional() });
    for (const action of [openAction(schema, run, words), staffAction(schema, run, words)])
      expect(await action({ status: "idle" }, form)).toEqual({ status: "invalid", fields: {} });
    expect(run).not.toHaveBeenCalled();
  });

  it("tells a person who is signed out first", async () => {
    const { staffAction } = await import("#lib/entry/action.ts");
    const action = staffAction(
      z.object({}),
      async () => ok(null),
      () => "",
    );
    expect(await action({ status: "idle" }, new FormData())).toMatchObject({ code: "signed_out" });
  });

  it("a NUL in an email is a wrong field", async () => {
    const { openAction } = await import("#lib/entry/action.ts");
    const { signInInput } = await import("#lib/features/accounts/schema.ts");
    const form = new FormData();
    form.set("email", "a\0@exemplo.test");
    form.set("password", "x");
    const action = openAction(
      signInInput,
      async () => ok(null),
      () => "",
    );
    expect(await action({ status: "idle" }, form)).toEqual({
      status: "invalid",
      fields: { email: "This value cannot be used. Check it and send again." },
    });
  });
});
