import { randomUUID } from "node:crypto";
import { en as errors } from "#lib/i18n/messages/errors.ts";
import { en as processes } from "#lib/i18n/messages/processes.ts";
import { ptBR as spoken } from "#lib/i18n/messages/verdicts.ts";
import { watchEverything } from "#tests/support/e2e-leaks.ts";
import { NAMES } from "#tests/support/e2e-people.ts";
import { aCpf, aProcessLike, writtenOut } from "#tests/support/e2e-sandbox.ts";
import { alert, expectSaid, fact, lookUp, openCase, press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const FLAG_NOTE = "The customer says that the phone was stolen last week.";

test("support reads what to say, flags, and the analyst finds the note", async ({ open }) => {
  const { id, cpf, name } = await aProcessLike("holder");
  const page = await open("support");
  const seen = watchEverything(page);
  await page.goto("/");
  await expect(page.getByLabel(processes.processId)).toBeFocused();
  await lookUp(page, id);
  await expect(page).toHaveURL(`/processes/${id}`);
  await expect(page.getByRole("heading", { name: "Tell the customer" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(spoken.say.confirmed);
  await expect(fact(page, "Result")).toContainText("PROCESS_RESULT_OK");
  await expect(fact(page, "Authentication")).toContainText("AUTHENTICATION_RESULT_POSITIVE");
  await expect(fact(page, "liveness")).toContainText("LIVENESS_RESULT_LIVE");
  await expect(page.getByRole("main")).toContainText(name);
  await expect(page.getByRole("main")).toContainText(`***.${cpf.slice(3, 6)}.${cpf.slice(6, 9)}-**`);

  await page.getByLabel("Note").fill(FLAG_NOTE);
  await press(page, "Flag for review");
  await expectSaid(page, processes.flag.done);
  const number = await page.getByRole("status").getByRole("link").innerText();
  await press(page, "Refresh");
  await expect(page.getByRole("main")).toContainText("2 look-ups");

  await test.step("no unmasked CPF came to the browser, in no page and in no answer", async () => {
    expect(seen.bodies().length).toBeGreaterThan(3);
    expect(seen.bodies().filter((body) => writtenOut(cpf).test(body))).toEqual([]);
    expect(seen.addresses().filter((address) => writtenOut(cpf).test(address))).toEqual([]);
  });
  await test.step("support reads the case masked, the analyst whole", async () => {
    await openCase(page, number);
    await expect(page.getByRole("button", { name: "Take case" })).toHaveCount(0);
    await expect(page.getByRole("main")).not.toContainText(FLAG_NOTE);
    const analyst = await open("analyst");
    await openCase(analyst, number);
    await expect(analyst.getByRole("main")).toContainText(FLAG_NOTE);
    await expect(analyst.getByRole("main")).toContainText(NAMES.support);
    await expect(analyst.getByRole("button", { name: "Take case" })).toBeVisible();
  });
});

test("a flag without a note says so and opens nothing", async ({ open }) => {
  const { id } = await aProcessLike("score_high");
  const page = await open("support");
  await page.goto("/processes");
  await lookUp(page, id);
  await page.getByLabel("Note").fill("  ");
  await press(page, "Flag for review");
  await expect(page.getByLabel("Note")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Note")).toHaveAccessibleDescription(errors.field.noteMissing);
  await expect(alert(page)).toHaveText(errors.field.noteMissing);
  await expect(page.getByLabel("Note")).toHaveValue("  ");
  await expect(page.getByRole("main")).toContainText(processes.cases.none);
});

test("what cannot be an id is refused at the field, with the text kept", async ({ open }) => {
  const page = await open("support");
  await page.goto("/processes");
  for (const typed of ["not an id", "1dc4ec00-0000-4000-8000-00000000000", "' OR 1=1 --"]) {
    await lookUp(page, typed);
    const field = page.getByLabel("Process ID", { exact: true });
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(errors.field.uuid);
    await expect(alert(page)).toHaveText(errors.field.uuid);
    await expect(field).toHaveValue(typed);
    await expect(page).toHaveURL("/processes");
  }
});

test("an id that Unico does not know has its own words, and words for the customer", async ({ open }) => {
  const page = await open("support");
  const id = randomUUID();
  await page.goto("/processes");
  await lookUp(page, id);
  await expect(alert(page)).toContainText(processes.trouble.not_found.title);
  await expect(alert(page)).toContainText(spoken.say.not_found);
  await expect(page.getByLabel("Process ID", { exact: true })).toHaveValue(id);
});

test("a pasted link and a whole message are understood", async ({ open }) => {
  const { id } = await aProcessLike("score_between");
  const page = await open("support");
  for (const pasted of [
    `https://cadastro.uat.unico.app/process/${id}`,
    `  Hello, my code is ${id.toUpperCase()}. Thanks!`,
  ]) {
    await page.goto("/processes");
    await lookUp(page, pasted);
    await expect(page).toHaveURL(`/processes/${id}`);
  }
});

test("a CPF typed into a search stands in no address", async ({ open }) => {
  const { id, cpf, name } = await aProcessLike("score_low");
  const page = await open("analyst");
  await page.goto("/processes");
  await lookUp(page, id);
  await expect(page).toHaveURL(`/processes/${id}`);
  const seen = watchEverything(page);
  for (const [path, table] of [
    ["/processes", "Processes"],
    ["/references", "References"],
    ["/reverifications", "Re-verifications"],
    ["/cases", "Cases"],
  ] as const) {
    await page.goto(path);
    await page.getByRole("searchbox", { name: "Search" }).fill(cpf);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/subject=[0-9a-f-]{36}/);
    if (table === "Processes")
      await expect(page.getByRole("table", { name: table }).getByRole("row").nth(1)).toContainText(name);
  }
  expect(seen.addresses().filter((address) => writtenOut(cpf).test(address))).toEqual([]);
  expect(seen.bodies().filter((body) => writtenOut(cpf).test(body))).toEqual([]);
});

test("a CPF that nobody has seen is said so, and the digits stay in the field only", async ({ open }) => {
  const cpf = aCpf();
  const page = await open("analyst");
  const seen = watchEverything(page);
  await page.goto("/cases");
  await page.getByRole("searchbox", { name: "Search" }).fill(cpf);
  await page.keyboard.press("Enter");
  await expect(alert(page)).toContainText("Nobody with this CPF");
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue(cpf);
  expect(seen.addresses().filter((address) => writtenOut(cpf).test(address))).toEqual([]);
});
