import type { Locator, Page } from "@playwright/test";
import { aFlaggedCase, fact, openCase } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

// What is read here is the demo's history, which no test changes, and cases of a test's own.

const WIDE = { viewport: { width: 1440, height: 900 } };
const table = (page: Page): Locator => page.getByRole("table", { name: "Cases" });
const rowLinks = (page: Page): Locator => table(page).getByRole("link", { name: /^\d{5,}$/ });

async function numbers(page: Page): Promise<string[]> {
  await expect(rowLinks(page).first()).toBeVisible();
  return rowLinks(page).allInnerTexts();
}

/** The cells of one column. */
async function cells(page: Page, name: string): Promise<Locator> {
  await expect(rowLinks(page).first()).toBeVisible();
  const headers = await table(page).getByRole("columnheader").allInnerTexts();
  const place = headers.findIndex((header) => header.trim() === name);
  return table(page).locator(`tbody td:nth-child(${place + 1})`);
}
const column = async (page: Page, name: string): Promise<string[]> =>
  (await cells(page, name)).allInnerTexts();

async function chooseFilter(page: Page, group: string, ...values: string[]) {
  await page.getByRole("button", { name: "Add filter" }).click();
  const choices = page.getByRole("group", { name: group, exact: true });
  for (const value of values) await choices.getByLabel(value, { exact: true }).check();
  await page.getByRole("button", { name: "Apply filters" }).click();
}

test("filters by status: rows, chip, address; taken off again by chip and by Clear filters", async ({
  open,
}) => {
  const page = await open("analyst", WIDE);
  await page.goto("/cases?sort=number");
  await chooseFilter(page, "Status", "Closed");
  await expect(page).toHaveURL(/status=closed/);
  await expect(page.getByRole("button", { name: "Remove filter: Status Closed" })).toBeVisible();
  expect(new Set((await column(page, "Status")).map((text) => text.trim()))).toEqual(new Set(["Closed"]));

  await chooseFilter(page, "Fraud", "Fraud alert");
  await expect(page).toHaveURL(/status=closed.*fraudsters=yes|fraudsters=yes.*status=closed/);
  const signals = await column(page, "Signals");
  expect(signals.length).toBeGreaterThan(0);
  for (const signal of signals) expect(signal.toLowerCase()).toContain("fraud alert");

  await page.getByRole("button", { name: "Remove filter: Status Closed" }).click();
  await expect(page).not.toHaveURL(/status=closed/);
  await expect(page).toHaveURL(/fraudsters=yes/);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).not.toHaveURL(/fraudsters/);
  await expect(page.getByRole("button", { name: /^Remove filter/ })).toHaveCount(0);
});

/** A filter, and what every row of it must say in a column. */
const FILTERS: [string, string, RegExp][] = [
  ["status=awaiting_approval&openedTo=2100-01-01", "Status", /^Awaiting approval$/],
  ["status=open&status=in_review", "Status", /^(Open|In review)$/],
  ["biometry=no_match", "Signals", /different person/i],
  ["fraudsters=yes", "Signals", /fraud alert/i],
  ["assignee=none", "Assignee", /Nobody/],
  ["assignee=me", "Assignee", /Me/],
  ["priority=high", "Priority", /High/],
];

test("each filter of the address shows only rows that fit it", async ({ open }) => {
  const page = await open("analyst", WIDE);
  for (const [query, name, fits] of FILTERS) {
    await page.goto(`/cases?${query}&sort=number`);
    const texts = await column(page, name);
    expect(texts.length, query).toBeGreaterThan(0);
    for (const text of texts) expect(text.trim(), query).toMatch(fits);
  }
  await page.goto("/cases?liveness=not_live&sort=number");
  expect((await numbers(page)).length).toBeGreaterThan(0);
});

/** Days of São Paulo on which the cases of the page were opened. */
async function openedDays(page: Page): Promise<string[]> {
  const times = (await cells(page, "Opened")).locator("time");
  const at = await times.evaluateAll((all) => all.map((time) => time.getAttribute("datetime") ?? ""));
  return at.map((iso) => new Date(iso).toLocaleDateString("sv-SE", { timeZone: "America/Sao_Paulo" }));
}

