import type { Locator, Page } from "@playwright/test";
import { en as words } from "#lib/i18n/messages/reconciling.ts";
import { en as reverifications } from "#lib/i18n/messages/reverifications.ts";
import { NAMES } from "#tests/support/e2e-people.ts";
import { aReferenceThat, countPaidCalls, processOf } from "#tests/support/e2e-sandbox.ts";
import { alert, aStart, expectSaid, fact, press, startReverification } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const NOTE = "Searched the portal by hour and by person: there is nothing.";

const section = (page: Page): Locator => page.getByRole("region", { name: words.title });
const says = (page: Page, word: keyof typeof words.option) =>
  page.getByRole("radiogroup", { name: words.propose.says }).getByLabel(words.option[word]);

/** One that nobody knows the end of; its address, reference and number. */
async function anUnknown(page: Page, outcome: "error_500" | "drop") {
  const referenceId = await aReferenceThat(outcome);
  await startReverification(page, await aStart({ referenceId }));
  await expect(fact(page, "State")).toContainText("unknown");
  const heading = await page.getByRole("heading", { level: 1 }).innerText();
  return { referenceId, address: page.url(), number: /R-\d+/.exec(heading)?.[0] ?? "" };
}

test("two people end an unknown one by what the portal says, and it is never sent again", async ({
  open,
}) => {
  const [first, second] = [await open("analyst"), await open("analyst2")];
  const { referenceId, address, number } = await anUnknown(first, "error_500");

  await test.step("it stands in the list with what is known", async () => {
    await first.goto("/reverifications");
    await first.getByRole("navigation", { name: "Views" }).getByText(words.views.unknown).click();
    await expect(first).toHaveURL(/state=unknown/);
    const row = first
      .getByRole("table", { name: "Re-verifications" })
      .getByRole("row")
      .filter({ hasText: number });
    await expect(row).toContainText("HTTP 500");
    await expect(row).toContainText(words.list.nobody);
    await row.getByRole("link", { name: number }).click();
    await expect(first).toHaveURL(address);
  });

  await test.step("an incomplete word is refused at its parts, and keeps what was typed", async () => {
    await section(first).getByLabel(words.propose.note).fill("   ");
    await press(first, words.propose.do);
    await expect(first.getByRole("radiogroup", { name: words.propose.says })).toHaveAttribute(
      "aria-invalid",
      "true",
    );
    await expect(section(first).getByLabel(words.propose.note)).toHaveAttribute("aria-invalid", "true");
    await expect(section(first).getByLabel(words.propose.note)).toHaveValue("   ");
    // The group takes no focus: its first radio does, and is read out with what is wrong.
    await expect(says(first, "absent")).toBeFocused();
    await expect(says(first, "absent")).toHaveAccessibleDescription(/./);
    // That is the field by which it is flagged.
    await expect(section(first).getByLabel("Note", { exact: true })).toHaveCount(0);
  });

  await test.step("whoever records it does not confirm it", async () => {
    await says(first, "absent").check();
    await section(first).getByLabel(words.propose.note).fill(NOTE);
    await press(first, words.propose.do);
    await expectSaid(first, words.done.propose);
    await expect(first.getByRole("status").filter({ hasText: words.done.propose })).toBeFocused();
    await expect(first.getByRole("button", { name: "Confirm" })).toHaveCount(0);
    await expect(first.getByRole("button", { name: "Withdraw" })).toBeVisible();
    await expect(fact(first, "State")).toContainText("unknown");
  });

  await test.step("a second person does", async () => {
    await second.goto(address);
    await expect(section(second)).toContainText(NAMES.analyst);
    await expect(section(second)).toContainText(NOTE);
    await press(second, "Confirm");
    await expect(fact(second, "State")).toContainText("failed");
    await expect(second.getByRole("status").filter({ hasText: words.done.confirm })).toBeFocused();
    await expectSaid(second, reverifications.failure.portal_absent.title);
    await expect(second.getByRole("region", { name: words.history.title })).toContainText(NOTE);
  });

  await test.step("the first one's page is stale: told who was first, and shown the end", async () => {
    await press(first, "Withdraw");
    await expect(alert(first)).toContainText(NAMES.analyst2);
    await expect(fact(first, "State")).toContainText("failed");
    expect(await countPaidCalls(referenceId)).toBe(1);
  });
});

test("a process of the portal is read by its id, and its answer decides", async ({ open }) => {
  const [first, second] = [await open("analyst"), await open("analyst2")];
  const { referenceId, address } = await anUnknown(first, "drop");

  await says(first, "process").check();
  await section(first).getByLabel(words.propose.note).fill("It is there, of the same second.");
  const processId = section(first).getByLabel("Process ID");
  await processId.fill(referenceId);
  await press(first, words.propose.do);
  await expect(alert(first)).toContainText(words.failure.process_reference);
  await processId.fill(await processOf(referenceId));
  await press(first, words.propose.do);
  await expectSaid(first, words.done.propose);

  await second.goto(address);
  await press(second, "Confirm");
  await expect(fact(second, "State")).toContainText("completed");
  await expect(fact(second, "Unico process")).toContainText(await processOf(referenceId));
  expect(await countPaidCalls(referenceId)).toBe(1);
});

test("one is sent anew on purpose: both say so, and the first stays unknown", async ({ open }) => {
  const page = await open("analyst");
  const { referenceId, address, number } = await anUnknown(page, "error_500");
  await expect(section(page)).toContainText(words.anew.text);
  await section(page).getByRole("link", { name: words.anew.do }).click();
  await expect(page).toHaveURL(/\/reverifications\/new\?reference=/);
  expect(new URL(page.url()).searchParams.get("reference")).toBe(referenceId);
  expect(address).toContain(new URL(page.url()).searchParams.get("replaces") ?? "none");
  const { selfie } = await aStart({ referenceId });
  if (selfie) await page.getByLabel("Selfie", { exact: true }).setInputFiles(selfie);
  await press(page, "Start re-verification");
  await expect(page).toHaveURL(/\/reverifications\/[0-9a-f-]{36}$/, { timeout: 30_000 });
  await expect(page.getByRole("main")).toContainText(`${words.number.replaces} ${number}`);
  await page.getByRole("link", { name: number }).first().click();
  await expect(page).toHaveURL(address);
  await expect(fact(page, "State")).toContainText("unknown");
  await expect(section(page)).toContainText(words.anew.done);

  await test.step("its address, opened again, leads to what was sent in its place", async () => {
    const old = new URL(address).pathname.split("/").at(-1);
    await page.goto(`/reverifications/new?reference=${referenceId}&replaces=${old}`);
    const main = page.getByRole("main");
    await expect(main).toContainText(reverifications.start.replacedAlready.replace("{number}", number));
    await expect(main).not.toContainText(reverifications.start.replaces.replace("{number}", number));
    await expect(page.locator('input[name="replaces"]')).toHaveCount(0);
  });
  expect(await countPaidCalls(referenceId)).toBe(2);
});
