import { randomUUID } from "node:crypto";
import { messages } from "#lib/i18n/messages.ts";
import { aProcessLike } from "#tests/support/e2e-sandbox.ts";
import { expectSaid, press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const { lookups, processes } = messages.en;
/** The list shares Unico's rate with whatever else runs. */
const WAIT = { timeout: 60_000 };

test.describe.configure({ mode: "serial" });

test("support pastes a list, sees it finish, narrows it and opens a row", async ({ open }) => {
  test.slow();
  const { id: holder } = await aProcessLike("holder");
  const { id: created } = await aProcessLike("created");
  const nowhere = randomUUID();
  const page = await open("support");
  await page.goto("/processes");
  await page.getByLabel("Process IDs").fill([holder, created, nowhere, holder.toUpperCase()].join("\n"));
  await press(page, "Look up list");
  await expect(page).toHaveURL(/\/processes\/lists\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("3 ids to look up");
  await expect(page.getByRole("main")).toContainText("1 given again, asked once");
  const bar = page.getByRole("progressbar", { name: lookups.progress.bar });
  await expect(bar).toHaveAttribute("aria-valuenow", "3", WAIT);
  await expectSaid(page, lookups.progress.finished);

  const table = page.getByRole("table", { name: "Processes" });
  await expect(table.getByRole("row")).toHaveCount(4);
  await expect(table.getByRole("row").filter({ hasText: holder })).toContainText(processes.outcome.approve);
  await expect(table.getByRole("row").filter({ hasText: nowhere })).toContainText(lookups.state.not_found);
  await page
    .getByRole("navigation", { name: lookups.narrow })
    .getByRole("link", { name: new RegExp(`^${lookups.state.not_found}`) })
    .click();
  await expect(table.getByRole("row")).toHaveCount(2);
  await expect(table).toContainText(nowhere);
  await page
    .getByRole("navigation", { name: lookups.narrow })
    .getByRole("link", { name: new RegExp(`^${lookups.all}`) })
    .click();
  await table.getByRole("link", { name: holder }).click();
  await expect(page).toHaveURL(`/processes/${holder}`);

  await page.goto("/processes/lists");
  await expect(page.getByRole("table", { name: lookups.title })).toContainText(lookups.ending.finished);
});

test("a file with bad lines tells each of them, and no CPF of it is shown anywhere", async ({ open }) => {
  test.slow();
  const { id } = await aProcessLike("score_between");
  const cpf = "529.982.247-25";
  const text = `id;nome;cpf\n${id};Ana;${cpf}\n5d2c07e9-6b18-4a3f;Bia;${cpf}\n${cpf};Caio;${cpf}\n`;
  const page = await open("analyst");
  await page.goto("/processes");
  await page
    .getByLabel(lookups.file)
    .setInputFiles({ name: "ids.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await press(page, "Look up list");
  await expect(page.getByRole("main")).toContainText("2 are not ids");
  const refused = page.getByRole("table", { name: lookups.read.refusedTitle });
  const third = refused.getByRole("row").filter({ hasText: lookups.why.short });
  await expect(third).toContainText("5d2c07e9-6b18-4a3f");
  await expect(third).toContainText("3");
  await expect(refused.getByRole("row").filter({ hasText: lookups.why.none })).toContainText("4");
  expect(await page.content()).not.toContain(cpf);
  await expect(page.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "1", WAIT);
});

test("what holds no id is refused, with the text kept", async ({ open }) => {
  const page = await open("support");
  await page.goto("/processes");
  await page.getByLabel("Process IDs").fill("Ana, Bia and Caio");
  await press(page, "Look up list");
  await expect(page.getByRole("alert").filter({ hasText: lookups.refusal.no_ids })).toBeVisible();
  await expect(page.getByLabel("Process IDs")).toHaveValue("Ana, Bia and Caio");
  await page.getByLabel("Process IDs").fill("");
  await press(page, "Look up list");
  await expect(page.getByLabel("Process IDs")).toHaveAttribute("aria-invalid", "true");
});

test("a list is stopped by who asked for it, and stays stopped", async ({ open }) => {
  test.slow();
  const page = await open("support");
  await page.goto("/processes/lists");
  const ids = Array.from({ length: 1_000 }, () => randomUUID());
  await page.getByLabel("Process IDs").fill(ids.join("\n"));
  await press(page, "Look up list");
  await expect(page.getByRole("main")).toContainText("1,000 ids to look up");
  await press(page, lookups.progress.stop);
  await expectSaid(page, lookups.progress.cancelled);
  await expect(page.getByRole("status").filter({ hasText: lookups.progress.stopped })).toBeFocused();
  await page.reload();
  await expectSaid(page, lookups.progress.cancelled);
  await expect(page.getByRole("button", { name: lookups.progress.stop })).toHaveCount(0);
});

test("how many ids stand in the field is told while they are typed", async ({ open }) => {
  const page = await open("support");
  await page.goto("/processes");
  const field = page.getByLabel("Process IDs");
  const [first, second] = [randomUUID(), randomUUID()];
  await field.fill([first, second, second, "nothing of an id"].join("\n"));
  await expectSaid(page, "2 ids, 1 given again, 1 line not readable");
  await field.fill(first);
  await expectSaid(page, /^1 id$/);
});
