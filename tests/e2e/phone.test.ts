import type { Page } from "@playwright/test";
import { aProcessLike } from "#tests/support/e2e-sandbox.ts";
import { aFlaggedCase, decideAndReturn, fact, lookUp, openCase, press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function expectNoSideways(page: Page, what: string): Promise<void> {
  const { wide, screen } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect.soft(wide, what).toBeLessThanOrEqual(screen);
  expect.soft(screen, what).toBe(390);
}

test("nothing is wider than a phone", async ({ open }) => {
  for (const [who, paths] of [
    [null, ["/sign-in", "/nowhere"]],
    ["support", ["/", "/processes", "/processes/lists", "/cases"]],
    ["analyst", ["/", "/cases?status=closed", "/reverifications", "/reverifications/new", "/references"]],
    ["manager", ["/", "/reports", "/exports", "/audit", "/settings/triage", "/account"]],
    ["admin", ["/", "/settings/connections"]],
  ] as const) {
    const page = await open(who, PHONE);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectNoSideways(page, `${who} ${path}`);
    }
  }
});

test("a report in Portuguese is no wider than the narrowest screen", async ({ open }) => {
  const page = await open("manager", { viewport: { width: 320, height: 800 }, locale: "pt-BR" });
  await page.goto("/reports");
  await expect(page.getByRole("table", { name: "Resumo" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test("a re-verification, its case and its decision on a phone", async ({ open }) => {
  const page = await open("analyst", PHONE);
  const number = await aFlaggedCase(page);
  await expectNoSideways(page, "result");
  await openCase(page, number);
  await expectNoSideways(page, "open case");
  await press(page, "Take case");
  await expect(page.getByRole("button", { name: "Save decision" })).toBeVisible();
  await expectNoSideways(page, "case in review");
  await decideAndReturn(page, number, "Inconclusive");
  await expect(fact(page, "State")).toContainText("closed");
  await expectNoSideways(page, "closed case");
});

test("a look-up and the menus on a phone", async ({ open }) => {
  const { id } = await aProcessLike("score_very_low");
  const page = await open("support", PHONE);
  await page.goto("/");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Processes" }).click();
  await expect(page).toHaveURL("/processes");
  await lookUp(page, id);
  await expect(page.getByRole("heading", { name: "Tell the customer" })).toBeVisible();
  await expectNoSideways(page, "process");
});
