import type { Page } from "@playwright/test";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { tabTo } from "#tests/support/e2e-keyboard.ts";
import type { Who } from "#tests/support/e2e-people.ts";
import { aFlaggedCase } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const NOTE = "As duas fotografias mostram pessoas diferentes, e há um alerta.";

const wordsIn = (locale: Locale) => ({
  cases: translatorFor(locale, "cases"),
  verdicts: translatorFor(locale, "verdicts"),
  finding: translatorFor(locale, "finding"),
});

/** Opens a case as people do who never leave the keys: the box that finds anything, its number, Enter. */
async function findCase(page: Page, locale: Locale, number: string): Promise<void> {
  const { finding, cases } = wordsIn(locale);
  await page.goto("/cases");
  await expect(page.getByRole("table", { name: cases("title") })).toBeVisible();
  const palette = page.getByRole("dialog", { name: finding("title") });
  // Keys work from the moment on in which the script runs.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette.getByRole("combobox")).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type(number);
  const found = palette.getByRole("option").filter({ hasText: finding("case", { number }) });
  await expect(found).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
}

const said = (page: Page, words: string) =>
  expect(page.getByRole("status").filter({ hasText: words }).first()).toBeVisible();

for (const locale of LOCALES) {
  test(`by keyboard alone, in ${locale}: an analyst takes and decides, a manager approves`, async ({
    open,
  }) => {
    test.setTimeout(120_000);
    const { cases, verdicts } = wordsIn(locale);
    const number = await aFlaggedCase(await open("analyst"));
    const speaking = (who: Who) => open(who, { locale, extraHTTPHeaders: { "accept-language": locale } });

    const analyst = await speaking("analyst2");
    await findCase(analyst, locale, number);
    await tabTo(analyst, cases("desk.take"));
    await analyst.keyboard.press("Enter");
    const decision = analyst.getByRole("radiogroup", { name: cases("desk.decision") });
    await expect(decision.getByLabel(verdicts("decision.confirmed_fraud"))).toBeFocused();
    await analyst.keyboard.press("1");
    await expect(decision.getByLabel(verdicts("decision.confirmed_fraud"))).toBeChecked();
    await tabTo(analyst, verdicts("reason.faces_differ"));
    await analyst.keyboard.press("Space");
    await tabTo(analyst, cases("desk.note"));
    await analyst.keyboard.type(NOTE);
    await analyst.keyboard.press("Control+Enter");
    await expect(analyst).toHaveURL(new RegExp(`[?&]decided=${number}$`));

    const manager = await speaking("manager");
    await findCase(manager, locale, number);
    await expect(manager.getByRole("main")).toContainText(NOTE);
    await tabTo(manager, cases("desk.approve"));
    await manager.keyboard.press("Enter");
    await said(manager, cases("desk.done.approve"));
  });
}
