import { cookiesOf, demoPassword, emailOf, PEOPLE } from "#tests/support/e2e-people.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

for (const who of PEOPLE) {
  test(`${who} signs in by the form`, async ({ open }) => {
    const page = await open(null);
    await page.goto("/sign-in");
    await page.getByLabel("Email").fill(emailOf(who));
    await page.getByLabel("Password", { exact: true }).fill(demoPassword());
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await page.context().storageState({ path: cookiesOf(who) });
  });
}
