import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { companyBrowser } from "#tests/support/company-browser.ts";
import { APP_URL, type CompanyWorld, openCompanyWorld } from "#tests/support/company-world.ts";
import { aUser } from "#tests/support/ctx.ts";

let world: CompanyWorld;
beforeAll(async () => {
  world = await openCompanyWorld();
});
afterAll(() => world.end());
beforeEach(() => {
  world.provider.state.tamper = (given) => given;
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe("the company's sign-in", () => {
  it("lets in whom the company gives one role, and makes the account", async () => {
    const login = world.somebody();
    const browser = companyBrowser(APP_URL);
    expect(await browser.signIn(login, "/cases?status=open")).toBe("/cases?status=open");
    expect(await world.userOf(login)).toMatchObject({
      email: `${login}@empresa.test`,
      role: "analyst",
      oidcIssuer: world.provider.issuer,
    });
    const [session] = await world.sessionsOf(login);
    expect(session).toMatchObject({ way: "company", stage: "full", endedAt: null });
    expect(session?.confirmedAt).not.toBeNull();
    expect([...browser.ours.keys()]).toEqual(["contraprova"]);
    const { sessionIdIn } = await import("#lib/entry/next-auth.ts");
    expect(await sessionIdIn(browser.ours.get("contraprova"))).toBe(session?.id);
    const told = await world.db.auditEvent.findMany({
      where: { OR: [{ entityId: session?.id ?? "" }, { entityId: (await world.userOf(login))?.id ?? "" }] },
      select: { action: true, detail: true },
      orderBy: { seq: "asc" },
    });
    expect(told).toEqual([
      { action: "user.create", detail: { role: "analyst", by: "company" } },
      { action: "session.start", detail: { with: "company" } },
    ]);
  });

  it("knows a person again by issuer and subject, whatever the e-mail says now", async () => {
    const login = world.somebody();
    await companyBrowser(APP_URL).signIn(login);
    const before = await world.userOf(login);
    const other = await aUser(world.db, "manager");
    world.provider.people.set(login, {
      ...world.provider.people.get(login),
      email: other.email,
      name: "Nome Novo",
    });
    expect(await companyBrowser(APP_URL).signIn(login)).toBe("/");
    expect(await world.userOf(login)).toMatchObject({
      id: before?.id,
      email: before?.email,
      name: "Nome Novo",
    });
  });

  it("is not merged with an account of the same e-mail", async () => {
    const other = await aUser(world.db, "admin");
    const login = world.somebody({ email: other.email.toUpperCase(), roles: "admin" });
    expect(await companyBrowser(APP_URL).signIn(login, "/audit")).toBe(
      "/sign-in?refused=email_taken&from=%2Faudit",
    );
    expect(await world.userOf(login)).toBeNull();
    expect(await world.lastRefusal()).toEqual({ why: "company_email_taken" });
  });

  it.each([
    ["no role", { roles: undefined }, "role_none"],
    ["a role of no name of ours", { roles: ["owner", "Admin", "analyst "] }, "role_none"],
    ["two roles", { roles: ["analyst", "admin"] }, "role_several"],
    ["an e-mail that is not confirmed", { email_verified: false }, "email"],
    ["no word on the e-mail", { email_verified: undefined }, "email"],
    ["no e-mail", { email: undefined }, "email"],
  ])("does not let in who comes with %s", async (_, claims, code) => {
    const login = world.somebody(claims);
    expect(await companyBrowser(APP_URL).signIn(login)).toBe(`/sign-in?refused=${code}`);
    expect(await world.userOf(login)).toBeNull();
    expect(await world.lastRefusal()).toEqual({ why: `company_${code}` });
  });

  it("leaves out whom we switched off", async () => {
    const login = world.somebody();
    await companyBrowser(APP_URL).signIn(login);
    await world.db.user.updateMany({ where: { oidcSubject: login }, data: { disabledAt: new Date() } });
    const browser = companyBrowser(APP_URL);
    expect(await browser.signIn(login)).toBe("/sign-in?refused=disabled");
    expect(browser.ours.has("contraprova")).toBe(false);
  });

  it("follows a changed role, which ends what was opened before", async () => {
    const login = world.somebody();
    await companyBrowser(APP_URL).signIn(login);
    world.provider.people.set(login, { ...world.provider.people.get(login), roles: "manager" });
    await companyBrowser(APP_URL).signIn(login);
    expect(await world.userOf(login)).toMatchObject({ role: "manager" });
    const [first, second] = await world.sessionsOf(login);
    expect(first?.endedAt).not.toBeNull();
    expect(second?.endedAt).toBeNull();
  });

  it("does not take the last administrator who can sign in", async () => {
    await world.db.user.updateMany({ where: { role: "admin" }, data: { role: "support" } });
    const login = world.somebody({ roles: "admin" });
    await companyBrowser(APP_URL).signIn(login);
    const before = await world.db.user.findFirstOrThrow({ where: { oidcSubject: login } });
    world.provider.people.set(login, { ...world.provider.people.get(login), roles: "analyst" });
    expect(await companyBrowser(APP_URL).signIn(login)).toBe("/sign-in?refused=last_admin");
    expect(await world.lastRefusal()).toEqual({ why: "company_last_admin" });
    expect(await world.userOf(login)).toMatchObject({ role: "admin" });
    // Who has not signed in by the company for long, or by another company, is nobody to rely on.
    const other = await aUser(world.db, "admin");
    const identity = { oidcIssuer: world.provider.issuer, oidcSubject: crypto.randomUUID() };
    const data = { ...identity, lastSignInAt: minutesAgo(91 * 24 * 60) };
    await world.db.user.updateMany({ where: { id: other.id }, data });
    expect(await companyBrowser(APP_URL).signIn(login)).toBe("/sign-in?refused=last_admin");
    const elsewhere = { oidcIssuer: "https://outra.empresa.test", lastSignInAt: new Date() };
    await world.db.user.updateMany({ where: { id: other.id }, data: elsewhere });
    expect(await companyBrowser(APP_URL).signIn(login)).toBe("/sign-in?refused=last_admin");
    const lately = { ...identity, lastSignInAt: minutesAgo(89 * 24 * 60) };
    await world.db.user.updateMany({ where: { id: other.id }, data: lately });
    expect(await companyBrowser(APP_URL).signIn(login)).toBe("/");
    const after = await world.db.user.findFirstOrThrow({ where: { oidcSubject: login } });
    expect(after).toMatchObject({ role: "analyst", version: before.version + 1 });
  });

  it("leaves one of two administrators whom the company takes at once, ten times", async () => {
    const { signInByCompany } = await import("#lib/features/accounts/company.ts");
    const ctx = { db: world.db, now: () => new Date(), request: { id: crypto.randomUUID(), address: null } };
    const enter = (subject: string, role: "admin" | "analyst") =>
      signInByCompany(
        ctx,
        {
          issuer: world.provider.issuer,
          subject,
          role,
          name: null,
          email: `${subject}@empresa.test`,
          confirmedAt: null,
        },
        { sessionId: null, userAgent: null },
      );
    for (let round = 0; round < 10; round += 1) {
      await world.db.user.updateMany({ where: { role: "admin" }, data: { role: "support" } });
      const two = [crypto.randomUUID(), crypto.randomUUID()];
      for (const subject of two) expect((await enter(subject, "admin")).ok).toBe(true);
      const both = await Promise.all(two.map((subject) => enter(subject, "analyst")));
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await world.db.user.count({ where: { role: "admin" } })).toBe(1);
    }
  });

  it("lets nobody new in by itself where people are limited to branches", async () => {
    const id = crypto.randomUUID();
    await world.db.subsidiary.create({ data: { id, name: "Filial" }, select: { id: true } });
    const { id: userId } = await aUser(world.db, "analyst");
    await world.db.userSubsidiary.createMany({ data: [{ userId, subsidiaryId: id }] });
    const login = world.somebody();
    expect(await companyBrowser(APP_URL).signIn(login)).toBe("/sign-in?refused=let_in");
    expect(await world.lastRefusal()).toEqual({ why: "company_let_in" });
    expect(await world.sessionsOf(login)).toEqual([]);
    expect(await companyBrowser(APP_URL).signIn(login)).toBe("/sign-in?refused=disabled");
    await world.db.user.updateMany({ where: { oidcSubject: login }, data: { disabledAt: null } });
    expect(await companyBrowser(APP_URL).signIn(login)).toBe("/");
    await world.db.userSubsidiary.deleteMany({ where: { userId } });
  });

  it("makes one account for five first sign-ins at once", async () => {
    const { signInByCompany } = await import("#lib/features/accounts/company.ts");
    const subject = `at-once-${crypto.randomUUID()}`;
    const person = {
      issuer: world.provider.issuer,
      subject,
      role: "analyst",
      name: null,
      email: `${subject}@empresa.test`,
      confirmedAt: null,
    } as const;
    const ctx = { db: world.db, now: () => new Date(), request: { id: crypto.randomUUID(), address: null } };
    const browser = { sessionId: null, userAgent: null };
    const opened = await Promise.all(Array.from({ length: 5 }, () => signInByCompany(ctx, person, browser)));
    expect(opened.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
    expect(await world.sessionsOf(subject)).toHaveLength(5);
    const user = await world.userOf(subject);
    expect(
      await world.db.auditEvent.count({ where: { action: "user.create", entityId: user?.id ?? "" } }),
    ).toBe(1);
  });

  it("ends what the browser held before, also another's", async () => {
    const [first, second] = [world.somebody(), world.somebody()];
    const browser = companyBrowser(APP_URL);
    await browser.signIn(first);
    const elsewhere = companyBrowser(APP_URL);
    for (const [name, value] of browser.ours) elsewhere.ours.set(name, value);
    await elsewhere.signIn(second);
    expect((await world.sessionsOf(first)).map(({ endedAt }) => endedAt === null)).toEqual([false]);
    expect((await world.sessionsOf(second)).map(({ endedAt }) => endedAt === null)).toEqual([true]);
  });

  it("proves anew who it is with prompt=login, in another session", async () => {
    const login = world.somebody();
    const browser = companyBrowser(APP_URL);
    await browser.signIn(login);
    await world.db.session.updateMany({
      where: { user: { oidcSubject: login } },
      data: { createdAt: minutesAgo(10), confirmedAt: minutesAgo(10) },
    });
    const url = await browser.renew("/settings/users", { "sec-fetch-site": "same-origin" }, true);
    expect(new URL(url).searchParams.get("prompt")).toBe("login");
    expect(new URL(url).searchParams.get("max_age")).toBe("300");
    expect(await browser.comeBack(await browser.visit(url, login))).toBe("/settings/users");
    const [first, second] = await world.sessionsOf(login);
    expect(first?.endedAt).not.toBeNull();
    expect(second?.confirmedAt?.getTime()).toBeGreaterThan(minutesAgo(1).getTime());
  });
});

describe("the company's word", () => {
  async function signedInLongAgo(login: string) {
    const browser = companyBrowser(APP_URL);
    await browser.signIn(login);
    await world.db.session.updateMany({
      where: { user: { oidcSubject: login } },
      data: { createdAt: minutesAgo(16), vouchedAt: minutesAgo(15), confirmedAt: minutesAgo(16) },
    });
    return browser;
  }
  const isIn = async (login: string) => {
    const { readSession } = await import("#lib/features/accounts/sessions.ts");
    const [session] = await world.sessionsOf(login);
    return (await readSession({ db: world.db, now: () => new Date() }, session?.id ?? "")) !== null;
  };

  it("counts for 15 minutes, and is asked for without a question to the person", async () => {
    const login = world.somebody();
    const browser = await signedInLongAgo(login);
    expect(await isIn(login)).toBe(false);
    const url = await browser.renew("/cases");
    expect(new URL(url).searchParams.get("prompt")).toBe("none");
    // The person's own proof is a while ago at the provider too; that alone does not count as a fresh one.
    world.provider.state.tamper = (given) => ({
      ...given,
      id_token: world.provider.forge(given.id_token, {
        auth_time: Math.floor(minutesAgo(16).getTime() / 1000),
      }),
    });
    expect(await browser.comeBack(await browser.visit(url, login))).toBe("/cases");
    expect(await isIn(login)).toBe(true);
    const sessions = await world.sessionsOf(login);
    expect(sessions).toHaveLength(1);
    const where = { action: "session.vouch", entityId: sessions[0]?.id ?? "" };
    expect(await world.db.auditEvent.count({ where })).toBe(1);
  });

  it("out of the group is out after it", async () => {
    const login = world.somebody();
    const browser = await signedInLongAgo(login);
    world.provider.people.set(login, { ...world.provider.people.get(login), roles: [] });
    const url = await browser.renew("/cases");
    expect(await browser.comeBack(await browser.visit(url, login))).toBe(
      "/sign-in?refused=role_none&from=%2Fcases",
    );
    expect(await isIn(login)).toBe(false);
  });

  it("not to be had without signing in again: to the sign-in page", async () => {
    const login = world.somebody();
    const browser = await signedInLongAgo(login);
    const elsewhere = companyBrowser(APP_URL);
    for (const [name, value] of browser.ours) elsewhere.ours.set(name, value);
    const url = await elsewhere.renew("/cases");
    expect(await elsewhere.comeBack(await elsewhere.visit(url, login))).toBe(
      "/sign-in?refused=again&from=%2Fcases",
    );
    expect(await isIn(login)).toBe(false);
  });

  it("is asked for by nobody else", async () => {
    const browser = companyBrowser(APP_URL);
    expect(await browser.renew("/cases")).toBe("/sign-in?from=%2Fcases");
    const login = world.somebody();
    await browser.signIn(login);
    expect(await browser.renew("/cases")).toBe("/sign-in?from=%2Fcases");
    const waiting = await signedInLongAgo(world.somebody());
    expect(await waiting.renew("/cases", { "sec-fetch-dest": "empty" })).toBe("status 401");
  });
});
