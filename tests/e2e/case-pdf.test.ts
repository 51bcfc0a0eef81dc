import fs from "node:fs";
import type { Page } from "@playwright/test";
import { aFlaggedCase, openCase } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";
import { readPdf, unbroken } from "#tests/support/pdf.ts";

const link = (page: Page) => page.getByRole("link", { name: "Download PDF" });

test("an analyst takes a case as PDF; a manager finds it in the log; support is offered none", async ({
  open,
}) => {
  const [analyst, manager, support] = [await open("analyst"), await open("manager"), await open("support")];
  const number = await aFlaggedCase(analyst);
  await openCase(analyst, number);
  const coming = analyst.waitForEvent("download");
  await link(analyst).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(`case-${number}.pdf`);
  const bytes = fs.readFileSync(await download.path());
  const { text, roles } = await readPdf(bytes);
  const said = unbroken(text);
  for (const words of [`Case ${number}`, "identityFraudsters", "Timeline"]) expect(said).toContain(words);
  // Who looked is for whoever reads the log.
  expect(said).not.toContain("Who saw this case");
  expect(said).not.toMatch(/\b\d{3}\.\d{3}\.\d{3}-\d{2}\b|\b\d{11}\b/);
  expect(roles).toContain("Table");

  await manager.goto(`/audit?action=case.file&entity=${number}`);
  const log = manager.getByRole("table", { name: "Audit log" });
  await expect(log.locator("tbody tr").first()).toContainText(/file/i);

  await openCase(support, number);
  await expect(link(support)).toHaveCount(0);
  const refused = await support.request.get(`/api/cases/${number}/pdf`);
  expect([refused.status(), (await refused.body()).length]).toEqual([404, 0]);
});
