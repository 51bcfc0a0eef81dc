import type { Page } from "@playwright/test";
import { en as errors } from "#lib/i18n/messages/errors.ts";
import { cookiesOf, type Who } from "#tests/support/e2e-people.ts";
import { holdForm, leadsTo, replay } from "#tests/support/e2e-replay.ts";
import { aProcessLike, aReferenceThat, countPaidCalls } from "#tests/support/e2e-sandbox.ts";
import {
  aFlaggedCase,
  aStart,
  expectSaid,
  fact,
  fillStart,
  lookUp,
  openCase,
  press,
  RESULT,
  startButton,
} from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const ROLES = ["support", "analyst", "manager", "admin"] as const satisfies Who[];
type Seen = Record<(typeof ROLES)[number], 200 | 404>;

const ALL: Seen = { support: 200, analyst: 200, manager: 200, admin: 200 };
const DESK: Seen = { support: 200, analyst: 200, manager: 200, admin: 404 };
const FRAUD: Seen = { support: 404, analyst: 200, manager: 200, admin: 404 };
const LOG: Seen = { support: 404, analyst: 404, manager: 200, admin: 200 };
const MANAGER: Seen = { support: 404, analyst: 404, manager: 200, admin: 404 };
const SETTINGS: Seen = { support: 404, analyst: 404, manager: 404, admin: 200 };
const NOBODY: Seen = { support: 404, analyst: 404, manager: 404, admin: 404 };

/** Who sees which page, written out. */
const SCREENS: Record<string, Seen> = {
  "/": ALL,
  "/cases": DESK,
  "/cases/{case}": DESK,
  "/reverifications": FRAUD,
  "/reverifications/new": FRAUD,
  "/reverifications/{reverification}": FRAUD,
  "/processes": DESK,
  "/processes/lists": DESK,
  "/processes/{process}": DESK,
  "/references": DESK,
  "/references/import": MANAGER,
  "/reports": FRAUD,
  "/exports": FRAUD,
  "/audit": LOG,
  "/settings/connections": SETTINGS,
  "/settings/users": SETTINGS,
  "/settings/users/new": SETTINGS,
  "/settings/retention": SETTINGS,
  "/settings/triage": MANAGER,
  "/account": ALL,
  "/sandbox": ALL,
  "/nowhere": NOBODY,
  "/cases/99999999": NOBODY,
  "/cases/abc": NOBODY,
  "/reverifications/00000000-0000-4000-8000-000000000000": NOBODY,
  "/reverifications/abc": NOBODY,
  "/processes/00000000-0000-4000-8000-000000000000": NOBODY,
};

/** The links of the bar, by role: no way in is shown that would be refused. */
const BAR: Record<(typeof ROLES)[number], string[]> = {
  support: ["Overview", "Cases", "Processes", "References", "Scenarios"],
  analyst: [
    "Overview",
    "Cases",
    "Re-verifications",
    "Processes",
    "References",
    "Reports",
    "Exports",
    "Scenarios",
  ],
  manager: [
    "Overview",
    "Cases",
    "Re-verifications",
    "Processes",
    "References",
    "Reports",
    "Exports",
    "Audit log",
    "Triage",
    "Scenarios",
  ],
  admin: ["Overview", "Audit log", "Users", "Retention", "Connections", "Scenarios"],
};

async function someIds(analyst: Page) {
  const number = await aFlaggedCase(analyst);
  const reverification = new URL(analyst.url()).pathname.split("/").at(-1) ?? "";
  const { id } = await aProcessLike("holder");
  await analyst.goto("/processes");
  await lookUp(analyst, id);
  await expect(analyst).toHaveURL(`/processes/${id}`);
  return { case: number, reverification, process: id };
}

