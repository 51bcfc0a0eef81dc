import { randomUUID } from "node:crypto";
import { writeCpf } from "#lib/privacy/cpf.ts";
import { aCpf, aReferenceThat } from "#tests/support/e2e-sandbox.ts";
import { aFlaggedCase, alert, fact, press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const HEADS = "referenceProcessId;CPF;nome;e-mail;telefone;filial;cadastrado em";
const IMPORT = /\/references\/import\/[0-9a-f-]{36}$/;

test("a row of references reveals its CPF without leaving the list, and masks it again", async ({ open }) => {
  test.setTimeout(120_000);
  const page = await open("analyst", { viewport: { width: 1440, height: 900 } });
  const [cpf, referenceId] = [aCpf(), await aReferenceThat("match_flagged")];
  await aFlaggedCase(page, { cpf, referenceId });
  await page.clock.install();
  await page.goto(`/references?q=${referenceId}`);
  const address = page.url();
  const row = page
    .getByRole("table", { name: "References" })
    .getByRole("row")
    .filter({ hasText: referenceId });
  const reveal = row.getByRole("button", { name: /^Reveal CPF/ });
  const dialog = page.getByRole("dialog", { name: /^Reveal CPF of/ });
  const reason = dialog.getByLabel("Reason", { exact: true });

  await test.step("not without a reason, and Escape leaves it", async () => {
    // The leaf that hears the buttons of all rows may still be on its way.
    await expect(async () => {
      await reveal.click();
      await expect(dialog).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(reason).toBeFocused();
    await dialog.getByRole("button", { name: "Reveal CPF", exact: true }).click();
    await expect(dialog.getByRole("alert")).toHaveText("Choose a reason.");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(reveal).toBeFocused();
  });
  await reveal.click();
  await reason.selectOption("confirm_identity");
  await dialog.getByRole("button", { name: "Reveal CPF", exact: true }).click();
  await expect(page.locator("[data-revealed]")).toHaveText(writeCpf(cpf));
  await expect(dialog.getByRole("status").filter({ hasText: "CPF shown for two minutes." })).toBeAttached();
  expect((await page.content()).split(writeCpf(cpf))).toHaveLength(2);
  await page.clock.runFor(121_000);
  await expect(dialog).toBeHidden();
  expect(await page.content()).not.toContain(cpf);
  expect(page.url()).toBe(address);
});

test("a file of references is sent without script, and what is no file is said", async ({ open }) => {
  test.setTimeout(120_000);
  const page = await open("manager", { javaScriptEnabled: false });
  await page.goto("/references/import");
  await press(page, "Import");
  await expect(page).toHaveURL(/refused=file_missing/);
  await expect(alert(page)).toContainText("Choose a CSV file.");
  const text = [HEADS, `${randomUUID()};${aCpf()};;;;;`, `no id;${aCpf()};;;;;`, ""].join("\r\n");
  await page
    .getByLabel("CSV file")
    .setInputFiles({ name: "references.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await press(page, "Import");
  await expect(page).toHaveURL(IMPORT);
  // The worker brings it in; how soon is nobody's promise.
  await expect(async () => {
    await page.reload();
    await expect(fact(page, "State")).toContainText("Imported", { timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  await expect(fact(page, "Added")).toHaveText("1");
  await expect(fact(page, "Refused")).toHaveText("1");
});
