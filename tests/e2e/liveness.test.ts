import type { Page } from "@playwright/test";
import { en as capture } from "#lib/i18n/messages/capture.ts";
import { en as words } from "#lib/i18n/messages/reverifications.ts";
import { aSelfie } from "#tests/support/e2e-pictures.ts";
import { countPaidCalls } from "#tests/support/e2e-sandbox.ts";
import { alert, aStart, fillStart, RESULT, startButton } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";
import { type SecondServer, startSecondServer } from "#tests/support/second-server.ts";

// The program with a key that measures liveness, and the sandbox's stand-in for Unico's Web SDK. That nothing on the page
// breaks its policy is held by the fixture of every test.

const dataDir = process.env.E2E_DATA_DIR ?? "";
test.skip(!dataDir, "E2E_DATA_DIR is not set");
// One worker, and with it one server.
test.describe.configure({ mode: "default" });

let server: SecondServer;
test.beforeAll(async () => {
  server = await startSecondServer(dataDir, { UNICO_LIVENESS: "on" });
});
test.afterAll(() => server?.end());

const captured = (page: Page) => page.getByRole("status").filter({ hasText: capture.sdk.done });
const left = (minutes: number) => capture.sdk.left.replace("{minutes}", String(minutes));
const encrypted = (page: Page) => page.locator('input[name="encrypted"]').inputValue();
const selfie = (page: Page) => page.getByLabel("Selfie", { exact: true });

async function send(page: Page): Promise<void> {
  await startButton(page).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
}

test("a capture is taken in the page, sent untouched, and its liveness is part of the result", async ({
  open,
}) => {
  const page = await open("analyst", { baseURL: server.baseURL });
  const start = await aStart();
  await fillStart(page, start);
  await expect(captured(page)).toBeVisible();
  // No picture goes beside it.
  expect(await selfie(page).getAttribute("name")).toBeNull();
  expect(await encrypted(page)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  await send(page);
  const main = page.getByRole("main");
  await expect(main).toContainText("liveness: 1");
  await expect(main).not.toContainText(words.proofText);
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("a capture over ten minutes old is refused and cleared, nothing else is, and another one goes through", async ({
  open,
}) => {
  const page = await open("analyst", { baseURL: server.baseURL });
  const start = await aStart();
  await fillStart(page, start);
  await page.getByLabel("Reason").selectOption("high_value");
  await expect(captured(page)).toBeVisible();
  // As on a machine that slept, where no timer ran out before the form left.
  await page.locator('input[name="encrypted"]').evaluate((input: HTMLInputElement) => {
    const sleep = () => {
      const awake = Date.now;
      Date.now = () => awake() + 11 * 60_000;
    };
    input.form?.addEventListener("formdata", sleep, { capture: true, once: true });
  });
  await startButton(page).click();

  await expect(alert(page).filter({ hasText: capture.sdk.expired })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(words.start.check.replace("{names}", "Selfie"));
  await expect(captured(page)).toHaveCount(0);
  await expect(selfie(page)).toBeFocused();
  expect(await encrypted(page)).toBe("");
  expect(await selfie(page).evaluate((input: HTMLInputElement) => input.files?.length)).toBe(0);
  await expect(page.getByLabel("Reference process ID")).toHaveValue(start.referenceId);
  await expect(page.getByLabel("CPF", { exact: true })).toHaveValue(start.cpf);
  await expect(page.getByLabel("Reason")).toHaveValue("high_value");
  expect(await countPaidCalls(start.referenceId)).toBe(0);

  // Sent without one: it is asked for.
  await startButton(page).click();
  await expect(alert(page).filter({ hasText: capture.sdk.required })).toBeVisible();

  await selfie(page).setInputFiles(await aSelfie());
  await expect(captured(page)).toBeVisible();
  await expect(alert(page).filter({ hasText: capture.sdk.required })).toHaveCount(0);
  await send(page);
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("a capture tells the minutes that it has left, and is cleared by itself once it is ten minutes old", async ({
  open,
}) => {
  const page = await open("analyst", { baseURL: server.baseURL });
  const now = Date.now();
  await page.clock.setFixedTime(now);
  await fillStart(page, await aStart({ referenceId: crypto.randomUUID() }));
  await expect(captured(page)).toBeVisible();
  await expect(page.getByText(left(10))).toBeVisible();
  await page.clock.setFixedTime(now + 7.5 * 60_000);
  await expect(page.getByText(left(3))).toBeVisible();
  await page.clock.setFixedTime(now + 10 * 60_000);
  await expect(alert(page).filter({ hasText: capture.sdk.expired })).toBeVisible();
  await expect(captured(page)).toHaveCount(0);
  expect(await encrypted(page)).toBe("");
});
