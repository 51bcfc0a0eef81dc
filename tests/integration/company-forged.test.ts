import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { companyBrowser } from "#tests/support/company-browser.ts";
import { APP_URL, type CompanyWorld, openCompanyWorld } from "#tests/support/company-world.ts";
import { aUser } from "#tests/support/ctx.ts";
import { OTHER_CLIENT_ID } from "#tests/support/oidc-names.ts";

let world: CompanyWorld;
beforeAll(async () => {
  world = await openCompanyWorld();
});
afterAll(() => world.end());
beforeEach(async () => {
  const { companyRefusals } = await import("#lib/features/accounts/company-told.ts");
  companyRefusals.forget();
  world.provider.state.tamper = (given) => given;
});

const seconds = (ms: number) => Math.floor(ms / 1000);
const UNTRUSTED = "/sign-in?refused=untrusted";

/** Nobody came in: no cookie, no account, and the audit log has the reason. */
async function expectOut(browser: ReturnType<typeof companyBrowser>, login: string, why: string) {
  expect(browser.ours.has("contraprova")).toBe(false);
  expect([...browser.ours.keys()]).toEqual([]);
  expect(await world.userOf(login)).toBeNull();
  expect(await world.lastRefusal()).toEqual({ why: `company_${why}` });
}

/** An ID token signed by the client's secret, which a program that looks at `alg` alone would take. */
function signedBySecret(token: unknown): string {
  const [, payload = ""] = String(token).split(".");
  const header = Buffer.from(JSON.stringify({ alg: "HS256", typ: "JWT" })).toString("base64url");
  const text = `${header}.${payload}`;
  return `${text}.${createHmac("sha256", world.provider.secret).update(text).digest("base64url")}`;
}

describe("an ID token", () => {
  type Forge = (token: unknown) => unknown;
  const with_ =
    (claims: Record<string, unknown>): Forge =>
    (token) =>
      world.provider.forge(token, claims);
  const inAnHour = seconds(Date.now() + 3_600_000);
  it.each<[string, Forge, string, string]>([
    ["of another nonce", with_({ nonce: "another" }), "token", "untrusted"],
    ["of no nonce", with_({ nonce: undefined }), "token", "untrusted"],
    ["for another audience", with_({ aud: "https://other.example" }), "token", "untrusted"],
    ["for another program of the company", with_({ aud: OTHER_CLIENT_ID }), "token", "untrusted"],
    [
      "for us and another, given to the other",
      with_({ aud: ["contraprova", OTHER_CLIENT_ID], azp: OTHER_CLIENT_ID }),
      "token",
      "untrusted",
    ],
    ["of another issuer", with_({ iss: "https://login.company.example" }), "token", "untrusted"],
    ["that is over", with_({ exp: seconds(Date.now() - 60_000) }), "clock", "clock"],
    ["of the future", with_({ iat: inAnHour, exp: inAnHour + 300 }), "clock", "clock"],
    ["not yet in force", with_({ nbf: inAnHour }), "clock", "clock"],
    ["of nobody", with_({ sub: undefined }), "token", "untrusted"],
    ["of an empty name", with_({ sub: "" }), "identity", "untrusted"],
    ["of a sign-in of yesterday", with_({ auth_time: seconds(Date.now() - 86_400_000) }), "old", "again"],
    [
      "with no signature",
      (token) => world.provider.forge(token, {}, { header: { alg: "none", kid: undefined } }),
      "token",
      "untrusted",
    ],
    [
      "signed by another key",
      (token) => world.provider.forge(token, {}, { key: world.provider.newKey() }),
      "token",
      "untrusted",
    ],
    [
      "signed by a key that the provider does not name",
      (token) => world.provider.forge(token, {}, { key: world.provider.newKey(), header: { kid: "k2" } }),
      "token",
      "untrusted",
    ],
    ["signed by our own secret", signedBySecret, "token", "untrusted"],
    ["that is none", () => "x.y.z", "token", "untrusted"],
    ["that is missing", () => undefined, "token", "untrusted"],
  ])("%s lets nobody in", async (_, forged, why, said) => {
    const login = world.somebody();
    const browser = companyBrowser(APP_URL);
    world.provider.state.tamper = (given) => ({ ...given, id_token: forged(given.id_token) });
    expect(await browser.signIn(login)).toBe(`/sign-in?refused=${said}`);
    await expectOut(browser, login, why);
  });

  it("of an earlier sign-in is refused for its nonce", async () => {
    const login = world.somebody();
    let earlier: unknown;
    world.provider.state.tamper = (given) => {
      earlier = given.id_token;
      return given;
    };
    await companyBrowser(APP_URL).signIn(login);
    world.provider.state.tamper = (given) => ({ ...given, id_token: earlier });
    const browser = companyBrowser(APP_URL);
    expect(await browser.signIn(login)).toBe(UNTRUSTED);
    expect(browser.ours.has("contraprova")).toBe(false);
    expect(await world.sessionsOf(login)).toHaveLength(1);
  });

  it("of the same subject at another issuer is another person", async () => {
    const login = world.somebody();
    await world.db.user.create({
      data: {
        email: `other-${login}@empresa.test`,
        name: "Outra Pessoa",
        role: "admin",
        oidcIssuer: "https://login.company.example",
        oidcSubject: login,
      },
    });
    await companyBrowser(APP_URL).signIn(login);
    const both = await world.db.user.findMany({
      where: { oidcSubject: login },
      select: { role: true },
      orderBy: { createdAt: "asc" },
    });
    expect(both).toEqual([{ role: "admin" }, { role: "analyst" }]);
  });

  it.each(["pessoa.teste@empresa.test", "PESSOA.TESTE@EMPRESA.TEST", " pessoa.teste@empresa.test "])(
    "with the e-mail of another person (%s) is not that person",
    async (email) => {
      await world.db.user.deleteMany({ where: { email: "pessoa.teste@empresa.test" } }).catch(() => {});
      await aUser(world.db, "admin", { email: "pessoa.teste@empresa.test" }).catch(() => {});
      const login = world.somebody({ email });
      const browser = companyBrowser(APP_URL);
      expect(await browser.signIn(login)).toBe("/sign-in?refused=email_taken");
      await expectOut(browser, login, "email_taken");
    },
  );
});

