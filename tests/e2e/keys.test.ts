import type { Locator, Page } from "@playwright/test";
import { aCpf } from "#tests/support/e2e-sandbox.ts";
import { aFlaggedCase } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const rowLinks = (page: Page): Locator =>
  page.getByRole("table", { name: "Cases" }).getByRole("link", { name: /^\d{5,}$/ });
const palette = (page: Page): Locator => page.getByRole("dialog", { name: "Find anything" });
const field = (page: Page): Locator => palette(page).getByRole("combobox");
const overlay = (page: Page): Locator => page.getByRole("dialog", { name: "Keys on this page" });

/** What is typed before the box is there goes nowhere. */
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
}

async function openQueue(page: Page): Promise<void> {
  await page.goto("/cases?sort=number");
  await expect(rowLinks(page).first()).toBeVisible();
  // Keys work from the moment on in which the script runs.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(field(page)).toBeFocused({ timeout: 200 });
  }).toPass({ timeout: 10_000 });
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
}

test("j and k move a row, Enter opens it, and there they go on through the list", async ({ open }) => {
  const page = await open("analyst");
  await openQueue(page);
  const numbers = await rowLinks(page).allInnerTexts();
  await page.keyboard.press("j");
  await expect(rowLinks(page).nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(rowLinks(page).nth(1)).toBeFocused();
  for (let i = 0; i < 20; i += 1) await page.keyboard.press("j");
  const row = page.locator("tr:focus-within");
  await expect(row).toBeInViewport({ ratio: 1 });
  const pager = page.getByText("Next page").locator("xpath=ancestor::div[1]");
  const [rowBox, pagerBox] = await Promise.all([row.boundingBox(), pager.boundingBox()]);
  if (rowBox && pagerBox) expect(rowBox.y + rowBox.height).toBeLessThanOrEqual(pagerBox.y + 1);
  for (let i = 0; i < 20; i += 1) await page.keyboard.press("k");
  await expect(rowLinks(page).nth(1)).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/cases/${numbers[1]}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(numbers[1] ?? "");
  await page.keyboard.press("j");
  await expect(page).toHaveURL(`/cases/${numbers[2]}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(numbers[2] ?? "");
  await page.keyboard.press("k");
  await expect(page).toHaveURL(`/cases/${numbers[1]}`);
});

test("typing in a field sets off no key", async ({ open }) => {
  const page = await open("analyst");
  await openQueue(page);
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox", { name: "Search" });
  await expect(search).toBeFocused();
  await page.keyboard.type("jkxnf?/1");
  await expect(search).toHaveValue("jkxnf?/1");
  await expect(search).toBeFocused();
  await expect(overlay(page)).toBeHidden();
  await expect(page).toHaveURL("/cases?sort=number");
});

test("? lists the keys of the page, and nothing behind it is pressed", async ({ open }) => {
  const page = await open("analyst");
  await openQueue(page);
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  await expect(overlay(page)).toBeVisible();
  const told = async (name: string) =>
    (await overlay(page).locator("dt", { hasText: name }).locator("+ dd .sr-only").first().textContent()) ??
    "";
  expect(await told("Next row")).toBe("J");
  expect(await told("Search")).toBe("/");
  expect(await told("Add filter")).toBe("F");
  expect(await told("Find")).toBe("Ctrl K");
  await page.keyboard.press("n");
  await page.keyboard.press("f");
  await expect(overlay(page)).toBeVisible();
  await expect(page).toHaveURL("/cases?sort=number");
  await page.keyboard.press("Escape");
  await expect(overlay(page)).toBeHidden();
  await expect(rowLinks(page).nth(0)).toBeFocused();
  await page.getByRole("button", { name: "Keys", exact: true }).click();
  await expect(overlay(page)).toBeVisible();
});

test("one box finds a case, a person, an id and a screen, by the keyboard alone", async ({ open }) => {
  const page = await open("analyst");
  const cpf = aCpf();
  const number = await aFlaggedCase(page, { cpf });
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") asked.push(request.url());
    expect(request.url()).not.toContain(cpf);
  });
  const option = palette(page).getByRole("option");
  await openQueue(page);
  await openPalette(page);
  await page.keyboard.type(number);
  await expect(option.filter({ hasText: `Case ${number}` })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(palette(page)).toBeHidden();

  await openPalette(page);
  await expect(field(page)).toHaveValue("");
  await page.keyboard.type(cpf);
  await expect(option).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/cases\?subject=[0-9a-f-]{36}$/);
  await expect(rowLinks(page)).toHaveText([number]);

  await openPalette(page);
  await page.keyboard.type("wzyxw");
  await expect(palette(page).getByRole("status")).toContainText("Nothing found");
  await page.keyboard.press("Enter");
  await expect(palette(page)).toBeVisible();
  await field(page).fill("process");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/processes");
  expect(asked.length).toBeGreaterThan(0);
});

test("an answer that does not come is told, and one letter asks for nothing", async ({ open }) => {
  const page = await open("analyst");
  await openQueue(page);
  const posts: string[] = [];
  await page.route("**/*", (route) => {
    if (route.request().method() !== "POST") return route.continue();
    posts.push(route.request().url());
    return route.abort();
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("z");
  await page.waitForTimeout(600);
  expect(posts).toEqual([]);
  // At once: letter after letter, a slow machine may be asked in between.
  await page.keyboard.insertText("ilda");
  await expect(palette(page).getByRole("status")).toContainText("No answer came");
  expect(posts).toHaveLength(1);
});

test("single-letter keys are switched off in the account, and on again", async ({ open }) => {
  const page = await open("support");
  const box = page.getByRole("checkbox", { name: "Single-letter keys" });
  const save = async (on: boolean) => {
    await page.goto("/account");
    await box.setChecked(on);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  };
  try {
    await save(false);
    await openQueue(page);
    for (const key of ["j", "?", "/", "f"]) await page.keyboard.press(key);
    await expect(overlay(page)).toBeHidden();
    await expect(rowLinks(page).nth(0)).not.toBeFocused();
    await expect(page.getByRole("searchbox", { name: "Search" })).not.toBeFocused();
    await page.getByRole("button", { name: "Keys", exact: true }).click();
    await expect(overlay(page)).toContainText("Single-letter keys are switched off.");
    await expect(overlay(page)).not.toContainText("Next row");
  } finally {
    await save(true);
  }
  await openQueue(page);
  await page.keyboard.press("j");
  await expect(rowLinks(page).nth(0)).toBeFocused();
});

test("on a phone the box is there and the list of keys is not", async ({ open }) => {
  const page = await open("analyst", { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.goto("/cases");
  await expect(page.getByRole("button", { name: "Keys", exact: true })).toBeHidden();
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect(field(page)).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
