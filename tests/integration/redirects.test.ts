import { createHash } from "node:crypto";
import type { NextApiRequest, NextApiResponse } from "next";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { isSoundCallback } from "#lib/entry/next-auth-addresses.ts";
import { safePath, safeTarget } from "#lib/entry/safe-path.ts";
import { companyBrowser } from "#tests/support/company-browser.ts";
import { APP_URL, type CompanyWorld, openCompanyWorld } from "#tests/support/company-world.ts";
import { HOSTILE_TARGETS } from "#tests/support/hostile-targets.ts";

const TIMEOUT_MS = 120_000;
let world: CompanyWorld;
beforeAll(async () => {
  world = await openCompanyWorld();
});
afterAll(() => world.end());

/** As a browser that stands on one of our pages reads it. */
const isHere = (location: string) => URL.parse(location, `${APP_URL}/sign-in`)?.origin === APP_URL;
const seen = (text: string) => JSON.stringify(text);

it("has at least fifty of them", () => expect(new Set(HOSTILE_TARGETS).size).toBeGreaterThanOrEqual(50));

it("the path after a password, a code or a fresh proof is one of ours", () => {
  for (const value of HOSTILE_TARGETS)
    expect([seen(value), isHere(safePath(value)), isHere(safeTarget(value, APP_URL))]).toEqual([
      seen(value),
      true,
      true,
    ]);
});

it("the company's sign-in comes back to a path of ours, or to none", { timeout: TIMEOUT_MS }, async () => {
  const login = world.somebody();
  for (const value of HOSTILE_TARGETS) {
    const browser = companyBrowser(APP_URL);
    const end = await browser.signIn(login, value);
    expect([seen(value), isHere(end), /^\/(?!\/)/.test(end)]).toEqual([seen(value), true, true]);
  }
});

it("a cookie that somebody put there leads nowhere else, whether the sign-in goes well or not", {
  timeout: TIMEOUT_MS,
}, async () => {
  const login = world.somebody();
  for (const value of HOSTILE_TARGETS) {
    for (const error of ["", "&error=access_denied"]) {
      const browser = companyBrowser(APP_URL);
      const url = await browser.visit(await browser.press(), login);
      browser.ours.set("contraprova.company-to", encodeURIComponent(value));
      const end = await browser.comeBack(`${url}${error}`);
      expect([seen(value), isHere(end), /^\/(?!\/)/.test(end)]).toEqual([seen(value), true, true]);
    }
  }
});

it("a silent renewal and a fresh proof lead to a path of ours", async () => {
  for (const value of HOSTILE_TARGETS)
    for (const again of [false, true]) {
      const end = await companyBrowser(APP_URL).renew(value, { "sec-fetch-site": "none" }, again);
      expect([seen(value), isHere(end)]).toEqual([seen(value), true]);
    }
});

it("next-auth's own redirects stay here, or it is not asked", async () => {
  // Past our handler, which needs Next around it: the library with the options that we give it.
  type Ask = (request: NextApiRequest, response: NextApiResponse, options: unknown) => Promise<unknown>;
  const { default: ask } = await vi.importActual<{ default: Ask }>("next-auth");
  const { nextAuthOptions } = await import("#lib/entry/next-auth.ts");
  // With its own proof that the form was ours: without it all of them lead to the sign-in page.
  const proof = createHash("sha256").update(`token${process.env.AUTH_SECRET}`).digest("hex");
  const cookies = { "next-auth.csrf-token": `token|${proof}` };
  let led = 0;
  for (const value of HOSTILE_TARGETS) {
    if (!isSoundCallback(value, APP_URL)) continue;
    for (const [method, action] of [
      ["GET", "signin"],
      ["GET", "signout"],
      ["GET", "error"],
      ["POST", "signin"],
      ["POST", "signout"],
    ] as const) {
      let location = "";
      const response = {
        status: () => response,
        getHeader: () => undefined,
        setHeader(name: string, to: unknown) {
          if (name === "Location") location = String(to);
          return response;
        },
        send: () => {},
        json: () => {},
        end: () => {},
      };
      const query = { nextauth: [action], callbackUrl: value };
      const body = { callbackUrl: value, csrfToken: "token" };
      const request = { method, query, body, cookies, headers: {} };
      await ask(
        request as unknown as NextApiRequest,
        response as unknown as NextApiResponse,
        nextAuthOptions(),
      );
      expect([method, action, seen(value), isHere(location)]).toEqual([method, action, seen(value), true]);
      led += 1;
    }
  }
  expect(led).toBeGreaterThan(50);
});