describe("an answer of the provider", () => {
  async function answered() {
    const login = world.somebody();
    const browser = companyBrowser(APP_URL);
    const url = new URL(await browser.visit(await browser.press("/cases"), login));
    return { login, browser, url };
  }
  const OUT = "/sign-in?refused=untrusted&from=%2Fcases";

  it.each<[string, (url: URL) => void, string]>([
    ["with another state", (url) => url.searchParams.set("state", "another"), "state"],
    ["with no state", (url) => url.searchParams.delete("state"), "state"],
    ["with two states", (url) => url.searchParams.append("state", "another"), "state"],
    ["with no code", (url) => url.searchParams.delete("code"), "state"],
    ["with a made-up code", (url) => url.searchParams.set("code", "made-up"), "code"],
    ["in another provider's name", (url) => url.searchParams.set("iss", "https://other.example"), "issuer"],
    ["in nobody's name, of a provider that names itself", (url) => url.searchParams.delete("iss"), "issuer"],
  ])("%s lets nobody in", async (_, change, why) => {
    const { login, browser, url } = await answered();
    change(url);
    expect(await browser.comeBack(url.toString())).toBe(OUT);
    await expectOut(browser, login, why);
  });

  it("in a browser that did not begin is refused", async () => {
    const { login, url } = await answered();
    const victim = companyBrowser(APP_URL);
    expect(await victim.comeBack(url.toString())).toBe(UNTRUSTED);
    await expectOut(victim, login, "state");
  });

  it("in a browser that began another sign-in is refused", async () => {
    const { login, url } = await answered();
    const victim = companyBrowser(APP_URL);
    await victim.press("/cases");
    expect(await victim.comeBack(url.toString())).toBe(OUT);
    await expectOut(victim, login, "state");
  });

  it("counts once, also with the cookies of the first time", async () => {
    const { login, browser, url } = await answered();
    const copy = companyBrowser(APP_URL);
    for (const [name, value] of browser.ours) copy.ours.set(name, value);
    expect(await browser.comeBack(url.toString())).toBe("/cases");
    expect(await copy.comeBack(url.toString())).toBe(OUT);
    expect(copy.ours.has("contraprova")).toBe(false);
    expect(await world.lastRefusal()).toEqual({ why: "company_code" });
    expect(await world.sessionsOf(login)).toHaveLength(1);
  });

  it.each([
    ["access_denied", "denied", "denied"],
    ["login_required", "again", "again"],
    ["invalid_scope", "client", "misconfigured"],
    ["temporarily_unavailable", "provider", "unavailable"],
  ])("that says %s is told as such", async (error, why, said) => {
    const browser = companyBrowser(APP_URL);
    await browser.press("/");
    expect(await browser.comeBack(`${APP_URL}/api/auth/callback/company?error=${error}`)).toBe(
      `/sign-in?refused=${said}`,
    );
    expect(await world.lastRefusal()).toEqual({ why: `company_${why}` });
  });
});

describe("the start of a sign-in", () => {
  it.each([
    ["by another site", { "sec-fetch-site": "cross-site" }],
    ["by a neighbour of our host", { "sec-fetch-site": "same-site" }],
  ])("%s is refused", async (_, headers) => {
    const browser = companyBrowser(APP_URL);
    expect(await browser.press("/", { headers })).toBe(UNTRUSTED);
    expect([...browser.ours.keys()]).toEqual([]);
    expect(await world.lastRefusal()).toEqual({ why: "company_origin" });
  });

  it("asks with a code, PKCE, state and nonce of its own each time, and nothing else", async () => {
    const asked = await Promise.all(["/", "/"].map(() => companyBrowser(APP_URL).press()));
    const [one, two] = asked.map((url) => Object.fromEntries(new URL(url).searchParams));
    for (const name of ["state", "nonce", "code_challenge"])
      expect([name, one?.[name]?.length ?? 0, one?.[name] === two?.[name]]).toEqual([name, 43, false]);
    expect(one).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: `${APP_URL}/api/auth/callback/company`,
      scope: "openid profile email",
    });
    expect(Object.keys(one ?? {}).length).toBe(9);
  });
});
