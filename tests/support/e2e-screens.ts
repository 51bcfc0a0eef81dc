import { expect, type Locator, type Page } from "@playwright/test";
import { aSelfie, type Upload } from "./e2e-pictures.ts";
import { aCpf, aReferenceThat } from "./e2e-sandbox.ts";

/** The fact that stands beside a term of a description list. */
export const fact = (page: Page, term: string): Locator =>
  page
    .locator("dt", { hasText: new RegExp(`^${term}$`) })
    .first()
    .locator("+ dd");

export type Start = { referenceId: string; cpf: string; selfie: Upload | null };

export const aStart = async (overrides: Partial<Start> = {}): Promise<Start> => ({
  referenceId: overrides.referenceId ?? (await aReferenceThat("match")),
  cpf: overrides.cpf ?? aCpf(),
  selfie: overrides.selfie === undefined ? await aSelfie() : overrides.selfie,
});

export async function fillStart(page: Page, { referenceId, cpf, selfie }: Start): Promise<void> {
  await page.goto("/reverifications/new");
  await page.getByLabel("Reference process ID").fill(referenceId);
  await page.getByLabel("CPF", { exact: true }).fill(cpf);
  if (selfie) await page.getByLabel("Selfie", { exact: true }).setInputFiles(selfie);
}

export const startButton = (page: Page): Locator =>
  page.getByRole("button", { name: "Start re-verification" });

export const RESULT = /\/reverifications\/[0-9a-f-]{36}$/;

/** Fills the form, sends it, and waits for the page of the result. */
export async function startReverification(page: Page, start: Start): Promise<void> {
  await fillStart(page, start);
  await startButton(page).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
}

/** A case that an alert has just opened for a person of its own; its number. */
export async function aFlaggedCase(page: Page, start: Partial<Start> = {}): Promise<string> {
  const referenceId = start.referenceId ?? (await aReferenceThat("match_flagged"));
  await startReverification(page, await aStart({ ...start, referenceId }));
  const link = page.getByRole("status").getByRole("link", { name: /^\d{5,}$/ });
  return (await link.textContent()) ?? "";
}

/** A result is announced, in one of the places for it. */
export const expectSaid = (page: Page, words: string | RegExp): Promise<void> =>
  expect(page.getByRole("status").filter({ hasText: words }).first()).toBeVisible();

export const alert = (page: Page): Locator => page.getByRole("main").getByRole("alert");

export async function openCase(page: Page, number: string): Promise<void> {
  await page.goto(`/cases/${number}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
}

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name, exact: true }).click();

export async function lookUp(page: Page, typed: string): Promise<void> {
  await page.getByLabel("Process ID", { exact: true }).fill(typed);
  await press(page, "Look up");
}

/** Takes the open case of this page. */
export async function take(page: Page): Promise<void> {
  await press(page, "Take case");
  await expect(page.getByRole("button", { name: "Save decision" })).toBeVisible();
}

export const NOTE = "The faces differ around the eyes, and Unico has an alert.";

/** Fills in the decision of a case that is in one's hands, and saves it. */
export async function decide(page: Page, decision: string, note = NOTE): Promise<void> {
  await page.getByRole("radiogroup", { name: "Decision" }).getByLabel(decision).check();
  await page.getByRole("group", { name: "Reason" }).getByLabel("Faces differ").check({ force: true });
  await page.getByLabel("Note").fill(note);
  await press(page, "Save decision");
}

/** The same, and back to the case: after a decision the next one opens by itself. */
export async function decideAndReturn(
  page: Page,
  number: string,
  decision: string,
  note = NOTE,
): Promise<void> {
  await decide(page, decision, note);
  await expect(page).toHaveURL(new RegExp(`[?&]decided=${number}$`));
  await openCase(page, number);
}

export async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Sign in");
}
