import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import type { Page } from "@playwright/test";
import { writeCpf } from "#lib/privacy/cpf.ts";
import { watchEverything } from "#tests/support/e2e-leaks.ts";
import { aCpf } from "#tests/support/e2e-sandbox.ts";
import { expectSaid, fact } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const WIDE = { viewport: { width: 1440, height: 900 } };
const HEADS = "referenceProcessId;CPF;nome;e-mail;telefone;filial;cadastrado em";
const aName = () => `Pessoa Importada ${randomUUID().slice(0, 8)}`;
const csv = (...lines: string[]) => ({
  name: "references.csv",
  mimeType: "text/csv",
  buffer: Buffer.from([HEADS, ...lines, ""].join("\r\n")),
});

/** The worker brings it in; how soon is nobody's promise. */
const PATIENTLY = { timeout: 90_000 };

async function send(page: Page, file: ReturnType<typeof csv>, mode: string): Promise<void> {
  await page.goto("/references/import");
  await page.getByLabel("CSV file").setInputFiles(file);
  await page
    .getByRole("radiogroup", { name: "If lines are refused" })
    .getByLabel(mode)
    .check({ force: true });
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/\/references\/import\/[0-9a-f-]{36}$/, PATIENTLY);
}

const state = (page: Page) => fact(page, "State");

test("a manager imports a file, reads why lines were refused, and the same file again changes nothing", async ({
  open,
}) => {
  test.setTimeout(300_000);
  const page = await open("manager", WIDE);
  const leaks = watchEverything(page);
  const [id, cpf, wrong, name] = [randomUUID(), aCpf(), aCpf(), aName()];
  const file = csv(
    `${id};${writeCpf(cpf)};${name};ana@example.com;+5511987654321;;21/11/2025`,
    `${randomUUID()};1,23E+10;=HYPERLINK("x");;;;`,
    `no id;${wrong};;;;;`,
  );
  await page.goto("/references");
  await page.getByRole("link", { name: "Import references" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Import references" })).toBeVisible();

  await test.step("not without a file", async () => {
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await expect(page.getByText("Choose a CSV file.")).toBeVisible();
    await expect(page.getByLabel("CSV file")).toBeFocused();
  });

  await test.step("nothing where every line must be right", async () => {
    await send(page, file, "Import only if every line is right");
    await expect(state(page)).toContainText("Refused", PATIENTLY);
    await expect(page.getByRole("main").getByRole("alert")).toContainText("not every line is right");
    await expect(fact(page, "Added")).toHaveText("0");
  });

  await test.step("the right ones, and a report of the others", async () => {
    await send(page, file, "Import the right ones");
    await expect(state(page)).toContainText("Imported", PATIENTLY);
    await expectSaid(page, "1 reference was added.");
    await expect(fact(page, "Refused")).toHaveText("2");
    const refused = page.getByRole("table", { name: "Refused lines" });
    await expect(refused.getByRole("row")).toHaveCount(4);
    await expect(refused.getByRole("row").nth(1)).toContainText("CPF");
    await expect(refused.getByRole("row").nth(1)).toContainText("A spreadsheet shortened it");
    await expect(refused.getByRole("row").nth(3)).toContainText("This is no process id.");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download" }).click(),
    ]);
    const report = await fs.readFile(await download.path(), "utf8");
    expect(report.trim().split("\r\n")).toHaveLength(4);
    for (const secret of [cpf, wrong, name, "HYPERLINK", "1,23E+10;"]) expect(report).not.toContain(secret);
  });

  await test.step("the same lines again change nothing", async () => {
    const right = csv(`${id};${writeCpf(cpf)};${name};ana@example.com;+5511987654321;;21/11/2025`);
    await send(page, right, "Import only if every line is right");
    await expect(state(page)).toContainText("Imported", PATIENTLY);
    await expectSaid(page, "Nothing changed.");
    await send(page, right, "Import only if every line is right");
    await expect(state(page)).toContainText("Imported before", PATIENTLY);
  });

  await test.step("it stands among the references, masked, and is one click from a re-verification", async () => {
    await page.goto(`/references?q=${id}`);
    const row = page.getByRole("table", { name: "References" }).getByRole("row").filter({ hasText: id });
    await expect(row).toContainText(name);
    await expect(row).toContainText(`***.${cpf.slice(3, 6)}.${cpf.slice(6, 9)}-**`);
    await row.getByRole("link", { name: `Re-verify ${name}` }).click();
    await expect(page.getByLabel("Reference process ID")).toHaveValue(id);
    await expect(page.getByText(name).first()).toBeVisible();
  });

  await test.step("and the log tells of it", async () => {
    await page.goto("/audit?action=reference.import_end");
    await expect(page.getByRole("table", { name: "Audit log" }).getByRole("row").nth(1)).toBeVisible();
  });
  for (const text of [...leaks.addresses(), ...leaks.bodies()])
    for (const secret of [cpf, writeCpf(cpf), wrong, "ana@example.com", "11987654321"])
      expect(text.includes(secret), "what was in the file came back").toBe(false);
});

