import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { recordStrangerRefused } from "#lib/features/audit/record.ts";
import { companyBrowser } from "#tests/support/company-browser.ts";
import { APP_URL, type CompanyWorld, openCompanyWorld } from "#tests/support/company-world.ts";
import { ctxFor } from "#tests/support/ctx.ts";

let world: CompanyWorld;
beforeAll(async () => {
  world = await openCompanyWorld();
});
afterAll(() => world.end());
beforeEach(async () => {
  // What is known of a provider is kept for a while: each case begins without.
  const { forgetProviders } = await import("#lib/entry/company-discovery.ts");
  forgetProviders();
});
afterEach(() => {
  Object.assign(world.provider.state, { fault: "none", tokenFault: "none" });
});

it.each([
  ["away", "provider", "unavailable"],
  ["error", "provider", "unavailable"],
  ["other_issuer", "discovery", "misconfigured"],
] as const)("a provider that is %s lets nobody in, and says so", async (fault, why, said) => {
  world.provider.state.fault = fault;
  const browser = companyBrowser(APP_URL);
  expect(await browser.press("/cases")).toBe(`/sign-in?refused=${said}&from=%2Fcases`);
  expect([...browser.ours.keys()]).toEqual([]);
  expect(await world.lastRefusal()).toEqual({ why: `company_${why}` });
});

it.each([
  ["away", "provider"],
  ["error", "provider"],
  ["slow", "provider"],
] as const)("a provider whose token endpoint is %s lets nobody in, in time", async (fault, why) => {
  const login = world.somebody();
  const browser = companyBrowser(APP_URL);
  const url = await browser.visit(await browser.press(), login);
  world.provider.state.tokenFault = fault;
  const before = Date.now();
  expect(await browser.comeBack(url)).toBe("/sign-in?refused=unavailable");
  expect(Date.now() - before).toBeLessThan(8_000);
  expect(await world.lastRefusal()).toEqual({ why: `company_${why}` });
  expect(await world.userOf(login)).toBeNull();
});

it("a provider that does not answer is given up after five seconds", async () => {
  world.provider.state.fault = "slow";
  const before = Date.now();
  expect(await companyBrowser(APP_URL).press()).toBe("/sign-in?refused=unavailable");
  expect(Date.now() - before).toBeLessThan(8_000);
});

it("a failed look-up of the provider is remembered for ten seconds", async () => {
  const asked = vi.spyOn(globalThis, "fetch");
  const { discover } = await import("#lib/entry/company-discovery.ts");
  world.provider.state.fault = "error";
  for (let i = 0; i < 5; i += 1) expect((await discover(world.provider.issuer)).ok).toBe(false);
  expect(asked).toHaveBeenCalledTimes(1);
  world.provider.state.fault = "none";
  const later = Date.now() + 10_001;
  const clock = vi.spyOn(Date, "now").mockReturnValue(later);
  expect((await discover(world.provider.issuer)).ok).toBe(true);
  clock.mockRestore();
  asked.mockRestore();
});

it("how the provider does is asked once a minute, whoever looks, and holds up nobody's sign-in", async () => {
  const asked = vi.spyOn(globalThis, "fetch");
  const { readProviderHealth } = await import("#lib/entry/company-health.ts");
  const { discover } = await import("#lib/entry/company-discovery.ts");
  const { issuer } = world.provider;
  const start = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  try {
    world.provider.state.fault = "error";
    const looks = await Promise.all([readProviderHealth(), readProviderHealth()]);
    expect(looks.map((look) => look?.trouble)).toEqual(["provider", "provider"]);
    expect(asked).toHaveBeenCalledTimes(1);
    world.provider.state.fault = "none";
    expect((await discover(issuer)).ok).toBe(true);
    expect(await readProviderHealth()).toMatchObject({ issuer, trouble: "provider" });
    vi.setSystemTime(start + 60_001);
    expect(await readProviderHealth()).toMatchObject({ issuer, trouble: null });
    world.provider.state.fault = "other_issuer";
    vi.setSystemTime(start + 120_002);
    expect(await readProviderHealth()).toMatchObject({ trouble: "discovery" });
  } finally {
    vi.useRealTimers();
    asked.mockRestore();
  }
});

