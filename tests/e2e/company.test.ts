import type { BrowserContextOptions, Page } from "@playwright/test";
import { en, ptBR } from "#lib/i18n/messages/company.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { emailOf } from "#tests/support/e2e-people.ts";
import { expect, test } from "#tests/support/e2e-test.ts";
import { E2E_CLIENT_SECRET } from "#tests/support/oidc-names.ts";
import { type OidcProvider, startOidcProvider } from "#tests/support/oidc-provider.ts";

// The program knows where the company's sign-in is; it is there only while these run, one after the other.
test.describe.configure({ mode: "serial" });
test.skip(!process.env.E2E_OIDC_PORT, "the program that runs already looks for no company's sign-in");

let provider: OidcProvider | null = null;
test.afterAll(() => provider?.stop());
async function openProvider(appUrl: string | undefined): Promise<OidcProvider> {
  provider ??= await startOidcProvider(new URL(appUrl ?? "").origin, {
    port: Number(process.env.E2E_OIDC_PORT),
    secret: E2E_CLIENT_SECRET,
  });
  return provider;
}

const person = (roles: unknown) => ({
  name: "Pessoa da Empresa",
  email: `pessoa-${crypto.randomUUID()}@empresa.test`,
  email_verified: true,
  roles,
});
const notice = (page: Page) => page.getByRole("main").getByRole("alert");
const press = (page: Page, label: string = en.signIn) => page.getByRole("button", { name: label }).click();

type Open = (who: null, options?: BrowserContextOptions) => Promise<Page>;

/** Nobody yet, in a browser without the letters that the provider's own page would fetch from afar. */
async function openStranger(open: Open, options?: BrowserContextOptions): Promise<Page> {
  const page = await open(null, options);
  await page.context().route(/fonts\.g/, (route) => route.abort("failed"));
  return page;
}

async function signInThere(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("x");
  await page.getByRole("button", { name: "Sign-in" }).click();
}

/** As if so long had gone by since the company vouched for the person. */
const grow = (login: string, minutes: number) =>
  withClient(process.env.E2E_DATABASE_URL ?? "", (client) =>
    client.query(
      `UPDATE session SET vouched_at = now() - make_interval(mins => $2), created_at = now() - make_interval(mins => $2)
       FROM app_user WHERE app_user.id = session.user_id AND oidc_subject = $1 AND ended_at IS NULL`,
      [login, minutes],
    ),
  );

test("with no provider there: closed, in words, and a password goes on", async ({ open }) => {
  const page = await open(null);
  await page.goto("/sign-in?from=/cases");
  await press(page);
  await expect(notice(page)).toContainText(en.refused.unavailable);
  await expect(page).toHaveURL(/\/sign-in\?refused=unavailable&from=%2Fcases$/);
  await page.getByLabel("Email").fill(emailOf("analyst"));
  await page.getByLabel("Password", { exact: true }).fill(process.env.E2E_DEMO_PASSWORD ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/cases$/);
});

test("signs in by the company, to the page that was asked for", async ({ open, baseURL }) => {
  const { people } = await openProvider(baseURL);
  const login = `ana-${crypto.randomUUID()}`;
  people.set(login, person(["analyst"]));
  const page = await openStranger(open);
  // That it was away a moment ago is remembered for ten seconds.
  await expect(async () => {
    await page.goto("/cases?status=open");
    await press(page);
    await expect(page.getByPlaceholder("Enter any login")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await signInThere(page, login);
  await expect(page).toHaveURL(/\/cases\?status=open$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("in Portuguese: the button, and why nobody came in", async ({ open, baseURL }) => {
  const { people } = await openProvider(baseURL);
  const login = `bia-${crypto.randomUUID()}`;
  people.set(login, person(["owner"]));
  const page = await openStranger(open, { locale: "pt-BR" });
  await page.goto("/sign-in");
  await press(page, ptBR.signIn);
  await signInThere(page, login);
  await expect(notice(page)).toContainText(ptBR.refused.role_none);
});

test("asks again for the company's word, and out of the group is out", async ({ open, baseURL }) => {
  const { people } = await openProvider(baseURL);
  const login = `caio-${crypto.randomUUID()}`;
  people.set(login, person("manager"));
  const page = await openStranger(open);
  await page.goto("/sign-in");
  await press(page);
  await signInThere(page, login);
  await expect(page).toHaveURL(/:\d+\/$/);
  await grow(login, 16);
  await page.goto("/cases");
  await expect(page).toHaveURL(/\/cases$/);
  people.set(login, person([]));
  await grow(login, 16);
  await page.goto("/cases");
  await expect(notice(page)).toContainText(en.refused.role_none);
});
