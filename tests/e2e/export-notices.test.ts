import fs from "node:fs";
import { parse } from "csv-parse/sync";
import { axeFindsNothing } from "#tests/support/e2e-axe.ts";
import { asOwner, databaseUrl } from "#tests/support/e2e-knocking.ts";
import { emailOf } from "#tests/support/e2e-people.ts";
import { press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const WIDE = { viewport: { width: 1440, height: 900 } };

test("who asked for a file is told on the overview what became of it, until they let it go", async ({
  open,
}) => {
  test.skip(!databaseUrl(), "E2E_DATABASE_URL is not set");
  await asOwner((client) =>
    client.query(
      `INSERT INTO export (owner_id, list, format, masked, state, direct, ended_at, failure)
       SELECT id, 'cases', 'csv', true, 'failed', false, now(), 'storage' FROM app_user WHERE email = $1`,
      [emailOf("analyst2")],
    ),
  );
  const page = await open("analyst2", WIDE);
  await page.goto("/");
  const note = page.getByRole("status").filter({ hasText: /could not be made/ });
  await expect(note).toBeVisible();
  await axeFindsNothing(page, "an overview with a notice");
  await expect(note.getByRole("link", { name: "To the exports" })).toHaveAttribute(
    "href",
    "/exports?state=failed&by=me",
  );
  await note.getByRole("button", { name: /^Dismiss/ }).click();
  await expect(page.getByRole("status").filter({ hasText: "Dismissed." })).toBeFocused();
  await expect(note).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(note).toHaveCount(0);
});

test("who looks after people takes their list home, with no address in the clear", async ({ open }) => {
  const page = await open("admin", WIDE);
  await page.goto("/settings/users?role=analyst");
  await press(page, "Export");
  const form = page.getByRole("form", { name: "Export this list" });
  await expect(form.getByLabel("With personal data in the clear")).toHaveCount(0);
  await expect(form.getByLabel("How often")).toHaveCount(0);
  const coming = page.waitForEvent("download");
  await form.getByRole("button", { name: "Download", exact: true }).click();
  const file = fs.readFileSync(await (await coming).path());
  const rows = parse(file, { bom: true, columns: true }) as Record<string, string>[];
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map((row) => row.Role))).toEqual(new Set(["Analyst"]));
  expect(rows.every((row) => /^.\*{3}@/.test(row.Email ?? ""))).toBe(true);
});