it("the last success and the last refusal are those of the company's sign-in, for who looks after it", async () => {
  const { readCompanySignIns } = await import("#lib/features/accounts/company-health.ts");
  const admin = await ctxFor(world.db, "admin");
  const login = world.somebody();
  await companyBrowser(APP_URL).signIn(login);
  const { lastSuccessAt } = await readCompanySignIns(admin);
  const [session] = await world.sessionsOf(login);
  const begun = await world.db.auditEvent.findFirstOrThrow({ where: { entityId: session?.id ?? "" } });
  expect(lastSuccessAt).toEqual(begun.at);
  await companyBrowser(APP_URL).signIn(world.somebody({ roles: [] }));
  await recordStrangerRefused(world.db, admin, {
    action: "session.refuse",
    entityType: "account",
    entityId: null,
    detail: { why: "password" },
  });
  expect(await readCompanySignIns(admin)).toMatchObject({
    lastSuccessAt,
    lastRefusal: { why: "company_role_none" },
  });
  const later = new Date(Date.now() + 90 * 24 * 3_600_000);
  expect(await readCompanySignIns({ ...admin, now: () => later })).toEqual({
    lastSuccessAt: null,
    lastRefusal: null,
  });
  const manager = await ctxFor(world.db, "manager");
  await expect(readCompanySignIns(manager)).rejects.toMatchObject({ name: "Forbidden" });
});

it("of many refusals some are told each, and the rest as one count", async () => {
  const { createCompanyRefusals } = await import("#lib/features/accounts/company-told.ts");
  const refusals = createCompanyRefusals({ toldEach: 3, windowMs: 200 });
  const ctx = { db: world.db, now: () => new Date(), request: { id: crypto.randomUUID(), address: null } };
  let told = 0;
  const tell = async () => {
    told += 1;
  };
  for (let i = 0; i < 10; i += 1) await refusals.note(ctx, tell);
  expect(told).toBe(3);
  await vi.waitFor(async () => expect(await world.lastRefusal()).toEqual({ untold: 7 }), 2_000);
  await refusals.note(ctx, tell);
  expect(told).toBe(4);
});

it("a wrong client secret is told apart, and lets nobody in", async () => {
  const login = world.somebody();
  vi.resetModules();
  vi.stubEnv("AUTH_OIDC_CLIENT_SECRET", "not-the-secret");
  const { companyBrowser: other } = await import("#tests/support/company-browser.ts");
  expect(await other(APP_URL).signIn(login)).toBe("/sign-in?refused=misconfigured");
  expect(await world.lastRefusal()).toEqual({ why: "company_client" });
  expect(await world.userOf(login)).toBeNull();
  vi.stubEnv("AUTH_OIDC_CLIENT_SECRET", world.provider.secret);
  vi.resetModules();
});

it("with the database away nobody is let in, and nothing breaks", async () => {
  const login = world.somebody();
  const browser = companyBrowser(APP_URL);
  const url = await browser.visit(await browser.press(), login);
  const kept = globalThis as { contraprovaDb?: unknown };
  const before = kept.contraprovaDb;
  const { openDatabase } = await import("#lib/db/client.ts");
  const away = openDatabase("postgresql://nobody:x@127.0.0.1:1/none");
  kept.contraprovaDb = away;
  expect(await browser.comeBack(url)).toBe("status 503");
  expect(await browser.press("/", { headers: { "sec-fetch-site": "cross-site" } })).toBe("status 503");
  expect(browser.ours.has("contraprova")).toBe(false);
  kept.contraprovaDb = before;
  await away.$disconnect();
  expect(await world.userOf(login)).toBeNull();
});

it("without the three settings there is no such way in", async () => {
  vi.resetModules();
  for (const name of ["ISSUER", "CLIENT_ID", "CLIENT_SECRET"]) vi.stubEnv(`AUTH_OIDC_${name}`, "");
  const { companyBrowser: other } = await import("#tests/support/company-browser.ts");
  const browser = other(APP_URL);
  expect(await browser.press()).toBe("status 404");
  expect(await browser.comeBack(`${APP_URL}/api/auth/callback/company?code=x&state=y`)).toBe("status 404");
  const { readProviderHealth } = await import("#lib/entry/company-health.ts");
  expect(await readProviderHealth()).toBeNull();
});
