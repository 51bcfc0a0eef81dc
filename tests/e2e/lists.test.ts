import type { Locator, Page } from "@playwright/test";
import { aFlaggedCase, press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const WIDE = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };
const table = (page: Page): Locator => page.getByRole("table", { name: "Cases" });
/** The rows come after the page around them. */
async function heads(page: Page): Promise<string[]> {
  await expect(table(page)).toBeVisible();
  return table(page).getByRole("columnheader").allInnerTexts();
}
const views = (page: Page) => page.getByRole("navigation", { name: "Views" });
const view = (page: Page, name: string) => views(page).getByRole("link", { name: new RegExp(name) });
const nameOf = (what: string) => `${what} ${Date.now()}`;

test.describe("columns", () => {
  test.describe.configure({ mode: "default" });

  test("chosen and moved by keyboard, they are drawn by the server for this person until reset", async ({
    open,
  }) => {
    const page = await open("analyst2", WIDE);
    await page.goto("/cases");
    const before = await heads(page);
    expect(before).toContain("Score");
    try {
      await page.getByRole("button", { name: "Columns", exact: true }).focus();
      await page.keyboard.press("Enter");
      const form = page.getByRole("form", { name: "Columns and rows" });
      await form.getByLabel("Score", { exact: true }).uncheck();
      const up = form.getByRole("button", { name: "Move CPF up" });
      await up.focus();
      await page.keyboard.press("Enter");
      await expect(up).toBeFocused();
      await expect(form.getByRole("status")).toHaveText(/^CPF: place \d+ of \d+$/);
      await form.getByLabel("Comfortable").check();
      await form.getByRole("button", { name: "Save", exact: true }).click();
      await expect(form).toBeHidden();
      await expect.poll(() => heads(page)).not.toContain("Score");
      await page.reload();
      const after = await heads(page);
      expect(after.indexOf("CPF")).toBeLessThan(after.indexOf("Person"));
      expect(after).toHaveLength(before.length - 1);
      const row = await table(page).locator("tbody tr").first().boundingBox();
      expect(row?.height).toBeGreaterThanOrEqual(44);
      const other = await open("analyst", WIDE);
      await other.goto("/cases");
      expect(await heads(other)).toEqual(before);
    } finally {
      await page.goto("/cases");
      await page.getByRole("button", { name: "Columns", exact: true }).click();
      await page.getByRole("button", { name: "As it was" }).click();
      await expect.poll(() => heads(page)).toEqual(before);
    }
  });
});

