import fs from "node:fs/promises";
import path from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import { en as capture } from "#lib/i18n/messages/capture.ts";
import { en as words } from "#lib/i18n/messages/reverifications.ts";
import { aPhonePicture, aSelfie, type Upload } from "#tests/support/e2e-pictures.ts";
import { aReferenceThat, countPaidCalls } from "#tests/support/e2e-sandbox.ts";
import {
  alert,
  aStart,
  fact,
  fillStart,
  RESULT,
  startButton,
  startReverification,
} from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const chosen = (page: Page) =>
  page.getByLabel("Selfie", { exact: true }).evaluate((input) => {
    const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined;
    return file ? { name: file.name, type: file.type, size: file.size } : null;
  });
/** One point. */
const TINY_PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const kindOf = (page: Page) => page.locator('input[name="capture"]').inputValue();

async function send(page: Page): Promise<void> {
  await startButton(page).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
}

/** What the clipboard would bring, without a clipboard of the machine. */
const paste = (page: Page, { name, mimeType, buffer }: Upload) =>
  page.evaluate(
    ([base64, fileName, type]) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], fileName, { type }));
      document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    },
    [buffer.toString("base64"), name, mimeType] as const,
  );

/** A file let go over a part of the page, as the browser itself sees it. */
async function drop(page: Page, on: string, { name, buffer }: Upload, info: TestInfo): Promise<void> {
  const file = info.outputPath(name);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, buffer);
  const box = await page.locator(on).boundingBox();
  if (!box) throw new Error("nothing to drop on");
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const browser = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    if (type === "drop") await expect(page.locator(".file-drop")).toHaveAttribute("data-over", "");
    await browser.send("Input.dispatchDragEvent", {
      type,
      ...at,
      data: { items: [], files: [file], dragOperationsMask: 1 },
    });
  }
  await expect(page.locator(".file-drop")).not.toHaveAttribute("data-over");
}

