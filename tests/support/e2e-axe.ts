import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "#tests/support/e2e-test.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const LEAST_HEIGHT_PX = 800;
const DESKTOP_PX = 1280;
const PHONE_PX = 390;

/** As high as the page: what a sticky bar covers for the moment would count as a target that is too small. */
async function showWhole(page: Page, widthPx: number): Promise<void> {
  await page.setViewportSize({ width: widthPx, height: LEAST_HEIGHT_PX });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: widthPx, height });
  await page.evaluate(() => scrollTo(0, 0));
}

/** By all rules of WCAG 2.2 AA, or by some. */
async function axeFinds(page: Page, widthPx: number, rules?: readonly string[]): Promise<string[]> {
  await showWhole(page, widthPx);
  // Nothing of ours is framed, so axe needs no page of its own to put its findings together.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules ? axe.withRules([...rules]) : axe.withTags(TAGS)).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

/** The page as it stands, light, on a phone, and dark; without loading it anew, and in the same window afterwards. */
export async function axeFindsNothing(page: Page, what: string): Promise<void> {
  const before = page.viewportSize();
  await page.emulateMedia({ colorScheme: "light" });
  expect.soft(await axeFinds(page, DESKTOP_PX), `${what}, light`).toEqual([]);
  expect.soft(await axeFinds(page, PHONE_PX), `${what}, phone`).toEqual([]);
  const widthPx = await page.evaluate(() => document.documentElement.scrollWidth);
  expect.soft(widthPx, `${what}, width on a phone`).toBeLessThanOrEqual(PHONE_PX);
  await page.emulateMedia({ colorScheme: "dark" });
  // The same page in other colours.
  const inColours = await axeFinds(page, DESKTOP_PX, ["color-contrast", "link-in-text-block"]);
  expect.soft(inColours, `${what}, dark`).toEqual([]);
  if (before) await page.setViewportSize(before);
}