test("what does not fit together is shown, found by its filter, and not told to support", async ({
  open,
}) => {
  test.setTimeout(240_000);
  const page = await open("manager", WIDE);
  const [first, second, disputed] = [randomUUID(), randomUUID(), randomUUID()];
  const [twice, one, other, name] = [aCpf(), aCpf(), aCpf(), aName()];
  await send(
    page,
    csv(
      `${first};${twice};${name};;;;`,
      `${second};${twice};;;;;`,
      `${disputed};${one};${aName()};;;;`,
      `${disputed};${other};;;;;`,
    ),
    "Import only if every line is right",
  );
  await expect(state(page)).toContainText("Imported", PATIENTLY);
  await expectSaid(page, "3 references were added.");
  await expect(page.getByText("1 reference is under another CPF already.")).toBeVisible();

  const rowsOf = (reader: Page) => reader.getByRole("table", { name: "References" }).getByRole("row");
  const analyst = await open("analyst", WIDE);
  const rows = rowsOf(analyst);
  await analyst.goto(`/references?contradiction=several_people&q=${disputed}`);
  await expect(rows.filter({ hasText: disputed })).toContainText("Under 2 CPFs");
  await analyst.goto(`/references?contradiction=several_references&q=${encodeURIComponent(name)}`);
  await expect(rows.filter({ hasText: first })).toContainText("2 references of this CPF");
  await expect(rows.filter({ hasText: second })).toBeVisible();
  await rows.filter({ hasText: first }).getByRole("link", { name: "2 references of this CPF" }).click();
  await expect(analyst).toHaveURL(/[?&]subject=/);
  await expect(rows).toHaveCount(3);

  // It speaks of fraud: whoever talks to the customer finds the reference, and nothing of it.
  const support = await open("support", WIDE);
  const leaks = watchEverything(support);
  await support.goto(`/references?q=${disputed}`);
  await expect(rowsOf(support).filter({ hasText: disputed })).toBeVisible();
  await expect(support.getByRole("main")).not.toContainText("Under 2 CPFs");
  await expect(support.getByRole("link", { name: "Import references" })).toHaveCount(0);
  expect((await support.goto("/references/import"))?.status()).toBe(404);
  for (const text of [...leaks.addresses(), ...leaks.bodies()])
    for (const cpf of [twice, one, other])
      expect(text.includes(cpf) || text.includes(writeCpf(cpf))).toBe(false);
});

test("on a phone the form and the report have room", async ({ open }) => {
  test.setTimeout(180_000);
  const page = await open("manager", { viewport: { width: 390, height: 844 } });
  await send(page, csv(`no id;${aCpf()};;;;;`), "Import the right ones");
  await expect(state(page)).toContainText("Refused", PATIENTLY);
  await expect(page.getByRole("table", { name: "Refused lines" })).toBeVisible();
  for (const path of ["/references/import", page.url()]) {
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});
