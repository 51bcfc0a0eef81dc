import { tabTo } from "#tests/support/e2e-keyboard.ts";
import { aReferenceThat, countPaidCalls } from "#tests/support/e2e-sandbox.ts";
import {
  aFlaggedCase,
  aStart,
  expectSaid,
  fact,
  fillStart,
  NOTE,
  openCase,
  RESULT,
} from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

test("the first Tab is the way past the bar, on every kind of page", async ({ open }) => {
  const page = await open("manager");
  for (const path of ["/", "/cases", "/audit", "/reverifications/new"]) {
    await page.goto(path);
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  }
});

test("a case is taken and decided by the keyboard alone", async ({ open }) => {
  const page = await open("analyst");
  const number = await aFlaggedCase(page);
  await openCase(page, number);
  await tabTo(page, "Take case");
  await page.keyboard.press("Enter");
  const decision = page.getByRole("radiogroup", { name: "Decision" });
  await expect(decision.getByLabel("Confirmed fraud")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(decision.getByLabel("False positive")).toBeChecked();
  for (const [key, chosen] of [
    ["1", "Confirmed fraud"],
    ["3", "Inconclusive"],
    ["2", "False positive"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(decision.getByLabel(chosen)).toBeChecked();
  }
  await tabTo(page, "Faces differ");
  await page.keyboard.press("Space");
  await expect(page.getByRole("group", { name: "Reason" }).getByLabel("Faces differ")).toBeChecked();
  await tabTo(page, "Note");
  await page.keyboard.type(NOTE);
  await page.keyboard.press("Control+Enter");
  await expectSaid(page, `Case ${number} is closed: false positive.`);
  await expect(page).toHaveURL(new RegExp(`[?&]decided=${number}$`));
  await openCase(page, number);
  await expect(fact(page, "State")).toContainText("closed");
});

test("Decide leads to the choice, and saves once the choice is made", async ({ open }) => {
  const page = await open("analyst");
  const number = await aFlaggedCase(page);
  await openCase(page, number);
  await tabTo(page, "Take case");
  await page.keyboard.press("Space");
  await expect(page.getByRole("radio", { name: "Confirmed fraud" })).toBeFocused();
  await page.getByRole("button", { name: "Decide", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: "Confirmed fraud" })).toBeFocused();
});

test("Ctrl Enter starts a re-verification once, and Enter in the reference starts nothing", async ({
  open,
}) => {
  const page = await open("analyst");
  const start = await aStart({ referenceId: await aReferenceThat("match", 1_000) });
  await fillStart(page, { ...start, referenceId: "Érico" });
  await page.getByLabel("Reference process ID").focus();
  await page.keyboard.press("Enter");
  await expectSaid(page, /found/);
  await expect(page).toHaveURL("/reverifications/new");
  await page.getByLabel("Reference process ID").fill(start.referenceId);
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Control+Enter");
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("/ goes to the search, F opens the filters, Escape closes them", async ({ open }) => {
  const page = await open("analyst");
  await page.goto("/cases");
  await expect(page.getByRole("table", { name: "Cases" })).toBeVisible();
  // Keys work from the moment on in which the script runs.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused({ timeout: 200 });
  }).toPass({ timeout: 10_000 });
  await page.keyboard.type("f");
  await expect(page.getByRole("button", { name: "Apply filters" })).toBeHidden();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("f");
  await expect(page.getByRole("button", { name: "Apply filters" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Apply filters" })).toBeHidden();
});
