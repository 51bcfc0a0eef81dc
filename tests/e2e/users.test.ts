import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { en as secondFactor } from "#lib/i18n/messages/second-factor.ts";
import { en as signIn } from "#lib/i18n/messages/sign-in.ts";
import { en as users } from "#lib/i18n/messages/users.ts";
import { axeFindsNothing } from "#tests/support/e2e-axe.ts";
import { demoPassword, emailOf, NAMES } from "#tests/support/e2e-people.ts";
import { alert, expectSaid, press, signInAs } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const PASSWORD = "o gato dorme no telhado azul";

type Open = (who: null) => Promise<Page>;
type Invited = { email: string; name: string; url: string };

/** In a session of its own: a fresh proof puts another session in its place, and the kept cookies would be old. */
async function anAdmin(open: Open): Promise<Page> {
  const page = await open(null);
  await signInAs(page, emailOf("admin"), demoPassword());
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  return page;
}

/** Presses a button of one part of the page, and proves who sits there where that is asked for. */
async function act(page: Page, group: string, button: string, done: () => Promise<void>): Promise<void> {
  const part = page.getByRole("region", { name: group });
  const submit = part.getByRole("button", { name: button, exact: true });
  await submit.click();
  const asked = part.locator("input[name=stepUp]");
  const said = part.getByRole("status").filter({ hasText: /./ }).or(part.getByRole("alert"));
  await expect(asked.or(said).first()).toBeVisible();
  if (await asked.isVisible()) {
    await asked.fill(demoPassword());
    await submit.click();
  }
  await done();
}

async function invite(admin: Page, role = "Analyst"): Promise<Invited> {
  const email = `convite-${randomUUID().slice(0, 8)}@empresa.test`;
  const name = `Pessoa Convidada ${email.slice(8, 16)}`;
  await admin.goto("/settings/users/new");
  await admin.getByLabel("Name").fill(name);
  await admin.getByLabel("Email").fill(email);
  await admin.getByLabel("Role").selectOption({ label: role });
  await press(admin, users.inviting.submit);
  const link = admin.getByRole("textbox", { name: users.link.label });
  await expect(link).toBeFocused();
  await expectSaid(admin, "No mail was sent");
  return { email, name, url: await link.inputValue() };
}

async function openPerson(admin: Page, { email, name }: Pick<Invited, "email" | "name">): Promise<void> {
  await admin.goto("/settings/users");
  await admin.getByRole("searchbox", { name: "Search" }).fill(email);
  await admin.keyboard.press("Enter");
  await admin.getByRole("table", { name: "Users" }).getByRole("link", { name }).click();
  await expect(admin.getByRole("heading", { level: 1, name })).toBeVisible();
}

async function setPassword(page: Page, url: string, password: string): Promise<void> {
  await page.goto(new URL(url).pathname);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, signIn.setPassword.submit);
}

