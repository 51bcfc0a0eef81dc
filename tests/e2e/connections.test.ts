import type { Locator, Page } from "@playwright/test";
import { en, ptBR } from "#lib/i18n/messages/connections.ts";
import { en as errors } from "#lib/i18n/messages/errors.ts";
import { aProcessLike } from "#tests/support/e2e-sandbox.ts";
import { lookUp } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const PATH = "/settings/connections";
/** The call log is written in strokes, and the page reads itself anew. */
const SOON_MS = 30_000;

type Word = "title" | "endpoints" | "token" | "breakers" | "rate" | "webhook" | "unknownValues" | "whole";
// Another test chooses a language for the administrator meanwhile: both are looked for.
const either = (a: string, b: string) => new RegExp(`^(${a}|${b})$`);
const word = (name: Word) => either(en[name], ptBR[name]);
const endpoint = (page: Page, name: keyof typeof en.endpoint): Locator =>
  page
    .getByRole("table", { name: word("endpoints") })
    .getByRole("row")
    .filter({ has: page.getByText(either(en.endpoint[name], ptBR.endpoint[name])) });

test("the administrator gets from the overview to the whole of Unico's side", async ({ open }) => {
  const page = await open("admin");
  await page.goto("/");
  await page
    .getByRole("main")
    .getByRole("link", { name: word("whole") })
    .click();
  await expect(page).toHaveURL(PATH);
  await expect(page.getByRole("heading", { level: 1, name: word("title") })).toBeVisible();
  await expect(page.getByRole("navigation").getByRole("link", { name: word("title") })).toHaveAttribute(
    "aria-current",
    "page",
  );
  for (const part of ["token", "breakers", "rate", "webhook", "unknownValues"] as const)
    await expect(page.getByRole("heading", { level: 2, name: word(part) })).toBeVisible();
  for (const name of ["token", "create_process", "read_validation", "read_process"] as const)
    await expect(endpoint(page, name)).toHaveCount(1);
});

test("a call that somebody makes is told with its time, without a word about whom", async ({ open }) => {
  const { id, cpf, name } = await aProcessLike("holder");
  const admin = await open("admin");
  const support = await open("support");
  await support.goto("/processes");
  await lookUp(support, id);
  await expect(support).toHaveURL(`/processes/${id}`);
  await admin.goto(PATH);
  for (const called of ["token", "read_process"] as const)
    await expect(endpoint(admin, called)).toContainText(/p50 [\d.,]+ ms · p95 [\d.,]+ ms/, {
      timeout: SOON_MS,
    });
  const html = await admin.content();
  for (const personal of [id, cpf, name]) expect(html).not.toContain(personal);
});

test("for everybody else the page is not there", async ({ open }) => {
  for (const who of ["support", "analyst", "manager"] as const) {
    const page = await open(who);
    const answer = await page.goto(PATH);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: errors.page.notFoundTitle })).toBeVisible();
    await expect(page.getByRole("table")).toHaveCount(0);
  }
});
