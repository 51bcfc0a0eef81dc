import type { Page } from "@playwright/test";
import { en as errors } from "#lib/i18n/messages/errors.ts";
import { en as words } from "#lib/i18n/messages/reverifications.ts";
import {
  aGif,
  aSelfie,
  aSmallPicture,
  aText,
  aTruncatedPicture,
  type Upload,
} from "#tests/support/e2e-pictures.ts";
import { countPaidCalls } from "#tests/support/e2e-sandbox.ts";
import { alert, aStart, fillStart, RESULT, startButton } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const asDataUrl = async () => aText(`data:image/jpeg;base64,${(await aSelfie()).buffer.toString("base64")}`);

const BAD_PICTURES: [string, () => Promise<Upload> | Upload, string][] = [
  ["no image at all", () => aText("This is a letter.", "letter.jpg"), words.refusal.picture_not_image],
  ["a page of HTML", () => aText("<!doctype html><p>Hello"), words.refusal.picture_not_image],
  ["a GIF", aGif, words.refusal.picture_format],
  ["too small", aSmallPicture, words.refusal.picture_small],
  ["truncated", aTruncatedPicture, words.refusal.picture_damaged],
  ["the text of an image", asDataUrl, words.refusal.picture_data_url],
];

/** A field is marked as wrong, and what describes it says why. */
async function expectRefusedAt(page: Page, label: string, said: string) {
  const field = page.getByLabel(label, { exact: true });
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(new RegExp(said.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  await expect(field).toBeFocused();
  await expect(alert(page).filter({ hasText: said })).toBeVisible();
  await expect(page.getByText(words.start.check.replace(/\{.*/, ""))).toContainText(label);
}

const fileName = (page: Page) =>
  page
    .getByLabel("Selfie", { exact: true })
    .evaluate((input) => (input instanceof HTMLInputElement ? (input.files?.[0]?.name ?? null) : null));

for (const [what, make, refusal] of BAD_PICTURES) {
  test(`a selfie that is ${what} is refused before it costs anything`, async ({ open }) => {
    const page = await open("analyst");
    const selfie = await make();
    const start = await aStart({ selfie });
    await fillStart(page, start);
    await startButton(page).click();
    await expectRefusedAt(page, "Selfie", refusal);
    await expect(page.getByLabel("Reference process ID")).toHaveValue(start.referenceId);
    await expect(page.getByLabel("CPF", { exact: true })).toHaveValue(start.cpf);
    expect(await fileName(page)).toBe(selfie.name);
    expect(await countPaidCalls(start.referenceId)).toBe(0);

    await test.step("with a good one in its place the same form goes through", async () => {
      await page.getByLabel("Selfie", { exact: true }).setInputFiles(await aSelfie());
      await startButton(page).click();
      await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
      expect(await countPaidCalls(start.referenceId)).toBe(1);
    });
  });
}

test("ids, CPFs and missing files are refused at their fields, and everything typed is kept", async ({
  open,
}) => {
  const page = await open("analyst");
  const start = await aStart();
  const send = async (changed: Partial<typeof start>) => {
    const sent = { ...start, ...changed };
    await fillStart(page, sent);
    await page.getByLabel("Reason").selectOption("high_value");
    await startButton(page).click();
    return sent;
  };
  const kept = async (sent: typeof start) => {
    await expect(page.getByLabel("Reference process ID")).toHaveValue(sent.referenceId);
    await expect(page.getByLabel("CPF", { exact: true })).toHaveValue(sent.cpf);
    await expect(page.getByLabel("Reason")).toHaveValue("high_value");
    expect(await fileName(page)).toBe(sent.selfie?.name ?? null);
  };
  await test.step("an id that is no UUID", async () => {
    const sent = await send({ referenceId: "80371b2a-3ac7-432e-866d" });
    await expectRefusedAt(page, "Reference process ID", errors.field.uuid);
    await kept(sent);
  });
  await test.step("no id", async () => {
    const sent = await send({ referenceId: "" });
    await expectRefusedAt(page, "Reference process ID", errors.field.referenceMissing);
    await kept(sent);
  });
  await test.step("a CPF with wrong digits", async () => {
    const wrong = start.cpf.slice(0, 10) + ((Number(start.cpf[10]) + 1) % 10);
    const sent = await send({ cpf: wrong });
    await expectRefusedAt(page, "CPF", errors.field.cpf);
    await kept(sent);
  });
  await test.step("no file", async () => {
    const sent = await send({ selfie: null });
    await expectRefusedAt(page, "Selfie", errors.field.selfieMissing);
    await kept(sent);
  });
  await test.step("a file that is empty", async () => {
    const sent = await send({ selfie: aText("") });
    await expectRefusedAt(page, "Selfie", errors.field.selfieMissing);
    await kept(sent);
  });
  await test.step("everything at once: each says its own words", async () => {
    await send({ referenceId: "x", cpf: "123", selfie: null });
    await expectRefusedAt(page, "Reference process ID", errors.field.uuid);
    await expect(page.getByLabel("CPF", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Selfie", { exact: true })).toHaveAttribute("aria-invalid", "true");
  });
  expect(await countPaidCalls(start.referenceId)).toBe(0);
});

test("a file over every limit gets words, not an error page", async ({ open }) => {
  const page = await open("analyst");
  const start = await aStart({
    selfie: { name: "huge.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(8_000_000, 1) },
  });
  await fillStart(page, start);
  await startButton(page).click();
  await expectRefusedAt(page, "Selfie", words.refusal.picture_large);
  await expect(page.getByLabel("Reference process ID")).toHaveValue(start.referenceId);
  expect(await countPaidCalls(start.referenceId)).toBe(0);
});
