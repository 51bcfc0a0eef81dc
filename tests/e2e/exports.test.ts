import fs from "node:fs";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import readSheets from "read-excel-file/node";
import { parseManifest } from "#lib/features/exports/manifest.ts";
import { demoPassword } from "#tests/support/e2e-people.ts";
import { press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const WIDE = { viewport: { width: 1440, height: 900 } };
const form = (page: Page, name = "Export this list") => page.getByRole("form", { name });
const table = (page: Page) => page.getByRole("table", { name: "Exports" });

async function opened(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await press(page, "Export");
  await expect(form(page)).toBeVisible();
}

/** What a press of `Download` gives. */
async function taken(page: Page, within = form(page)): Promise<Buffer> {
  const coming = page.waitForEvent("download");
  await within.getByRole("button", { name: "Download", exact: true }).click();
  return fs.readFileSync(await (await coming).path());
}

const rowsOf = (file: Buffer) => parse(file, { bom: true, columns: true }) as Record<string, string>[];

// Each looks for what it asked for last: one after the other.
test.describe.configure({ mode: "default" });

test("a manager takes the queue home as CSV, and finds it again on Exports with its manifest", async ({
  open,
}) => {
  const page = await open("manager", WIDE);
  await opened(page, "/cases?status=closed&sort=-number");
  const file = await taken(page);
  const rows = rowsOf(file);
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map((row) => row.Status))).toEqual(new Set(["Closed"]));
  expect(rows.every((row) => /^(\*{3}\..*-\*{2})?$/.test(row.CPF ?? ""))).toBe(true);

  await page.goto("/exports?by=me");
  const row = table(page).locator("tbody tr").filter({ hasText: "Cases, CSV" }).first();
  await expect(row).toContainText("Done");
  const again = page.waitForEvent("download");
  await row.getByRole("button", { name: "Download" }).click();
  expect(fs.readFileSync(await (await again).path())).toEqual(file);
  const told = page.waitForEvent("download");
  await row.getByRole("link", { name: "Manifest" }).click();
  const manifest = parseManifest(fs.readFileSync(await (await told).path(), "utf8"));
  expect(manifest).toMatchObject({ rows: rows.length, masked: true, file: { bytes: file.length } });
});

test("a workbook opens in another program", async ({ open }) => {
  const page = await open("manager", WIDE);
  await opened(page, "/references");
  await form(page).getByLabel("Excel (XLSX)").check();
  const sheets = await readSheets(await taken(page));
  expect(sheets.map(({ sheet }) => sheet)).toEqual(["References", "Manifest"]);
});

test("personal data asks for a reason and a fresh proof first", async ({ open }) => {
  const page = await open("manager", WIDE);
  await opened(page, "/cases?status=closed");
  await form(page).getByLabel("With personal data in the clear").check();
  await press(page, "Download");
  await expect(form(page).getByLabel("Reason", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await form(page).getByLabel("Reason", { exact: true }).selectOption("internal_audit");
  const coming = page.waitForEvent("download");
  await press(page, "Download");
  const proof = form(page).getByLabel("Password");
  // Somebody who just proved it is not asked again.
  await Promise.race([coming, proof.waitFor()]);
  if (await proof.isVisible()) {
    await proof.fill(demoPassword());
    await press(page, "Download");
  }
  const rows = rowsOf(fs.readFileSync(await (await coming).path()));
  expect(rows.some((row) => /^\d{11}$/.test(row.CPF ?? ""))).toBe(true);
});

test("selected cases alone are exported from the bulk bar", async ({ open }) => {
  const page = await open("manager", WIDE);
  await page.goto("/cases?status=closed&sort=-number");
  const boxes = page.getByRole("checkbox", { name: /^Select case / });
  const picked = [await boxes.nth(0).inputValue(), await boxes.nth(1).inputValue()];
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole("group", { name: "Bulk actions" }).getByRole("button", { name: "Export" }).click();
  const rows = rowsOf(await taken(page, form(page, "Export the selected rows")));
  expect(rows.map((row) => row.Number).sort()).toEqual(picked.sort());
});

test("an analyst exports their own cases and nothing else, support nothing", async ({ open }) => {
  const analyst = await open("analyst", WIDE);
  await opened(analyst, "/cases");
  await expect(form(analyst).getByLabel("With personal data in the clear")).toHaveCount(0);
  await taken(analyst);
  await analyst.goto("/references");
  await expect(analyst.getByRole("button", { name: "Export", exact: true })).toHaveCount(0);
  const support = await open("support", WIDE);
  await support.goto("/cases");
  await expect(support.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(support.getByRole("button", { name: "Export", exact: true })).toHaveCount(0);
});
