import fs from "node:fs";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import readSheets from "read-excel-file/node";
import { en as exports } from "#lib/i18n/messages/exports.ts";
import { en } from "#lib/i18n/messages/reports.ts";
import { dayOf } from "#lib/time.ts";
import { axeFindsNothing } from "#tests/support/e2e-axe.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => dayOf(new Date(Date.now() - days * DAY_MS));
/** Until yesterday: what other tests do meanwhile is of today. */
const MONTH = `/reports?from=${daysAgo(30)}&to=${daysAgo(1)}`;

const row = (page: Page, figure: string) =>
  page
    .getByRole("table", { name: en.summary })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${figure}`) }) });

async function openReport(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1, name: en.title })).toBeVisible();
  await expect(page.getByRole("table", { name: en.summary })).toBeVisible({ timeout: 30_000 });
}

test("a manager reads the month and goes from a figure to as many rows", async ({ open }) => {
  const page = await open("manager");
  await page.goto("/");
  await page.getByRole("link", { name: en.title, exact: true }).click();
  await expect(page.getByRole("table", { name: en.summary })).toBeVisible({ timeout: 30_000 });
  for (const [figure, heading] of [
    [en.figure.opened, "Cases"],
    [en.figure.match, "Re-verifications"],
  ] as const) {
    await openReport(page, MONTH);
    const link = row(page, figure).getByRole("link").first();
    const count = (await link.innerText()).replaceAll(/\D/g, "");
    expect(Number(count)).toBeGreaterThan(0);
    await link.click();
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    const total = new RegExp(`(of |^)${Number(count).toLocaleString("en-GB")}\\b`);
    await expect(page.getByRole("status").filter({ hasText: total }).first()).toBeVisible();
  }
});

test("what was spent leads to the rows of the paid calls", async ({ open }) => {
  const page = await open("manager");
  await openReport(page, MONTH);
  const [spent, paid] = [row(page, en.figure.spent.replace(/\{.*/, "")), row(page, en.figure.paid)];
  const href = (await paid.getByRole("link").first().getAttribute("href")) ?? "no link";
  await expect(spent.getByRole("link").first()).toHaveAttribute("href", href);
});

test("what a figure means is shown at the focus of its mark, and goes with Escape", async ({ open }) => {
  const page = await open("manager");
  await openReport(page, MONTH);
  const mark = page.getByRole("button", { name: en.define.replace("{name}", en.figure.flaggedRate) }).first();
  const meaning = page.getByText(en.definition.flaggedRate).first();
  await expect(meaning).toBeHidden();
  await mark.focus();
  await page.keyboard.press("Enter");
  await expect(meaning).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(meaning).toBeHidden();
});

test("the period, a range and a person stand in the address, and nonsense is said to be left out", async ({
  open,
}) => {
  const page = await open("manager");
  await openReport(page, "/reports?period=never&from=yesterday");
  await expect(page.getByRole("status").filter({ hasText: "period, from" })).toBeVisible();
  await page.getByRole("button", { name: new RegExp(`^${en.period}`) }).click();
  await page.getByRole("link", { name: en.preset["7d"] }).click();
  await expect(page).toHaveURL(/period=7d/);
  await page.getByRole("button", { name: new RegExp(`^${en.period}`) }).click();
  await page.getByLabel(en.from, { exact: true }).fill(daysAgo(9));
  await page.getByLabel(en.to, { exact: true }).fill(daysAgo(3));
  await page.getByRole("button", { name: en.apply, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`from=${daysAgo(9)}&to=${daysAgo(3)}`));
  await page.getByRole("button", { name: new RegExp(`^${en.person}`) }).click();
  await page.getByRole("search", { name: en.filters }).getByRole("link").last().click();
  await expect(page).toHaveURL(/person=[0-9a-f-]{36}/);
  await expect(page.getByRole("button", { name: new RegExp(en.everybody) })).toHaveCount(0);
});

test("a chart's figures are a table as well, opened by keyboard", async ({ open }) => {
  const page = await open("manager");
  await openReport(page, MONTH);
  const panel = page.getByRole("region", { name: en.chart.reasons });
  await expect(panel.getByRole("table")).toBeHidden();
  await panel.getByText(en.table).focus();
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("table", { name: en.chart.reasons })).toBeVisible();
});

test("an analyst reads their own work alone, and support has no such page", async ({ open }) => {
  const page = await open("analyst");
  await openReport(page, MONTH);
  await expect(page.getByText(en.ownTitle)).toBeVisible();
  await expect(page.getByRole("button", { name: new RegExp(`^${en.person}`) })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 2, name: en.chart.scores })).toHaveCount(0);
  const support = await open("support");
  expect((await support.request.get("/reports")).status()).toBe(404);
});

test("the report is taken home with the figures that the page shows, and waits on Exports", async ({
  open,
}) => {
  const page = await open("manager");
  await openReport(page, MONTH);
  const shown = (await row(page, en.figure.match).getByRole("link").first().innerText()).replaceAll(
    /\D/g,
    "",
  );
  await page.getByRole("button", { name: exports.ask.open, exact: true }).click();
  const form = page.getByRole("form", { name: exports.ask.report });
  await expect(form.getByLabel(exports.ask.personal)).toHaveCount(0);
  const taken = async (): Promise<Buffer> => {
    const coming = page.waitForEvent("download");
    await form.getByRole("button", { name: exports.ask.send, exact: true }).click();
    return fs.readFileSync(await (await coming).path());
  };
  const records = parse(await taken(), { bom: true, columns: true }) as Record<string, string>[];
  const figure = records.find(({ Row, Column }) => Row === en.figure.match && Column === en.columns.now);
  expect(figure).toMatchObject({ Table: en.summary, Value: shown, Unit: exports.unit.count });
  await form.getByLabel(exports.ask.xlsx).check();
  const sheets = await readSheets(await taken());
  expect([sheets[0]?.sheet, sheets.at(-1)?.sheet]).toEqual([en.summary, exports.manifest.title]);
  await page.goto("/exports?by=me");
  const rows = page.getByRole("table", { name: exports.title }).locator("tbody tr");
  const first = rows.filter({ hasText: `${exports.list.report}, XLSX` }).first();
  await expect(first).toContainText(exports.state.done);
});

test("axe finds nothing on a report in both themes and on a phone", async ({ open }) => {
  test.slow();
  const page = await open("manager");
  await page.goto(MONTH);
  await expect(page.getByRole("table", { name: en.summary })).toBeVisible({ timeout: 30_000 });
  await axeFindsNothing(page, "a report");
});

test("the manager's board tells how Unico does and leads to the day's report", async ({ open }) => {
  const page = await open("manager");
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Unico" })).toContainText("Connection");
  await page.getByRole("link", { name: "The day’s report" }).click();
  await expect(page).toHaveURL(/\/reports\?period=today/);
  await expect(page.getByRole("table", { name: en.summary })).toBeVisible({ timeout: 30_000 });
});
