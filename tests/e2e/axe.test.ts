import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Who } from "#tests/support/e2e-people.ts";
import { aProcessLike } from "#tests/support/e2e-sandbox.ts";
import {
  aFlaggedCase,
  alert,
  decideAndReturn,
  fact,
  lookUp,
  openCase,
  press,
  startButton,
  take,
} from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const DESKTOP_PX = 1280;
const PHONE_PX = 390;
const LEAST_HEIGHT_PX = 800;

/** As high as the page: what a sticky bar covers for the moment would count as a target that is too small. */
async function showWhole(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: LEAST_HEIGHT_PX });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
}

/** Nothing of ours is framed, so axe needs no page of its own to put its findings together. */
const axeOn = (page: Page) => new AxeBuilder({ page }).setLegacyMode();

async function violations(axe: AxeBuilder): Promise<string[]> {
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

/** The page as it stands, light, dark, and on a phone; without loading it anew. */
async function check(page: Page, what: string): Promise<void> {
  await showWhole(page, DESKTOP_PX);
  await page.emulateMedia({ colorScheme: "light" });
  expect.soft(await violations(axeOn(page).withTags(TAGS)), `${what}, light`).toEqual([]);
  await showWhole(page, PHONE_PX);
  expect.soft(await violations(axeOn(page).withTags(TAGS)), `${what}, phone`).toEqual([]);
  await showWhole(page, DESKTOP_PX);
  await page.emulateMedia({ colorScheme: "dark" });
  // The same page in other colours.
  const inColours = axeOn(page).withRules(["color-contrast", "link-in-text-block"]);
  expect.soft(await violations(inColours), `${what}, dark`).toEqual([]);
}

const SCREENS: [Who | null, string[]][] = [
  [null, ["/sign-in", "/nowhere"]],
  ["support", ["/", "/cases", "/processes", "/processes/lists"]],
  ["analyst", ["/", "/exports", "/reverifications", "/reverifications/new", "/references"]],
  [
    "manager",
    [
      "/",
      "/cases",
      "/cases?q=nobody%20at%20all&status=xyz",
      "/audit",
      "/settings/triage",
      "/account",
      "/references/import",
    ],
  ],
  ["admin", ["/", "/settings/connections", "/nowhere"]],
];

for (const [who, paths] of SCREENS) {
  test(`axe finds nothing on the screens of ${who ?? "nobody"}`, async ({ open }) => {
    test.slow();
    const page = await open(who);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await check(page, path);
    }
  });
}

test("axe finds nothing on a result and on a case in each of its states", async ({ open }) => {
  test.slow();
  const [page, second] = [await open("analyst"), await open("analyst2")];
  const number = await aFlaggedCase(page);
  await check(page, "a result");
  await openCase(page, number);
  await check(page, "an open case");
  await take(page);
  await check(page, "a case in review");
  await press(page, "Save decision");
  await expect(page.getByLabel("Note")).toHaveAttribute("aria-invalid", "true");
  await check(page, "a refused decision");
  await decideAndReturn(page, number, "Confirmed fraud");
  await expect(fact(page, "State")).toContainText("awaiting_approval");
  await check(page, "one's own decision");
  await openCase(second, number);
  await check(second, "a case to approve");
  await press(second, "Approve");
  await expect(fact(second, "State")).toContainText("closed");
  await check(second, "a closed case");
});

test("axe finds nothing on a process, a refused form, an open event and open menus", async ({ open }) => {
  test.slow();
  const { id } = await aProcessLike("alert");
  const support = await open("support");
  await support.goto("/processes");
  await lookUp(support, "no id");
  await expect(support.getByLabel("Process ID", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await check(support, "a refused look-up");
  await lookUp(support, id);
  await expect(support).toHaveURL(`/processes/${id}`);
  await check(support, "a process");

  const analyst = await open("analyst");
  await analyst.goto("/reverifications/new");
  await startButton(analyst).click();
  await expect(alert(analyst)).toBeVisible();
  await check(analyst, "a refused start");

  const manager = await open("manager");
  await manager.goto("/audit?entityType=case");
  await manager
    .getByRole("table", { name: "Audit log" })
    .getByRole("row")
    .nth(1)
    .getByRole("link")
    .last()
    .click();
  await expect(manager).toHaveURL(/event=/);
  await check(manager, "an open event");
  await manager.goto("/cases");
  await manager.getByRole("button", { name: "Add filter" }).click();
  await expect(manager.getByRole("button", { name: "Apply filters" })).toBeVisible();
  await check(manager, "the filter editor");
});
