import type { Page } from "@playwright/test";
import { demoPassword, emailOf, NAMES } from "#tests/support/e2e-people.ts";
import {
  aFlaggedCase,
  alert,
  decide,
  expectSaid,
  fact,
  NOTE,
  openCase,
  press,
  signInAs,
  take,
} from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const WHY = "Lia is at lunch and the customer is on the phone.";
const saveDecision = (page: Page) => page.getByRole("button", { name: "Save decision" });
const explain = (page: Page, words = NOTE) => page.getByLabel("Note").fill(words);

test("a case waits for the customer, and is resumed by whoever hands out the work", async ({ open }) => {
  const [first, second, manager] = [await open("analyst"), await open("analyst2"), await open("manager")];
  const number = await aFlaggedCase(first);
  await openCase(first, number);
  await take(first);
  await press(first, "Wait for customer");
  await expect(first.getByLabel("Note")).toHaveAttribute("aria-invalid", "true");
  await explain(first);
  await press(first, "Wait for customer");
  await expectSaid(first, "waits for the customer");
  await expect(fact(first, "State")).toContainText("waiting");
  await expect(first.getByRole("main")).toContainText("paused");
  await openCase(second, number);
  await expect(second.getByRole("button", { name: "Take case" })).toHaveCount(0);
  await expect(second.getByRole("button", { name: "Resume" })).toHaveCount(0);
  await expect(second.getByRole("button", { name: "Take over" })).toBeVisible();
  await openCase(manager, number);
  await press(manager, "Resume");
  await expect(saveDecision(manager)).toBeVisible();
  await expect(fact(manager, "State")).toContainText("in_review");
  await expect(manager.getByRole("main")).toContainText("resumed the case");
});

test("what was escalated is gone on with by a manager alone", async ({ open }) => {
  const [analyst, manager] = [await open("analyst"), await open("manager")];
  const number = await aFlaggedCase(analyst);
  await openCase(analyst, number);
  await take(analyst);
  await explain(analyst);
  await press(analyst, "Escalate");
  await expect(fact(analyst, "State")).toContainText("escalated");
  await expect(analyst.getByRole("button", { name: "Take case" })).toHaveCount(0);
  await openCase(manager, number);
  await take(manager);
});

test("a case is taken over with a reason and a proof; who held it is told, and what was typed stays", async ({
  open,
}) => {
  // In a session of its own: a fresh proof puts another session in its place.
  const [first, second] = [await open("analyst"), await open(null)];
  await signInAs(second, emailOf("analyst2"), demoPassword());
  await expect(second.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  const number = await aFlaggedCase(first);
  await first.clock.install();
  await openCase(first, number);
  await take(first);
  await first.getByLabel("Note").fill("Half a thought");
  await openCase(second, number);
  await press(second, "Take over");
  await expect(second.getByLabel("Note")).toHaveAttribute("aria-invalid", "true");
  await explain(second, WHY);
  await press(second, "Take over");
  const [proof, decision] = [second.locator("input[name=stepUp]"), saveDecision(second)];
  await expect(proof.or(decision).first()).toBeVisible();
  if (await proof.isVisible()) {
    await proof.fill(demoPassword());
    await proof.press("Enter");
  }
  await expect(decision).toBeVisible();
  await expect(second.getByRole("main")).toContainText(`took the case over from ${NAMES.analyst}`);
  // The next sign of life of the first page, a minute later.
  await first.clock.fastForward("02:00");
  await first.mouse.move(10, 10);
  await first.mouse.move(200, 200);
  await expect(alert(first)).toContainText(NAMES.analyst2);
  await expect(first.getByLabel("Note")).toHaveValue("Half a thought");
});

test("a manager assigns a case and sets its priority; nobody else takes it", async ({ open }) => {
  const [analyst, other, manager] = [await open("analyst"), await open("analyst2"), await open("manager")];
  const number = await aFlaggedCase(analyst);
  await openCase(manager, number);
  await press(manager, "Assign");
  await expect(manager.getByLabel("Assign to")).toHaveAttribute("aria-invalid", "true");
  await manager.getByLabel("Assign to").selectOption({ label: NAMES.analyst });
  await press(manager, "Assign");
  await expectSaid(manager, "assigned");
  await expect(manager.getByRole("main")).toContainText(`assigned the case to ${NAMES.analyst}`);
  await manager.getByLabel("Priority").selectOption("urgent");
  await press(manager, "Set priority");
  await expect(manager.getByRole("main")).toContainText("changed the priority from high to urgent");
  await openCase(other, number);
  await expect(other.getByRole("button", { name: "Take case" })).toHaveCount(0);
  await openCase(analyst, number);
  await expect(analyst.getByRole("button", { name: "Assign" })).toHaveCount(0);
  await take(analyst);
});

test("after a decision the next case opens by itself, and the decision can be undone", async ({ open }) => {
  const page = await open("analyst");
  const number = await aFlaggedCase(page);
  await openCase(page, number);
  await take(page);
  await decide(page, "Inconclusive");
  await expect(page).toHaveURL(new RegExp(`[?&]decided=${number}$`));
  await expectSaid(page, `Case ${number} is closed: inconclusive.`);
  // In one's hands already, unless the queue has run empty.
  await expect(page.getByRole("button", { name: /^(Save decision|Take next case)/ })).toBeVisible();
  await press(page, "Undo");
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(fact(page, "State")).toContainText("in_review");
  await expect(page.getByRole("main")).toContainText("undid the decision");
  await expect(saveDecision(page)).toBeVisible();
});

test("the way back from a decision has a key, and does not go away under the pointer", async ({ open }) => {
  const page = await open("analyst");
  const number = await aFlaggedCase(page);
  const undo = page.getByRole("button", { name: "Undo" });
  await openCase(page, number);
  await take(page);
  await decide(page, "Inconclusive");
  await expect(undo).toBeVisible();
  await page.getByRole("main").getByRole("heading").first().click();
  await page.keyboard.press("u");
  await expect(page).toHaveURL(`/cases/${number}`);
  await decide(page, "Inconclusive");
  await undo.hover();
  // More than the ten seconds that it has.
  await page.waitForTimeout(11_000);
  await expect(undo).toBeVisible();
  await page.mouse.move(5, 400);
  await expect(undo).toBeHidden({ timeout: 12_000 });
});

test("a face is hidden until it is opened, and is looked at from near by keys", async ({ open }) => {
  const page = await open("analyst");
  const number = await aFlaggedCase(page);
  const looks: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/selfies/")) looks.push(request.url());
  });
  await openCase(page, number);
  const picture = page.getByRole("img", { name: /^Selfie of re-verification/ });
  await expect(picture).toHaveCount(0);
  expect(looks).toHaveLength(0);
  await page.getByRole("button", { name: "View: New selfie" }).click();
  await expect(picture).toBeVisible();
  await expect.poll(() => looks.length).toBe(1);
  const zoom = page.getByRole("button", { name: "Zoom both" });
  await expect(zoom).toBeFocused();
  await page.keyboard.press("z");
  await expect(zoom).toContainText("1.5 ×");
  await page.keyboard.press("m");
  await expect(page.getByRole("button", { name: "Mirror the selfie" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.getByRole("button", { name: "As sent" }).click();
  await expect(zoom).toContainText("1 ×");
  await expect(page.getByRole("main")).toContainText("The same person, yet with a fraud alert");
});
