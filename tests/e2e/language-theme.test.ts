import type { Page } from "@playwright/test";
import { SUBSIDIARIES } from "#lib/seed/people.ts";
import { DEMO_TAGS } from "#lib/seed/tags.ts";
import { NAMES } from "#tests/support/e2e-people.ts";
import { aFlaggedCase } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const cookie = (name: "locale" | "theme", value: string) => ({
  name,
  value,
  url: process.env.E2E_BASE_URL || `http://localhost:${process.env.E2E_PORT}`,
});
const html = (page: Page) => page.locator("html");
const h1 = (page: Page) => page.getByRole("heading", { level: 1 });

/** The words of the interface itself, apart from what stands in the data. */
const interfaceWords = (page: Page): Promise<string[]> =>
  page
    .locator("h1, h2, legend, label, th, dt, button, nav a, [role=status] p, .btn")
    .allTextContents()
    .then((texts) => texts.map((text) => text.trim()).filter((text) => /[a-z]{3}/i.test(text)));

/** Words that are the same in both languages, and names of Unico's fields. */
const SAME =
  /^(CPF|IDCheck|idcheck|Score|Status|Inconclusive|Selfie|Sandbox|Unico|Normal|Total|English|Português|identityFraudsters|biometryToken|liveness|[a-z]\w*(\.\w+)+|HTTP.*|[\d\s.,:%()–-]+|Webcam|EN|PT)$/;

test("the browser's language is spoken, the cookie overrules it, and `lang` says which", async ({ open }) => {
  const page = await open(null, { locale: "pt-BR" });
  await page.goto("/sign-in");
  await expect(html(page)).toHaveAttribute("lang", "pt-BR");
  await expect(h1(page)).toHaveText("Entrar");
  await expect(page.getByLabel("Senha", { exact: true })).toBeVisible();
  await page.context().addCookies([cookie("locale", "en")]);
  await page.goto("/sign-in");
  await expect(html(page)).toHaveAttribute("lang", "en");
  await expect(h1(page)).toHaveText("Sign in");
  await test.step("who asks for neither gets Portuguese", async () => {
    const other = await open(null, { locale: "ja-JP" });
    await other.goto("/sign-in");
    await expect(html(other)).toHaveAttribute("lang", "pt-BR");
  });
});

/** Names of people, branches and tags. */
const DATA: readonly string[] = [
  ...Object.values(NAMES),
  ...SUBSIDIARIES.map(({ name }) => name),
  ...Object.values(DEMO_TAGS),
];
/** People and tags that other tests make meanwhile: they are named alike in either language. */
const MADE = /^(Pessoa|lote) /;

const SCREENS: [string, string][] = [
  ["/", "Visão geral"],
  ["/cases", "Casos"],
  ["/reverifications", "Reverificações"],
  ["/reverifications/new", "Nova reverificação"],
  ["/processes", "Processos"],
  ["/references", "Referências"],
  ["/reports", "Relatórios"],
  ["/audit", "Auditoria"],
  ["/account", "Conta"],
  ["/nowhere", "Não há nada aqui"],
];

test("every screen speaks Portuguese by the cookie, with no English left over", async ({ open }) => {
  const page = await open("manager");
  const number = await aFlaggedCase(page);
  const result = new URL(page.url()).pathname;
  for (const [path, title] of [
    ...SCREENS,
    [`/cases/${number}`, `Caso ${number}`] as const,
    [result, "Reverificação"] as const,
  ]) {
    await page.context().addCookies([cookie("locale", "en")]);
    await page.goto(path);
    const english = new Set(await interfaceWords(page));
    await page.context().addCookies([cookie("locale", "pt-BR")]);
    await page.goto(path);
    await expect(html(page)).toHaveAttribute("lang", "pt-BR");
    await expect(h1(page)).toContainText(title);
    const portuguese = await interfaceWords(page);
    const left = portuguese.filter(
      (word) => english.has(word) && ![SAME, MADE].some((same) => same.test(word)) && !DATA.includes(word),
    );
    expect.soft(left, path).toEqual([]);
  }
});

test("the theme is the system's until one is chosen, on the sign-in page or by the cookie", async ({
  open,
}) => {
  const page = await open(null, { colorScheme: "dark" });
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  await page.goto("/sign-in");
  await expect(html(page)).not.toHaveAttribute("data-theme");
  const dark = await ink();
  await page.getByRole("button", { name: "Light", exact: true }).click();
  await expect(html(page)).toHaveAttribute("data-theme", "light");
  expect(await ink()).not.toBe(dark);
  await page.getByRole("button", { name: "Dark", exact: true }).click();
  await expect(html(page)).toHaveAttribute("data-theme", "dark");
  await expect.poll(ink).toBe(dark);
  await page.getByRole("button", { name: "Português" }).click();
  await expect(h1(page)).toHaveText("Entrar");
});

// The administrator's own choice, because no other test reads words as the administrator.
test("what a person chooses on the account page overrules browser and cookie, and goes with them", async ({
  open,
}) => {
  const page = await open("admin");
  const choose = async (label: RegExp, value: string, button: RegExp) => {
    await page.getByLabel(label).selectOption(value);
    await page.getByRole("main").getByRole("button", { name: button }).first().click();
  };
  await page.goto("/account");
  try {
    await choose(/^(Theme|Tema)$/, "dark", /^(Save|Salvar)$/);
    await expect(html(page)).toHaveAttribute("data-theme", "dark");
    await choose(/^(Language|Idioma)$/, "pt-BR", /^(Save|Salvar)$/);
    await expect(h1(page)).toHaveText("Conta");
    await expect(html(page)).toHaveAttribute("lang", "pt-BR");
    const elsewhere = await open("admin", { locale: "en-US", colorScheme: "light" });
    await elsewhere.goto("/");
    await expect(html(elsewhere)).toHaveAttribute("lang", "pt-BR");
    await expect(html(elsewhere)).toHaveAttribute("data-theme", "dark");
  } finally {
    await page.getByLabel(/^(Theme|Tema)$/).selectOption("");
    await choose(/^(Language|Idioma)$/, "", /^(Save|Salvar)$/);
    await expect(h1(page)).toHaveText("Account");
  }
});
