import { holdForm, leadsTo, replay } from "#tests/support/e2e-replay.ts";
import { aReferenceThat, countPaidCalls } from "#tests/support/e2e-sandbox.ts";
import { alert, aStart, fillStart, RESULT, startButton } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

/** Long enough for a second click and a second submit to meet the first under way. */
const SLOW_MS = 1_500;

test("a double click makes one call", async ({ open }) => {
  const page = await open("analyst");
  const start = await aStart({ referenceId: await aReferenceThat("match", SLOW_MS) });
  await fillStart(page, start);
  await startButton(page).dblclick();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("twenty parallel submits of one form make one call, and all lead to it", async ({ open }) => {
  const page = await open("analyst");
  const start = await aStart({ referenceId: await aReferenceThat("match", SLOW_MS) });
  await fillStart(page, start);
  const form = await holdForm(page, () => startButton(page).click());
  const answers = await Promise.all(Array.from({ length: 20 }, () => replay(page.request, form)));
  const places = new Set(answers.map(leadsTo));
  expect([...places]).toEqual([expect.stringMatching(RESULT)]);
  expect(await countPaidCalls(start.referenceId)).toBe(1);

  await test.step("sent once more when it is long over, it leads there still", async () => {
    expect(places).toContain(leadsTo(await replay(page.request, form)));
    expect(await countPaidCalls(start.referenceId)).toBe(1);
  });
  await test.step("the list has it once", async () => {
    await page.goto(`/reverifications?reference=${start.referenceId}`);
    await expect(page.getByRole("table", { name: "Re-verifications" }).getByRole("row")).toHaveCount(2);
  });
});

test("a form sent without its script gives one call too", async ({ open }) => {
  const page = await open("analyst", { javaScriptEnabled: false });
  const start = await aStart();
  await fillStart(page, start);
  await startButton(page).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("a connection that breaks off after the call keeps the form, and sending it again is no second call", async ({
  open,
}) => {
  const page = await open("analyst");
  const start = await aStart();
  await fillStart(page, start);
  let isFirst = true;
  await page.route("**/reverifications/new**", async (route) => {
    if (route.request().method() !== "POST" || !isFirst) return route.continue();
    isFirst = false;
    await route.fetch({ maxRedirects: 0 });
    await route.abort();
  });
  await startButton(page).click();
  await expect(alert(page)).toContainText("The connection broke off");
  await expect(page.getByLabel("CPF", { exact: true })).toHaveValue(start.cpf);
  await startButton(page).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("a form sent while offline stays as it is, and sent again it makes one call", async ({ open }) => {
  const page = await open("analyst");
  const start = await aStart();
  await fillStart(page, start);
  await page.context().setOffline(true);
  await startButton(page).click();
  await expect(alert(page)).toContainText("The connection broke off");
  expect(await countPaidCalls(start.referenceId)).toBe(0);
  await page.context().setOffline(false);
  await expect(page.getByLabel("CPF", { exact: true })).toHaveValue(start.cpf);
  await startButton(page).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("refreshing, going back and going forward make no call", async ({ open }) => {
  const page = await open("analyst");
  const start = await aStart();
  await fillStart(page, start);
  await startButton(page).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
  const place = page.url();
  await page.reload();
  await expect(page).toHaveURL(place);
  await page.goBack();
  await expect(startButton(page)).toBeVisible();
  await page.reload();
  await expect(startButton(page)).toBeVisible();
  await page.goForward();
  await expect(page).toHaveURL(place);
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});