const OTHER_LISTS = [
  ["/audit", "Audit log", "admin", "Detail"],
  ["/settings/users", "Users", "admin", "Added"],
  ["/reverifications", "Re-verifications", "analyst2", "Reference"],
  ["/processes", "Processes", "analyst2", "Score"],
  ["/references", "References", "analyst2", "Added"],
] as const;
for (const [path, name, who, column] of OTHER_LISTS) {
  test(`the columns of ${name} are each reader's own`, async ({ open }) => {
    const page = await open(who, WIDE);
    await page.goto(path);
    const head = page.getByRole("table", { name }).getByRole("columnheader", { name: column, exact: true });
    await expect(head).toBeVisible();
    const form = page.getByRole("form", { name: "Columns and rows" });
    const arrange = page.getByRole("button", { name: "Columns", exact: true });
    await expect(async () => {
      await arrange.click();
      await expect(form).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await form.getByLabel(column, { exact: true }).uncheck();
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await expect(head).toHaveCount(0);
    await arrange.click();
    await page.getByRole("button", { name: "As it was" }).click();
    await expect(head).toBeVisible();
  });
}

test("a view is saved, opened first, seen to be changed, kept, renamed and deleted", async ({ open }) => {
  const page = await open("analyst2", WIDE);
  const name = nameOf("Closed without fraud");
  const newView = page.getByRole("form", { name: "Save as a view" });
  const thisView = (named: string) => page.getByRole("form", { name: `View “${named}”` });
  await page.goto("/cases?status=closed&decision=false_positive&sort=-openedAt");
  await press(page, "Save view");
  await newView.getByRole("button", { name: "Save as new view" }).click();
  await expect(newView.getByText("Type a name of at most 60 characters.")).toBeVisible();
  await newView.getByLabel("Name of the view").fill(name);
  await newView.getByLabel("Open it first").check();
  await newView.getByRole("button", { name: "Save as new view" }).click();
  await expect(page).toHaveURL(/view=/);
  await expect(view(page, name)).toHaveAttribute("aria-current", "page");
  await expect(view(page, name)).toHaveText(/\d/);

  await page.goto("/cases");
  await expect(view(page, name)).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("button", { name: "Remove filter: Status Closed" })).toBeVisible();
  await page.getByRole("button", { name: "Remove filter: Status Closed" }).click();
  await expect(view(page, name)).toHaveText(/changed/);

  await press(page, "Save view");
  await thisView(name).getByRole("button", { name: "Save changes" }).click();
  await expect(view(page, name)).not.toHaveText(/changed/);
  await thisView(name).getByLabel("Name of the view").fill(`${name} B`);
  await thisView(name).getByRole("button", { name: "Rename" }).click();
  await expect(view(page, `${name} B`)).toBeVisible();
  await page.keyboard.press("Escape");
  await press(page, "Save view");
  await thisView(`${name} B`).getByRole("button", { name: "Open first no more" }).click();
  await expect(thisView(`${name} B`).getByRole("button", { name: "Open first", exact: true })).toBeVisible();
  await thisView(`${name} B`).getByRole("button", { name: "Delete view" }).click();
  await expect(view(page, name)).toHaveCount(0);
  await expect(view(page, "All open")).toHaveAttribute("aria-current", "page");
});

test("a manager's view is everybody's to use; one over signals is none of support's", async ({ open }) => {
  const manager = await open("manager", WIDE);
  const [alerts, open_] = [nameOf("Team alerts"), nameOf("Team open")];
  for (const [name, state] of [
    [alerts, "fraudsters=yes&priority=high"],
    [open_, "status=open&sort=-openedAt"],
  ] as const) {
    await manager.goto(`/cases?${state}`);
    await press(manager, "Save view");
    const form = manager.getByRole("form", { name: "Save as a view" });
    await form.getByLabel("Name of the view").fill(name);
    await form.getByLabel("Share it with the team").check();
    await form.getByRole("button", { name: "Save as new view" }).click();
    await expect(manager).toHaveURL(/view=/);
  }
  const analyst = await open("analyst", WIDE);
  await analyst.goto("/cases");
  await view(analyst, alerts).click();
  await expect(analyst).toHaveURL(/fraudsters=yes/);
  await press(analyst, "Save view");
  await expect(analyst.getByRole("button", { name: "Delete view" })).toHaveCount(0);
  await expect(analyst.getByLabel("Share it with the team")).toHaveCount(0);
  const support = await open("support", WIDE);
  await support.goto("/cases");
  await expect(view(support, open_)).toBeVisible();
  await expect(view(support, alerts)).toHaveCount(0);
  for (const name of [alerts, open_]) {
    await manager.goto("/cases");
    await view(manager, name).click();
    await expect(view(manager, name)).toHaveAttribute("aria-current", "page");
    await press(manager, "Save view");
    await press(manager, "Delete view");
    await expect(view(manager, name)).toHaveCount(0);
  }
});

for (const [role, address, label] of [
  ["support", "/processes?state=finished", "Remove filter: State, Finished by the customer"],
  ["manager", "/audit?outcome=refused", "Remove filter: Outcome Refused"],
] as const) {
  const [path] = address.split("?");
  test(`${path} keeps views of its own, with everything beside them`, async ({ open }) => {
    const page = await open(role, WIDE);
    const name = nameOf("Kept");
    await page.goto(address);
    await press(page, "Save view");
    const form = page.getByRole("form", { name: "Save as a view" });
    await form.getByLabel("Name of the view").fill(name);
    await form.getByRole("button", { name: "Save as new view" }).click();
    await expect(page).toHaveURL(/view=/);
    await views(page).getByRole("link", { name: /^All/ }).click();
    await expect(page.getByRole("button", { name: label })).toHaveCount(0);
    await view(page, name).click();
    await expect(page.getByRole("button", { name: label })).toBeVisible();
    await expect(view(page, name)).toHaveAttribute("aria-current", "page");
    await press(page, "Save view");
    await press(page, "Delete view");
    await expect(view(page, name)).toHaveCount(0);
  });
}

test("the filter editor counts what each value would find, in seats that do not move", async ({ open }) => {
  const page = await open("analyst", WIDE);
  await page.goto("/cases?sort=number");
  await page.getByRole("button", { name: "Add filter" }).click();
  const status = page.getByRole("group", { name: "Status", exact: true });
  const closed = status.getByText("Closed", { exact: true });
  const place = await closed.boundingBox();
  const count = status.locator("div", { has: page.getByLabel("Closed", { exact: true }) }).last();
  await expect(count).toHaveText(/Closed\s*[\d,]+/);
  expect(await closed.boundingBox()).toEqual(place);
  const found = Number((await count.innerText()).replaceAll(/\D/g, ""));
  await status.getByLabel("Closed", { exact: true }).check();
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(page).toHaveURL(/status=closed/);
  await expect(page.getByRole("main")).toContainText(new RegExp(`of ${found.toLocaleString("en")}`));
});

test.describe("many cases at once", () => {
  const box = (page: Page, number: string) => page.getByLabel(`Select case ${number}`);
  const bar = (page: Page) => page.getByRole("group", { name: "Bulk actions" });

  test("a manager selects, sees what will change, and gets a result for each", async ({ open }) => {
    const analyst = await open("analyst");
    const [first, second] = [await aFlaggedCase(analyst), await aFlaggedCase(analyst)];
    await analyst.goto(`/cases/${first}`);
    await press(analyst, "Take case");
    await expect(analyst.getByRole("button", { name: "Release" })).toBeVisible();

    const page = await open("manager", WIDE);
    await page.goto("/cases?sort=-number");
    await expect(bar(page)).toHaveCount(0);
    await box(page, first).check();
    await box(page, second).check();
    await expect(bar(page)).toContainText("2 selected");
    await bar(page).getByRole("button", { name: "Take" }).click();
    const dialog = page.getByRole("dialog", { name: "Take these cases?" });
    await expect(dialog).toContainText("This changes 1 of 2.");
    await expect(dialog).toContainText("Left out: 1 is in somebody’s hands.");
    await dialog.getByRole("button", { name: "Take 1 case" }).click();
    await expect(dialog).toContainText("Changed: 1");
    await expect(dialog.getByRole("listitem").filter({ hasText: first })).toContainText("has this case now");
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(bar(page)).toHaveCount(0);
    await expect(table(page).getByRole("row").filter({ hasText: second })).toContainText("Me");
  });

  test("by keyboard: x selects, Shift x to here, p asks for the priority, Escape clears", async ({
    open,
  }) => {
    const analyst = await open("analyst");
    const numbers = [await aFlaggedCase(analyst), await aFlaggedCase(analyst), await aFlaggedCase(analyst)];
    const page = await open("manager", WIDE);
    await page.goto("/cases?sort=-number");
    await page.getByRole("link", { name: numbers[2] ?? "", exact: true }).focus();
    await page.keyboard.press("x");
    await page.getByRole("link", { name: numbers[0] ?? "", exact: true }).focus();
    await page.keyboard.press("Shift+X");
    for (const number of numbers) await expect(box(page, number)).toBeChecked();
    await page.keyboard.press("Escape");
    await expect(bar(page)).toHaveCount(0);
    await page.keyboard.press("x");
    await page.keyboard.press("p");
    const dialog = page.getByRole("dialog", { name: "Which priority for these cases?" });
    await dialog.getByLabel("Priority").selectOption({ label: "Low" });
    await dialog.getByRole("button", { name: "Change 1 case" }).click();
    await expect(dialog).toContainText("Changed: 1");
    await page.keyboard.press("Escape");
    await expect(
      table(page)
        .getByRole("row")
        .filter({ hasText: numbers[0] ?? "" }),
    ).toContainText("Low");
  });

  test("cancelled while it is counted, it keeps what was selected", async ({ open }) => {
    const number = await aFlaggedCase(await open("analyst"));
    const page = await open("manager", WIDE);
    await page.goto("/cases?sort=-number");
    await box(page, number).check();
    const { promise: cancelled, resolve: letGo } = Promise.withResolvers<void>();
    await page.route(/\/cases\?/, async (route) => {
      if (route.request().method() === "POST") await cancelled;
      await route.continue();
    });
    await bar(page).getByRole("button", { name: "Take" }).click();
    const dialog = page.getByRole("dialog", { name: "Take these cases?" });
    await expect(dialog).toContainText("Counting");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toBeHidden();
    await expect(box(page, number)).toBeChecked();
    await expect(bar(page)).toContainText("1 selected");
    letGo();
  });

  test("on a phone each row has its box, and the bar covers no row for good", async ({ open }) => {
    const page = await open("manager", PHONE);
    await page.goto("/cases");
    const last = table(page).getByRole("checkbox").last();
    await last.check();
    await expect(bar(page)).toBeVisible();
    await last.scrollIntoViewIfNeeded();
    const [row, over] = [await last.boundingBox(), await bar(page).boundingBox()];
    expect((row?.y ?? 0) + (row?.height ?? 0)).toBeLessThanOrEqual(over?.y ?? 0);
    expect((over?.x ?? -1) >= 0 && (over?.x ?? 0) + (over?.width ?? 999) <= 390).toBe(true);
  });

  test("is not there for an analyst", async ({ open }) => {
    const page = await open("analyst", WIDE);
    await page.goto("/cases");
    await expect(table(page).getByRole("link").first()).toBeVisible();
    await expect(table(page).getByRole("checkbox")).toHaveCount(0);
  });
});