test("opened range: the days of São Paulo, both included", async ({ open }) => {
  const page = await open("analyst", WIDE);
  await page.goto("/cases?status=closed&sort=openedAt");
  const day = (await openedDays(page)).at(-1);
  await page.goto(`/cases?openedFrom=${day}&openedTo=${day}&status=closed&sort=number`);
  expect(new Set(await openedDays(page))).toEqual(new Set([day]));
});

test("search by a name without its accents, by number, and by an id", async ({ open }) => {
  const page = await open("analyst", WIDE);
  const search = async (typed: string) => {
    await page.goto("/cases?sort=number");
    await page.getByRole("searchbox", { name: "Search" }).fill(typed);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=/);
  };
  await search("erico");
  const names = await column(page, "Person");
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(name).toContain("Érico");

  const number = await aFlaggedCase(page);
  await openCase(page, number);
  const processId = await fact(page, "Unico process").innerText();
  const referenceId = await fact(page, "Reference process").innerText();
  for (const typed of [number, processId.trim(), referenceId.trim()]) {
    await search(typed);
    await expect(rowLinks(page)).toHaveText([number]);
  }
  await search("nobody is called like this");
  await expect(table(page)).toContainText("Nothing matches");
});

test("sorted by a header, both ways, and said so", async ({ open }) => {
  const page = await open("analyst", WIDE);
  await page.goto("/cases?status=closed&openedTo=2100-01-01");
  const header = table(page).getByRole("columnheader", { name: "Case", exact: true });
  await header.getByRole("link").click();
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  const upwards = (await numbers(page)).map(Number);
  expect(upwards).toEqual(upwards.toSorted((a, b) => a - b));
  await header.getByRole("link").click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  const downwards = (await numbers(page)).map(Number);
  expect(downwards).toEqual(downwards.toSorted((a, b) => b - a));
  await expect(page).toHaveURL(/sort=-number/);
});

test("next page and previous page, there and back, give the same rows", async ({ open }) => {
  const page = await open("analyst", WIDE);
  await page.goto("/cases?status=closed&sort=number");
  const next = page.getByRole("link", { name: "Next page" });
  const first = await numbers(page);
  await expect(page.getByRole("link", { name: "Previous page" })).toHaveCount(0);
  await next.click();
  await expect(page).toHaveURL(/after=/);
  await expect(rowLinks(page).first()).not.toHaveText(first[0] ?? "");
  const second = await numbers(page);
  expect(second.filter((number) => first.includes(number))).toEqual([]);
  expect(Number(second[0])).toBeGreaterThan(Number(first.at(-1)));
  await page.getByRole("link", { name: "Previous page" }).click();
  await expect(rowLinks(page)).toHaveText(first);
});

test("nonsense in the address is dropped with a notice", async ({ open }) => {
  const page = await open("analyst");
  const nonsense = "status=xyz&sort=drop&openedFrom=abc&after=zzz&scoreMin=NaN";
  for (const query of [nonsense, `${nonsense}&q=%00&assignee=nobody&subject=1&status=open`]) {
    const response = await page.goto(`/cases?${query}`);
    expect(response?.status()).toBe(200);
    await expect(page.getByRole("status").filter({ hasText: "made no sense" })).toBeVisible();
    await expect(table(page)).toBeVisible();
  }
});

test("the link of a row opens its case, in place of the list or in a tab of its own", async ({ open }) => {
  const page = await open("manager");
  // Once the script of the page runs: before that a link is a link.
  const isListening = page.waitForRequest(/\/api\/live\/cases/);
  await page.goto("/cases");
  await isListening;
  const link = rowLinks(page).first();
  const number = await link.innerText();
  const [tab] = await Promise.all([
    page.context().waitForEvent("page"),
    link.click({ modifiers: ["ControlOrMeta"] }),
  ]);
  await expect(tab).toHaveURL(`/cases/${number}`);
  await tab.close();
  await expect(page).toHaveURL("/cases");
  await page.evaluate(() => Object.assign(window, { isSame: true }));
  await link.click();
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
  expect(await page.evaluate(() => "isSame" in window)).toBe(true);
});