test("every page is there for the roles that have it, and for nobody else", async ({ open }) => {
  const ids = await someIds(await open("analyst"));
  const paths = Object.entries(SCREENS).map(([path, seen]) => ({
    path: path.replace(/\{(\w+)\}/, (_, name: keyof typeof ids) => ids[name]),
    seen,
  }));
  for (const role of ROLES) {
    const page = await open(role);
    const found = [];
    for (const { path } of paths) {
      const answer = await page.request.get(path, { maxRedirects: 0 });
      found.push([path, answer.status()]);
    }
    expect(found, role).toEqual(paths.map(({ path, seen }) => [path, seen[role]]));
    expect((await page.request.get("/sign-in", { maxRedirects: 0 })).headers().location).toBe("/");
    await page.goto("/");
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link")).toHaveText(BAR[role]);
  }
  await test.step("nobody is led to the sign-in page, and from there back", async () => {
    const page = await open(null);
    for (const { path } of paths.filter(({ path }) => path !== "/nowhere")) {
      const answer = await page.request.get(path, { maxRedirects: 0 });
      const from = path === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(path)}`;
      expect([path, answer.status(), answer.headers().location]).toEqual([path, 307, from]);
    }
    for (const path of ["/sign-in", "/api/health", "/api/ready"])
      expect((await page.request.get(path)).status(), path).toBe(200);
    expect((await page.request.get("/nowhere")).status()).toBe(404);
  });
});

test("support reads cases masked: no signal, decision or note, and no filter by them", async ({ open }) => {
  const number = await aFlaggedCase(await open("analyst"));
  const page = await open("support");
  await openCase(page, number);
  const html = await page.content();
  for (const told of ["identityFraudsters", "biometryToken", "match_flagged", "Fraud alert", "fraud_alert"])
    expect(html).not.toContain(told);
  await page.goto("/cases?fraudsters=yes&sort=score");
  await expectSaid(page, "made no sense");
  expect(await page.content()).not.toContain("Fraud alert");
});

test("a form that an analyst may send is refused to support, admin and nobody", async ({ open }) => {
  const page = await open("analyst");
  const start = await aStart({ referenceId: await aReferenceThat("match") });
  await fillStart(page, start);
  const form = await holdForm(page, () => startButton(page).click());
  for (const role of ["support", "admin"] as const) {
    const answer = await replay((await open(role)).request, form);
    expect(leadsTo(answer)).toBeNull();
    expect(answer.status()).toBeLessThan(500);
    expect(await answer.text()).toContain(errors.refusal.forbidden);
  }
  const answer = await replay((await open(null)).request, form);
  expect(leadsTo(answer) ?? "").not.toMatch(RESULT);
  expect(answer.status()).toBeLessThan(500);
  await page.goto(`/reverifications?reference=${start.referenceId}`);
  await expect(page.getByRole("table", { name: "Re-verifications" })).toContainText("Nothing matches");
  expect(await countPaidCalls(start.referenceId)).toBe(0);

  await test.step("the refusal stands in the log", async () => {
    const manager = await open("manager");
    await manager.goto("/audit?action=access.refuse&entity=reverification:start");
    const rows = manager.getByRole("table", { name: "Audit log" }).getByRole("row");
    await expect(rows.filter({ hasText: "Ciro Antunes" }).first()).toContainText("Access refused");
  });
});

test("taking a case is refused to support, and a form from another site to everybody", async ({ open }) => {
  const page = await open("analyst");
  const number = await aFlaggedCase(page);
  await openCase(page, number);
  const form = await holdForm(page, () => press(page, "Take case"));
  const answer = await replay((await open("support")).request, form);
  expect(await answer.text()).toContain(errors.refusal.forbidden);
  const foreign = await page.request.post(form.url, {
    headers: { ...form.headers, origin: "https://elsewhere.example" },
    data: form.body,
    maxRedirects: 0,
    failOnStatusCode: false,
  });
  expect(foreign.ok()).toBe(false);
  await openCase(page, number);
  await expect(fact(page, "State")).toContainText("open");
});

test("signing out ends the session, also for a cookie that somebody kept", async ({ open }) => {
  const page = await open(null);
  await page.goto("/sign-in?from=//elsewhere.example/");
  await page.getByLabel("Email").fill("manager@contraprova.test");
  await page.getByLabel("Password", { exact: true }).fill(process.env.E2E_DEMO_PASSWORD ?? "");
  await press(page, "Sign in");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  const kept = await page.context().storageState();
  await press(page, "Sign out");
  await expect(page).toHaveURL("/sign-in");
  const thief = await open(null, { storageState: kept });
  await thief.goto("/audit");
  await expect(thief).toHaveURL("/sign-in?from=%2Faudit");
});

test("the way out is one button in sight, in the bar or where the bar has no room for it", async ({
  open,
}) => {
  const out = (page: Page) => page.getByRole("button", { name: "Sign out" });
  const [wide, phone] = [
    await open("manager", { viewport: { width: 1280, height: 800 } }),
    await open("manager", { viewport: { width: 390, height: 844 } }),
  ];
  for (const path of ["/", "/account", "/cases"]) {
    await wide.goto(path);
    await expect(out(wide)).toHaveCount(1);
    await expect(out(wide)).toBeInViewport({ ratio: 1 });
  }
  await wide.getByRole("button", { name: /Your account/ }).click();
  await expect(out(wide)).toHaveCount(1);
  await phone.goto("/cases");
  await expect(out(phone)).toHaveCount(0);
  await phone.getByRole("button", { name: /Your account/ }).click();
  await expect(out(phone)).toHaveCount(1);
  await phone.goto("/account");
  await expect(out(phone)).toHaveCount(1);
  await expect(out(phone)).toBeVisible();
});

test("a wrong password and an unknown email get the same words, and the email is kept", async ({ open }) => {
  const page = await open(null);
  for (const email of ["analyst@contraprova.test", "nobody@contraprova.test"]) {
    await page.goto("/sign-in");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("a wrong password");
    await press(page, "Sign in");
    await expect(page.getByRole("alert").filter({ hasText: errors.refusal.sign_in })).toBeVisible();
    await expect(page.getByLabel("Email")).toHaveValue(email);
  }
});

test("no session cookie can be read by a script, or is sent from another site", async ({ open }) => {
  const cookies = await (await open("analyst")).context().cookies();
  const session = cookies.find(({ name }) => name.endsWith("contraprova"));
  expect(session, cookiesOf("analyst")).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});
