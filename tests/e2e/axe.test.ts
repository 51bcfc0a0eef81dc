import { axeFindsNothing } from "#tests/support/e2e-axe.ts";
import type { Who } from "#tests/support/e2e-people.ts";
import { aProcessLike } from "#tests/support/e2e-sandbox.ts";
import {
  aFlaggedCase,
  alert,
  decideAndReturn,
  fact,
  lookUp,
  openCase,
  press,
  startButton,
  take,
} from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const SCREENS: [Who | null, string[]][] = [
  [null, ["/sign-in", "/nowhere"]],
  ["support", ["/", "/cases", "/processes", "/processes/lists"]],
  ["analyst", ["/", "/exports", "/reverifications", "/reverifications/new", "/references"]],
  [
    "manager",
    [
      "/",
      "/cases",
      "/cases?q=nobody%20at%20all&status=xyz",
      "/audit",
      "/settings/triage",
      "/account",
      "/references/import",
    ],
  ],
  ["admin", ["/", "/settings/connections", "/nowhere"]],
];

for (const [who, paths] of SCREENS) {
  test(`axe finds nothing on the screens of ${who ?? "nobody"}`, async ({ open }) => {
    test.slow();
    const page = await open(who);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await axeFindsNothing(page, path);
    }
  });
}

test("axe finds nothing on a result and on a case in each of its states", async ({ open }) => {
  test.slow();
  const [page, second] = [await open("analyst"), await open("analyst2")];
  const number = await aFlaggedCase(page);
  await axeFindsNothing(page, "a result");
  await openCase(page, number);
  await axeFindsNothing(page, "an open case");
  await take(page);
  await axeFindsNothing(page, "a case in review");
  await press(page, "Save decision");
  await expect(page.getByLabel("Note")).toHaveAttribute("aria-invalid", "true");
  await axeFindsNothing(page, "a refused decision");
  await decideAndReturn(page, number, "Confirmed fraud");
  await expect(fact(page, "State")).toContainText("awaiting_approval");
  await axeFindsNothing(page, "one's own decision");
  await openCase(second, number);
  await axeFindsNothing(second, "a case to approve");
  await press(second, "Approve");
  await expect(fact(second, "State")).toContainText("closed");
  await axeFindsNothing(second, "a closed case");
});

test("axe finds nothing on a process, a refused form, an open event and open menus", async ({ open }) => {
  test.slow();
  const { id } = await aProcessLike("alert");
  const support = await open("support");
  await support.goto("/processes");
  await lookUp(support, "no id");
  await expect(support.getByLabel("Process ID", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await axeFindsNothing(support, "a refused look-up");
  await lookUp(support, id);
  await expect(support).toHaveURL(`/processes/${id}`);
  await axeFindsNothing(support, "a process");

  const analyst = await open("analyst");
  await analyst.goto("/reverifications/new");
  await startButton(analyst).click();
  await expect(alert(analyst).first()).toBeVisible();
  await axeFindsNothing(analyst, "a refused start");

  const manager = await open("manager");
  await manager.goto("/audit?entityType=case");
  await manager
    .getByRole("table", { name: "Audit log" })
    .getByRole("row")
    .nth(1)
    .getByRole("link")
    .last()
    .click();
  await expect(manager).toHaveURL(/event=/);
  await axeFindsNothing(manager, "an open event");
  await manager.goto("/cases");
  await manager.getByRole("button", { name: "Add filter" }).click();
  await expect(manager.getByRole("button", { name: "Apply filters" })).toBeVisible();
  await axeFindsNothing(manager, "the filter editor");
});
