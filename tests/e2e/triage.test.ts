import type { Locator, Page } from "@playwright/test";
import { en } from "#lib/i18n/messages/triage.ts";
import { alert, expectSaid, press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const PATH = "/settings/triage";
const IN_FORCE = /Version (\d+) is in force/;

async function versionOn(page: Page): Promise<number> {
  const text = await page.getByText(IN_FORCE).first().textContent();
  return Number(text?.match(IN_FORCE)?.[1]);
}

const ruleNamed = (page: Page, name: string): Locator =>
  page.getByRole("list", { name: en.rules }).getByRole("listitem").filter({ hasText: name });

/** A rule that catches nothing: no 1:1 has a score. */
async function addRule(page: Page, name: string): Promise<void> {
  const added = ruleNamed(page, en.addText);
  await added.locator("summary").focus();
  await page.keyboard.press("Enter");
  await added.getByLabel(en.field.name, { exact: true }).fill(name);
  await added.getByLabel(en.field.scoreMin).fill("-40");
  await added.getByText("Error at Unico", { exact: true }).click();
  await added.getByLabel(en.field.opens).selectOption({ label: "Open a case: Urgent" });
  await added.getByLabel(en.field.dueHours).fill("2");
}

const why = (page: Page): Locator => page.getByRole("textbox", { name: en.field.why }).first();

test("a manager adds a rule, tries it, saves it, and takes up the version before", async ({ open }) => {
  test.slow();
  const page = await open("manager");
  await page.goto("/");
  await page.getByRole("link", { name: "Triage", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: en.title })).toBeVisible();
  await expect(
    page.getByText(/When fraud alert is yes or an unknown value, open high/).first(),
  ).toBeVisible();
  await expect(page.getByText(/This cannot be changed: an alert is never hidden/)).toBeVisible();
  const before = await versionOn(page);
  const other = await open("manager");
  await other.goto(PATH);

  const name = `<b>Raro</b> ${Date.now()}`;
  await addRule(page, name);
  await press(page, en.dryRun);
  await expectSaid(page, /answers? from/);
  await expect(page.getByRole("table", { name: en.report.title })).toContainText(name);
  await expect(ruleNamed(page, name)).toContainText(
    "When the outcome is “Error at Unico” and the score is −40 or more, open urgent, due in 2 working hours",
  );

  // Nothing is lost by a save that lacks its reason.
  await press(page, `Save as version ${before + 1}`);
  await expect(why(page)).toBeFocused();
  await expect(ruleNamed(page, name)).toBeVisible();
  await why(page).fill("Tried by a test.");
  await press(page, `Save as version ${before + 1}`);
  await expectSaid(page, `version ${before + 1} is in force`);
  await expect(ruleNamed(page, name)).toBeVisible();

  // Whoever drew the form before is told, and keeps what was typed.
  await why(other).fill("Typed meanwhile.");
  await press(other, `Save as version ${before + 1}`);
  await expect(alert(other)).toContainText(`saved version ${before + 1}`);
  await expect(why(other)).toHaveValue("Typed meanwhile.");

  const older = page
    .getByRole("region", { name: en.versions.title })
    .getByRole("listitem")
    .filter({
      hasText: `Version ${before}`,
    });
  await older.first().locator("summary").click();
  const form = page.getByRole("form", { name: `Take up version ${before} again` });
  await form.getByLabel(en.field.why).fill("Back to what it was.");
  await form.getByRole("button").click();
  await expectSaid(page, `version ${before + 2} is in force`);
  await expect(ruleNamed(page, name)).toHaveCount(0);
});

test("a rule without a condition is not taken, and opens at what is missing", async ({ open }) => {
  const page = await open("manager");
  await page.goto(PATH);
  const added = ruleNamed(page, en.addText);
  await added.locator("summary").click();
  await added.getByLabel(en.field.name, { exact: true }).fill("Pega tudo");
  await added.locator("summary").click();
  await press(page, en.dryRun);
  await expect(alert(page)).toContainText("a rule without any would catch every answer");
  await expect(page.getByText(en.fix)).toBeVisible();
  await expect(added.getByLabel(en.field.name, { exact: true })).toHaveValue("Pega tudo");
});
