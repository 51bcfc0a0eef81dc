import fs from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { axeFindsNothing } from "#tests/support/e2e-axe.ts";
import { NAMES } from "#tests/support/e2e-people.ts";
import { aFlaggedCase, alert, expectSaid, openCase, press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n");
const CSV = Buffer.from("data;valor\n2026-11-20;1.250,00\n");
const PROGRAM = Buffer.from("MZ\0\0a program");
const upload = (name: string, buffer: Buffer) => ({ name, mimeType: "application/pdf", buffer });

const field = (page: Page): Locator => page.getByLabel("Attach files");
const files = (page: Page): Locator => page.getByRole("list", { name: "Files" });
const timeline = (page: Page): Locator => page.getByRole("list", { name: "Timeline" });

async function bytesOf(page: Page, link: Locator): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent("download");
  await link.click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
}

test("files are attached to a case, one that is refused keeps none of the others, and each is taken as it was given", async ({
  open,
}) => {
  const [analyst, colleague, support] = [
    await open("analyst"),
    await open("analyst2"),
    await open("support"),
  ];
  const number = await aFlaggedCase(analyst);
  await openCase(analyst, number);
  await press(analyst, "Attach");
  await expect(field(analyst)).toHaveAttribute("aria-invalid", "true");
  await field(analyst).setInputFiles([
    upload("extrato.pdf", PDF),
    upload("invoice.pdf", PROGRAM),
    upload("contas.csv", CSV),
  ]);
  await press(analyst, "Attach");
  await expectSaid(analyst, "2 files are attached.");
  await expect(alert(analyst)).toContainText("invoice.pdf: This is no PDF");
  await expect(files(analyst).getByRole("link")).toHaveText(["extrato.pdf", "contas.csv"]);
  await expect(timeline(analyst)).toContainText("attached a file: PDF");
  await axeFindsNothing(analyst, "a case with files");

  await openCase(colleague, number);
  await expect(files(colleague)).toContainText(NAMES.analyst);
  const link = files(colleague).getByRole("link", { name: "contas.csv" });
  const address = (await link.getAttribute("href")) ?? "";
  expect(await bytesOf(colleague, link)).toEqual({ name: "contas.csv", bytes: CSV });
  // Whoever did not attach it does not remove it.
  await expect(files(colleague).getByText("Remove", { exact: true })).toHaveCount(0);

  await openCase(support, number);
  await expect(support.getByRole("heading", { name: "Files" })).toHaveCount(0);
  await expect(support.getByText("contas.csv")).toHaveCount(0);
  expect((await support.request.get(address)).status()).toBe(404);
});

test("whoever attached a file takes it away; later a manager does, and says why", async ({ open }) => {
  const [analyst, manager] = [await open("analyst"), await open("manager")];
  const number = await aFlaggedCase(analyst);
  await openCase(analyst, number);
  await field(analyst).setInputFiles([upload("a.pdf", PDF), upload("b.csv", CSV)]);
  await press(analyst, "Attach");
  await expect(files(analyst).getByRole("link")).toHaveCount(2);
  const address = (await files(analyst).getByRole("link", { name: "a.pdf" }).getAttribute("href")) ?? "";
  const first = files(analyst).getByRole("listitem").filter({ hasText: "a.pdf" });
  await first.getByText("Remove", { exact: true }).click();
  await first.getByRole("button", { name: "Remove file" }).click();
  await expectSaid(analyst, "The file is removed.");
  await expect(files(analyst).getByRole("link")).toHaveText(["b.csv"]);
  await expect(files(analyst)).toBeFocused();
  expect((await analyst.request.get(address)).status()).toBe(404);

  await openCase(manager, number);
  const other = files(manager).getByRole("listitem").filter({ hasText: "b.csv" });
  await other.getByText("Remove", { exact: true }).click();
  await other.getByRole("button", { name: "Remove file" }).click();
  await expect(alert(manager)).toContainText("Say why it is removed.");
  await expect(other.getByLabel("Why it is removed")).toHaveAttribute("aria-invalid", "true");
  await other.getByLabel("Why it is removed").fill("It is of another person.");
  await other.getByRole("button", { name: "Remove file" }).click();
  await expect(manager.getByText("No file is attached.")).toBeFocused();
  await expect(timeline(manager)).toContainText("removed a file: Text");
  await expect(timeline(manager)).toContainText("It is of another person.");
  await manager.goto(`/audit?action=case.detach&entity=${number}`);
  await expect(manager.getByRole("table", { name: "Audit log" }).locator("tbody tr")).toHaveCount(2);
});

test("a case that is full says which of the last files it did not take", async ({ open }) => {
  const analyst = await open("analyst");
  const number = await aFlaggedCase(analyst);
  await openCase(analyst, number);
  await field(analyst).setInputFiles(Array.from({ length: 21 }, (_, at) => upload(`${at}.csv`, CSV)));
  await press(analyst, "Attach");
  await expectSaid(analyst, "20 files are attached.");
  await expect(alert(analyst)).toContainText("20.csv: The case holds 20 files already.");
  const full = analyst.getByText("This case holds 20 files, which is all that it can.");
  await expect(full).toBeFocused();
  await expect(field(analyst)).toHaveCount(0);
  await expect(alert(analyst)).toContainText("20.csv");
});

test("where an answer is lost the list says what is there by now", async ({ open }) => {
  const [analyst, colleague] = [await open("analyst"), await open("analyst2")];
  const number = await aFlaggedCase(analyst);
  await openCase(analyst, number);
  await openCase(colleague, number);
  await field(colleague).setInputFiles([upload("a.csv", CSV)]);
  await press(colleague, "Attach");
  await expectSaid(colleague, "1 file is attached.");
  await analyst.route(`**/api/cases/${number}/files`, (route) => route.abort());
  await field(analyst).setInputFiles([upload("b.csv", CSV)]);
  await press(analyst, "Attach");
  await expect(alert(analyst)).toContainText("b.csv: No answer came.");
  await expect(files(analyst).getByRole("link")).toHaveText(["a.csv"]);
});

test("without script files are attached all the same, and the page says what came of each", async ({
  open,
}) => {
  const [analyst, plain] = [await open("analyst"), await open("analyst", { javaScriptEnabled: false })];
  const number = await aFlaggedCase(analyst);
  await plain.goto(`/cases/${number}`);
  await field(plain).setInputFiles([upload("extrato.pdf", PDF), upload("run.pdf", PROGRAM)]);
  await press(plain, "Attach");
  await expect(plain).toHaveURL(new RegExp(`/cases/${number}\\?attached=1&refused=unknown_kind#files$`));
  await expectSaid(plain, "1 file is attached.");
  await expect(alert(plain)).toContainText("This is no PDF");
  await expect(files(plain).getByRole("link")).toHaveText(["extrato.pdf"]);
});
