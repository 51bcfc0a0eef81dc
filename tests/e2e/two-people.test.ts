import { en as errors } from "#lib/i18n/messages/errors.ts";
import { NAMES } from "#tests/support/e2e-people.ts";
import {
  aFlaggedCase,
  alert,
  decide,
  decideAndReturn,
  fact,
  NOTE,
  openCase,
  press,
  take,
} from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const OTHER_NOTE = "I read the same papers and come to another end.";

test("two take the same case: the second is told who was first, and keeps what was typed", async ({
  open,
}) => {
  const [first, second] = [await open("analyst"), await open("analyst2")];
  const number = await aFlaggedCase(first);
  await openCase(first, number);
  await openCase(second, number);
  await second.getByLabel("Note").fill(OTHER_NOTE);
  await take(first);
  await press(second, "Take case");
  await expect(alert(second)).toContainText(NAMES.analyst);
  await expect(second.getByLabel("Note")).toHaveValue(OTHER_NOTE);
  await expect(second.getByRole("button", { name: "Save decision" })).toHaveCount(0);
  await expect(second.getByRole("button", { name: "Take case" })).toHaveCount(0);
});

test("two decide the same case: nothing is overwritten", async ({ open }) => {
  const first = await open("analyst");
  const number = await aFlaggedCase(first);
  await openCase(first, number);
  await take(first);
  const sameElsewhere = await open("analyst");
  await openCase(sameElsewhere, number);
  await decideAndReturn(first, number, "False positive");
  await expect(fact(first, "State")).toContainText("closed");
  await decide(sameElsewhere, "Confirmed fraud", OTHER_NOTE);
  await expect(alert(sameElsewhere)).toContainText(NAMES.analyst);
  await openCase(first, number);
  await expect(fact(first, "State")).toContainText("closed");
  await expect(first.getByRole("main")).toContainText("False positive");
  await expect(first.getByRole("main")).not.toContainText(OTHER_NOTE);
});

test("two approve the same decision: one did, the other is told", async ({ open }) => {
  const [first, second, third] = [await open("analyst"), await open("analyst2"), await open("manager")];
  const number = await aFlaggedCase(first);
  await openCase(first, number);
  await take(first);
  await decideAndReturn(first, number, "Confirmed fraud");
  await expect(fact(first, "State")).toContainText("awaiting_approval");
  await openCase(second, number);
  await openCase(third, number);
  await third.getByLabel("Note").fill(OTHER_NOTE);
  await press(second, "Approve");
  await expect(fact(second, "State")).toContainText("closed");
  await press(third, "Approve");
  await expect(alert(third)).toContainText(NAMES.analyst2);
  await expect(third.getByLabel("Note")).toHaveValue(OTHER_NOTE);
});

test("a decision is sent back with words, and can be taken to another end", async ({ open }) => {
  const [first, second] = [await open("analyst"), await open("analyst2")];
  const number = await aFlaggedCase(first);
  await openCase(first, number);
  await take(first);
  await decideAndReturn(first, number, "Confirmed fraud");
  await expect(fact(first, "State")).toContainText("awaiting_approval");
  await openCase(second, number);
  await expect(second.getByRole("main")).toContainText(NOTE);
  await press(second, "Send back");
  await expect(second.getByLabel("Note")).toHaveAttribute("aria-invalid", "true");
  await second.getByLabel("Note").fill(OTHER_NOTE);
  await press(second, "Send back");
  await expect(fact(second, "State")).not.toContainText("awaiting_approval");
  await openCase(first, number);
  await expect(first.getByRole("main")).toContainText(OTHER_NOTE);
  await decideAndReturn(first, number, "Inconclusive");
  await expect(fact(first, "State")).toContainText("closed");
});

test("a decision without its parts is refused at each of them, and the note is kept", async ({ open }) => {
  const page = await open("analyst");
  const number = await aFlaggedCase(page);
  await openCase(page, number);
  await take(page);
  await page.getByLabel("Note").fill("  ");
  await press(page, "Save decision");
  await expect(page.getByRole("radiogroup", { name: "Decision" })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Reason", { exact: true })).toHaveAccessibleDescription(/reason/);
  await expect(page.getByLabel("Note")).toHaveAttribute("aria-invalid", "true");
  await expect(alert(page)).toHaveText([
    errors.field.decision,
    errors.field.reasons,
    errors.field.noteMissing,
  ]);
  await expect(page.getByLabel("Note")).toHaveValue("  ");
  await expect(fact(page, "State")).toContainText("in_review");
  await press(page, "Release");
  await expect(fact(page, "State")).toContainText("open");
});