test("an invitation leads to a password and to the second factor; a new role ends what is open", async ({
  open,
}) => {
  test.slow();
  const admin = await anAdmin(open);
  const invited = await invite(admin);
  const other = await open(null);
  await setPassword(other, invited.url, "senhasenha123");
  await expect(other.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(
    signIn.setPassword.weak.common,
  );
  await setPassword(other, invited.url, PASSWORD);
  await expectSaid(other, signIn.setPassword.done);
  await setPassword(other, invited.url, PASSWORD);
  await expect(alert(other)).toContainText("used or has expired");
  await signInAs(other, invited.email, PASSWORD);
  await expect(other.getByRole("heading", { level: 1, name: secondFactor.setUp.title })).toBeVisible();

  await openPerson(admin, invited);
  await admin.getByRole("region", { name: "Role" }).getByRole("combobox").selectOption({ label: "Manager" });
  await act(admin, "Role", "Save", () => expectSaid(admin, "Saved"));
  await expect(admin.getByRole("region", { name: users.person.sessions })).toContainText("None is open");
  await other.reload();
  await expect(other.getByLabel("Email")).toBeVisible();
  await expect(other.getByRole("heading", { name: secondFactor.setUp.title })).toHaveCount(0);

  await act(admin, "Account", users.act.disable.do, () => expectSaid(admin, users.act.disable.done));
  await expect(admin.getByRole("button", { name: users.act.enable.do })).toBeVisible();
  await signInAs(other, invited.email, PASSWORD);
  await expect(alert(other)).toContainText("do not match an account");
});

test("a stale form is told, keeps what was chosen, and may be sent again", async ({ open }) => {
  const admin = await anAdmin(open);
  const invited = await invite(admin);
  await openPerson(admin, invited);
  const second = await anAdmin(open);
  await openPerson(second, invited);
  await act(admin, "Account", users.act.disable.do, () => expectSaid(admin, users.act.disable.done));
  const role = second.getByRole("region", { name: "Role" }).getByRole("combobox");
  await role.selectOption({ label: "Manager" });
  await act(second, "Role", "Save", async () => {
    await expect(alert(second)).toContainText("Somebody changed this person");
  });
  await expect(role).toHaveValue("manager");
  await expect(second.getByText(/^Disabled since/)).toBeVisible();
  await act(second, "Role", "Save", () => expectSaid(second, "Saved"));
});

test("an email is invited once, and again only by a new link that ends the old", async ({ open }) => {
  const admin = await anAdmin(open);
  const invited = await invite(admin);
  await admin.goto("/settings/users/new");
  await admin.getByLabel("Name").fill("Outra Pessoa");
  await admin.getByLabel("Email").fill(invited.email.toUpperCase());
  await press(admin, users.inviting.submit);
  await expect(alert(admin)).toContainText(users.refusal.email_taken);
  await expect(admin.getByLabel("Name")).toHaveValue("Outra Pessoa");
  await admin.getByRole("link", { name: users.inviting.open }).click();
  const link = admin.getByRole("textbox", { name: users.link.label });
  await act(admin, users.act.link.title, users.act.link.again, () => expect(link).toBeVisible());
  const again = await link.inputValue();
  const other = await open(null);
  await setPassword(other, invited.url, PASSWORD);
  await expect(alert(other)).toContainText("used or has expired");
  await setPassword(other, again, PASSWORD);
  await expectSaid(other, signIn.setPassword.done);
});

test("the last administrator finds no way to shut themselves out", async ({ open }) => {
  const admin = await open("admin");
  await openPerson(admin, { email: emailOf("admin"), name: NAMES.admin });
  await expect(admin.getByRole("main")).toContainText("Nobody changes their own role");
  for (const name of [users.act.disable.do, users.act.sessions.do, users.act.second_factor.do, "Save"])
    await expect(admin.getByRole("button", { name, exact: true })).toHaveCount(0);
});

test("nobody else finds the page", async ({ open }) => {
  for (const who of ["support", "analyst", "manager"] as const) {
    const page = await open(who);
    for (const path of ["/settings/users", "/settings/users/new", `/settings/users/${randomUUID()}`]) {
      expect((await page.goto(path))?.status(), `${who} ${path}`).toBe(404);
    }
  }
});

test("the pages of people fit a phone, and axe finds nothing on them", async ({ open }) => {
  test.slow();
  const admin = await anAdmin(open);
  const check = (what: string) => axeFindsNothing(admin, what);
  await admin.goto("/settings/users?standing=active&sort=-lastSignIn");
  await expect(admin.getByRole("table", { name: "Users" }).getByRole("link").first()).toBeVisible();
  await check("the list");
  await admin.goto("/settings/users/new");
  await press(admin, users.inviting.submit);
  await expect(admin.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await check("a refused invitation");
  const invited = await invite(admin);
  await check("a link");
  await openPerson(admin, invited);
  await check("a person");
});
