import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { NAMES } from "#tests/support/e2e-people.ts";
import { aFlaggedCase, openCase, press, take } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const row = (page: Page, number: string) => page.getByRole("row").filter({ hasText: number });
const news = (page: Page) => page.getByRole("button", { name: /show$/ });

test("a case that another person makes is told, and shown only when it is asked for", async ({ open }) => {
  const [watching, working] = [await open("analyst2"), await open("analyst")];
  const before = await aFlaggedCase(working);
  await watching.goto(`/cases?q=${before}`);
  await expect(row(watching, before)).toContainText("Nobody");
  await expect(news(watching)).toHaveCount(0);
  await openCase(working, before);
  await take(working);
  await expect(news(watching)).toHaveText("1 changed: show");
  await expect(row(watching, before)).toContainText("Nobody");
  await expect(row(watching, before)).toContainText(`${NAMES.analyst} has this case open`);
  await news(watching).click();
  await expect(row(watching, before)).toContainText(NAMES.analyst);
  await expect(news(watching)).toHaveCount(0);
});

test("a new case is told in a list that it belongs to", async ({ open }) => {
  const [watching, working] = [await open("analyst2"), await open("analyst")];
  await watching.goto("/cases?sort=-openedAt");
  await expect(watching.getByRole("table", { name: "Cases" })).toBeVisible();
  const number = await aFlaggedCase(working);
  await expect(news(watching)).toContainText("new");
  await expect(row(watching, number)).toHaveCount(0);
  await news(watching).click();
  await expect(row(watching, number)).toBeVisible();
});

test("two who have one case open are told of each other, and of what changed", async ({ open }) => {
  const [first, second] = [await open("analyst"), await open("analyst2")];
  const number = await aFlaggedCase(first);
  await openCase(first, number);
  await openCase(second, number);
  await expect(first.getByText(`${NAMES.analyst2} has this case open too`)).toBeVisible();
  await expect(second.getByText(`${NAMES.analyst} has this case open too`)).toBeVisible();
  await second.getByLabel("Note").fill("What I type stays.");
  await take(first);
  await press(second, "This case changed: show");
  await expect(second.getByRole("main")).toContainText(NAMES.analyst);
  await expect(second.getByLabel("Note")).toHaveValue("What I type stays.");
  await first.goto("/cases");
  await expect(second.getByText("has this case open too")).toHaveCount(0);
});

test("a line that breaks comes back by itself, and misses nothing", async ({ open }) => {
  const [watching, working] = [await open("analyst2"), await open("analyst")];
  const number = await aFlaggedCase(working);
  await watching.goto(`/cases?q=${number}`);
  await expect(row(watching, number)).toBeVisible();
  await watching.context().setOffline(true);
  await openCase(working, number);
  await take(working);
  await sleep(500);
  await watching.context().setOffline(false);
  await expect(news(watching)).toHaveText("1 changed: show", { timeout: 15_000 });
});

/** A line as the person's browser asks for it, without a browser: its answer, and what it tells first. */
async function lineOf(page: Page, address: URL) {
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`);
  const line = await fetch(address, { headers: { cookie: cookies.join("; ") } });
  let told = "";
  const reader = line.body?.pipeThrough(new TextDecoderStream()).getReader();
  while (reader && !told.includes("data: ")) {
    const { done, value } = await reader.read();
    if (done) break;
    told += value;
  }
  await reader?.cancel();
  return { status: line.status, type: line.headers.get("content-type"), told };
}

test("nobody without a right to the queue gets a line, nor does a session that has ended", async ({
  open,
  request,
  baseURL,
}) => {
  const path = "/api/live/cases?since=1:1:";
  expect((await request.get(path)).status()).toBe(404);
  const admin = await open("admin");
  expect((await admin.request.get(path)).status()).toBe(404);
  const line = await lineOf(await open("support"), new URL(path, baseURL));
  expect([line.status, line.type]).toEqual([200, "text/event-stream; charset=utf-8"]);
});

test("of one case too: nobody without a right gets a line, and who reads masked is told of nobody", async ({
  open,
  request,
  baseURL,
}) => {
  const working = await open("analyst");
  const number = await aFlaggedCase(working);
  await openCase(working, number);
  const address = new URL(`/api/live/cases/${number}?since=1:1:`, baseURL);
  expect((await request.get(address.href)).status()).toBe(404);
  expect((await (await open("admin")).request.get(address.href)).status()).toBe(404);
  const [second, support] = [await open("analyst2"), await open("support")];
  // The line of the first page stands once another is told of it.
  await expect.poll(async () => (await lineOf(second, address)).told).toContain(NAMES.analyst);
  const line = await lineOf(support, address);
  expect([line.status, line.told.includes('"at":{}')]).toEqual([200, true]);
  const head = await second.request.head(address.href);
  expect([head.status(), head.headers().allow]).toEqual([405, "GET"]);
});