test("a selfie is pasted anywhere on the page", async ({ open }) => {
  const page = await open("analyst");
  const start = await aStart({ selfie: null });
  await fillStart(page, start);
  await paste(page, { ...(await aSelfie()), name: "pasted.jpg" });
  await expect(page.getByText("pasted.jpg")).toBeVisible();
  await send(page);
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("a selfie is dropped on its field, or anywhere on the page, and is shown beside it", async ({
  open,
}, info) => {
  const page = await open("analyst");
  const start = await aStart({ selfie: null });
  await fillStart(page, start);
  const beside = page.getByRole("img", { name: words.start.chosenSelfie });
  await drop(page, ".file-drop", { ...(await aSelfie()), name: "dropped.jpg" }, info);
  await expect(page.getByText("dropped.jpg")).toBeVisible();
  await expect(beside).toBeVisible();

  await page.getByRole("button", { name: words.start.remove }).click();
  await expect(page.getByLabel("Selfie", { exact: true })).toBeFocused();
  await expect(beside).toHaveCount(0);

  await drop(page, "h1", { ...(await aSelfie()), name: "beside.jpg" }, info);
  await expect(page.getByText("beside.jpg")).toBeVisible();
  expect(page.context().pages()).toHaveLength(1);
  await send(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("a picture that is too small is told by words, not by its mark alone", async ({ open }) => {
  const page = await open("analyst");
  await page.goto("/reverifications/new");
  const tiny = Buffer.from(TINY_PNG, "base64");
  await page
    .getByLabel("Selfie", { exact: true })
    .setInputFiles({ name: "tiny.png", mimeType: "image/png", buffer: tiny });
  await expect(page.getByText(words.start.resolutionBad, { exact: true })).toBeVisible();
  await expect(page.getByText(words.start.format, { exact: true })).toBeVisible();
});

test("a sandbox picture that does not come is said, and a file still does", async ({ open }) => {
  const page = await open("analyst");
  await page.route("**/sandbox/selfie", (route) => route.abort("failed"));
  await page.goto("/reverifications/new?sample=1");
  await expect(page.getByRole("status").filter({ hasText: words.start.sampleFailed })).toBeVisible();
});

test("a selfie is taken by the webcam, by keyboard alone, and the camera goes off", async ({ open }) => {
  const page = await open("analyst", { permissions: ["camera"] });
  const start = await aStart({ selfie: null });
  await fillStart(page, start);
  await page.getByRole("button", { name: capture.webcam.use }).press("Enter");
  await expect(page.getByText(capture.webcam.live)).toBeVisible();
  await expect(page.getByRole("button", { name: capture.webcam.take })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText(capture.webcam.taken)).toBeVisible();
  await expect(page.getByRole("button", { name: capture.webcam.again })).toBeFocused();
  expect(await chosen(page)).toMatchObject({ name: "webcam.jpg", type: "image/jpeg" });
  expect(await kindOf(page)).toBe("webcam");
  await expect(page.locator("video")).toBeHidden();
  const tracks = await page.locator("video").evaluate((video) => {
    const stream = video instanceof HTMLVideoElement ? video.srcObject : null;
    return stream instanceof MediaStream ? stream.getTracks().map((track) => track.readyState) : [];
  });
  expect(new Set(tracks)).toEqual(new Set(["ended"]));
  await send(page);
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("a camera that is given up, or not allowed, is said in plain words and a file still does", async ({
  open,
}) => {
  const page = await open("analyst", { permissions: ["camera"] });
  const start = await aStart();
  await fillStart(page, start);
  await page.getByRole("button", { name: capture.webcam.use }).click();
  await page.getByRole("button", { name: capture.webcam.cancel }).click();
  await expect(page.locator("video")).toBeHidden();
  expect(await kindOf(page)).toBe("file");

  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
  });
  await page.getByRole("button", { name: capture.webcam.use }).click();
  await expect(alert(page)).toHaveText(capture.webcam.trouble.denied);
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotFoundError"));
  });
  await page.getByRole("button", { name: capture.webcam.use }).click();
  await expect(alert(page)).toHaveText(capture.webcam.trouble.none);
  await send(page);
  expect(await countPaidCalls(start.referenceId)).toBe(1);
});

test("a phone's picture is made smaller before it is sent, also when the button is pressed at once", async ({
  open,
}) => {
  const page = await open("analyst");
  const selfie = await aPhonePicture();
  expect(selfie.buffer.length).toBeGreaterThan(2_000_000);
  const start = await aStart({ selfie });
  await fillStart(page, start);
  await startButton(page).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
  await expect(fact(page, words.fact.picture)).toContainText("JPEG");
  expect(await countPaidCalls(start.referenceId)).toBe(1);

  await test.step("and says so; one within the limits stays as it is", async () => {
    await fillStart(page, start);
    await expect(page.getByText(capture.shrunk)).toBeVisible();
    const made = await chosen(page);
    expect(made?.name).toBe("IMG_2041.jpg");
    expect(made?.size).toBeLessThanOrEqual(600_000);
    const small = await aSelfie();
    await page.getByLabel("Selfie", { exact: true }).setInputFiles(small);
    await expect(page.getByText(capture.shrunk)).toBeHidden();
    expect((await chosen(page))?.size).toBe(small.buffer.length);
  });
});

test("the same picture and reference again asks first, names the earlier one, and keeps everything", async ({
  open,
}) => {
  const page = await open("analyst");
  const start = await aStart();
  await startReverification(page, start);
  const earlier = new URL(page.url()).pathname;
  await fillStart(page, start);
  await page.getByLabel("Reason").selectOption("high_value");
  await startButton(page).click();
  await expect(alert(page)).toContainText(words.refusal.duplicate);
  const link = alert(page).getByRole("link", { name: /^R-\d+, / });
  await expect(link).toHaveAttribute("href", earlier);
  await expect(page.getByLabel("Reason")).toHaveValue("high_value");
  expect((await chosen(page))?.name).toBe(start.selfie?.name);
  expect(await countPaidCalls(start.referenceId)).toBe(1);

  await page.getByRole("button", { name: words.start.sendAnyway }).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
  expect(new URL(page.url()).pathname).not.toBe(earlier);
  expect(await countPaidCalls(start.referenceId)).toBe(2);
});

test("the kept copy is for those who may see it, and for looking only", async ({ open }) => {
  const page = await open("analyst");
  await startReverification(page, await aStart());
  const url = new URL(page.url()).pathname.replace("/reverifications/", "/api/selfies/");
  await expect.poll(async () => (await page.request.get(url)).status()).toBe(200);
  const answer = await page.request.get(url);
  expect(answer.headers()).toMatchObject({
    "content-type": "image/jpeg",
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "content-disposition": 'inline; filename="selfie.jpg"',
  });
  for (const who of ["support", null] as const) {
    const other = await open(who);
    expect((await other.request.get(url)).status()).toBe(404);
  }
});

test("the sandbox's own picture is put in for who came to try", async ({ open }) => {
  const page = await open("analyst");
  const referenceId = await aReferenceThat("match");
  await page.goto(`/reverifications/new?reference=${referenceId}&sample=1`);
  await expect(page.getByText("sandbox.jpg")).toBeVisible();
  await send(page);
  expect(await countPaidCalls(referenceId)).toBe(1);
});
