import { referenceScenarios } from "#lib/sandbox/scenarios.ts";
import { countPaidCalls } from "#tests/support/e2e-sandbox.ts";
import { fact, RESULT, startButton } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

for (const [index, outcome] of [
  [0, "match"],
  [1, "match_flagged"],
] as const) {
  const { id = "", name = "" } = referenceScenarios[index] ?? {};
  test(`${name}: two clicks from the list of scenarios to ${outcome}`, async ({ open }) => {
    const page = await open("analyst");
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Scenarios" }).click();
    const before = await countPaidCalls(id);
    await page.getByRole("link", { name: `Re-verify ${name}` }).click();
    await expect(page.getByLabel("Reference process ID")).toHaveValue(id);
    await startButton(page).click();
    await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
    await expect(fact(page, "Outcome")).toContainText(outcome);
    expect(await countPaidCalls(id)).toBe(before + 1);
  });
}

test("one click looks a process up, for support too", async ({ open }) => {
  const page = await open("support");
  await page.goto("/");
  await page.getByRole("banner").getByRole("link", { name: "Sandbox" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Scenarios to try");
  await page.getByRole("button", { name: /^Look up process 15,/ }).click();
  await expect(page).toHaveURL("/processes/1dc4ec00-0000-4000-8000-000000000015");
});

test("the picture that stands for a selfie is for those who may start, and never the same", async ({
  open,
}) => {
  const picture = async (who: "analyst" | "support" | null) =>
    (await open(who)).request.get("/sandbox/selfie");
  const [first, second] = [await picture("analyst"), await picture("analyst")];
  expect(first.headers()).toMatchObject({ "content-type": "image/jpeg", "cache-control": "no-store" });
  expect((await first.body()).equals(await second.body())).toBe(false);
  expect((await picture("support")).status()).toBe(404);
  expect((await picture(null)).status()).toBe(401);
});
