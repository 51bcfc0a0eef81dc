import type { Page } from "@playwright/test";
import { axeFindsNothing } from "#tests/support/e2e-axe.ts";
import { asOwner, databaseUrl } from "#tests/support/e2e-knocking.ts";
import { aRealPerson, codeFrom } from "#tests/support/e2e-real-people.ts";
import { alert, press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

test.skip(!databaseUrl(), "E2E_DATABASE_URL is not set");

const PASSWORD = "uma frase que ninguém usa";

async function givePassword(page: Page, email: string, path = "/sign-in"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Sign in");
}

const overview = (page: Page) => page.getByRole("heading", { level: 1, name: "Overview" });
const codeField = (page: Page) => page.getByLabel("One-time code");

/** From the one-time link to the overview; the second factor's key and the recovery codes. */
async function enrol(page: Page): Promise<{ email: string; secret: string; recoveryCodes: string[] }> {
  const { email, path } = await aRealPerson("manager");
  await page.goto(path);
  const password = page.getByLabel("Password", { exact: true });
  await password.fill("contraprova 2026");
  await press(page, "Set password");
  // What is wrong is read out with the field that it is about.
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expect(password).toBeFocused();
  await password.fill(PASSWORD);
  await press(page, "Set password");
  await expect(page.getByRole("status").filter({ hasText: "Your password is set" })).toBeVisible();
  await expect(page.locator(":focus")).toContainText("Your password is set");
  await givePassword(page, email);
  await expect(page.getByRole("heading", { level: 1, name: "Set up your second factor" })).toBeVisible();
  await expect(page.getByRole("img", { name: /Picture for the authenticator app/ })).toBeVisible();
  const secret = (await page.getByRole("definition").locator("code").textContent()) ?? "";
  expect(secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  await axeFindsNothing(page, "setting up");
  await test.step("no page, and no answer to a script, before it is set up", async () => {
    for (const at of ["/", "/cases", "/audit", "/account"]) {
      const answer = await page.request.get(at, { maxRedirects: 0 });
      expect([at, answer.status()]).toEqual([at, 307]);
    }
    await page.goto("/audit");
    await expect(page.getByRole("heading", { level: 1, name: "Set up your second factor" })).toBeVisible();
    await expect(page.getByRole("definition").locator("code")).toHaveText(secret);
  });
  await codeField(page).fill("12");
  await press(page, "Confirm");
  await expect(codeField(page)).toHaveAttribute("aria-invalid", "true");
  await codeField(page).fill(await codeFrom(secret, -1));
  await press(page, "Confirm");
  await expect(page.getByRole("heading", { name: "Keep your recovery codes" })).toBeFocused();
  const recoveryCodes = await page
    .getByRole("list", { name: "Recovery codes" })
    .getByRole("listitem")
    .allTextContents();
  expect(recoveryCodes).toHaveLength(10);
  await axeFindsNothing(page, "recovery codes");
  await press(page, "I have kept them, go on");
  return { email, secret, recoveryCodes };
}

async function signOut(page: Page): Promise<void> {
  await press(page, "Sign out");
  await expect(page).toHaveURL("/sign-in");
}

test("a real person sets a second factor up, signs out, and signs in with a code of it", async ({ open }) => {
  test.slow();
  const page = await open(null);
  const { email, secret } = await enrol(page);
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await signOut(page);

  await givePassword(page, email, "/sign-in?from=/cases");
  await expect(codeField(page)).toBeFocused();
  await expect(page).toHaveTitle(/^One-time code/);
  await axeFindsNothing(page, "the code");
  const right = await codeFrom(secret, 0);
  const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, "0");
  await codeField(page).pressSequentially(wrong);
  await expect(alert(page)).toContainText("does not fit");
  await expect(codeField(page)).toHaveValue("");
  await expect(codeField(page)).toBeFocused();
  await axeFindsNothing(page, "a refused code");
  // It sends itself at the last digit.
  await page.keyboard.type(right);
  await expect(page.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();

  await test.step("the code that was used lets nobody in again", async () => {
    const thief = await open(null);
    await givePassword(thief, email);
    await codeField(thief).fill(right);
    await expect(alert(thief)).toContainText("does not fit");
  });
});

test("a recovery code signs in once, and the account asks for a fresh code before it makes new ones", async ({
  open,
}) => {
  test.slow();
  const page = await open(null);
  const { email, secret, recoveryCodes } = await enrol(page);
  await signOut(page);
  const [recovery = ""] = recoveryCodes;
  const second = await open(null);
  for (const [each, leads] of [
    [page, true],
    [second, false],
  ] as const) {
    await givePassword(each, email);
    await each.getByRole("link", { name: "Use a recovery code" }).click();
    await expect(each.getByLabel("Recovery code")).toBeFocused();
    await expect(each).toHaveTitle(/^Recovery code/);
    await each.getByLabel("Recovery code").fill(recovery.toLowerCase());
    await press(each, "Sign in");
    if (leads) await expect(overview(each)).toBeVisible();
    else await expect(alert(each)).toContainText("does not fit");
  }
  await axeFindsNothing(second, "a refused recovery code");

  await test.step("who may have left the desk is asked again", async () => {
    await asOwner((client) =>
      client.query(
        `UPDATE session SET confirmed_at = now() - interval '6 minutes'
         WHERE user_id = (SELECT id FROM app_user WHERE email = $1)`,
        [email],
      ),
    );
    await page.goto("/account");
    await expect(page.getByText("9 recovery codes left")).toBeVisible();
    const before = (await page.context().cookies()).find(({ name }) => name.endsWith("contraprova"))?.value;
    await press(page, "Make new recovery codes");
    await expect(alert(page)).toContainText("needs a fresh code");
    await expect(codeField(page)).toBeFocused();
    await axeFindsNothing(page, "a fresh code asked for");
    await codeField(page).fill(await codeFrom(secret, 1));
    await press(page, "Make new recovery codes");
    await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
    const after = (await page.context().cookies()).find(({ name }) => name.endsWith("contraprova"))?.value;
    expect(after).not.toBe(before);
  });
});

test("on the telephone that has the app its key opens there", async ({ open }) => {
  const page = await open(null, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  const { email, path } = await aRealPerson("support");
  await page.goto(path);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Set password");
  await expect(page.getByRole("status").filter({ hasText: "Your password is set" })).toBeVisible();
  await givePassword(page, email);
  const link = page.getByRole("link", { name: /Open it there/ });
  await expect(link).toBeVisible();
  expect(await link.getAttribute("href")).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/);
  await axeFindsNothing(page, "setting up, by touch");
});

test("every step is in Portuguese for who reads it, and by the keyboard alone", async ({ open }) => {
  const page = await open(null, { locale: "pt-BR" });
  const { email, path } = await aRealPerson("support");
  await page.goto(path);
  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "A sua senha está definida" })).toBeVisible();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Configure o seu segundo fator" })).toBeVisible();
  await axeFindsNothing(page, "configurar");
  const secret = (await page.getByRole("definition").locator("code").textContent()) ?? "";
  await page.getByLabel("Código de uso único").focus();
  await page.keyboard.type(await codeFrom(secret, 0));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Guarde os seus códigos de recuperação" })).toBeFocused();
  await page.getByRole("button", { name: "Já guardei, continuar" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).toHaveURL("/");
});
