import type { Page } from "@playwright/test";

/** Presses Tab until what has the focus is called `name`. */
export async function tabTo(page: Page, name: string | RegExp, key = "Tab"): Promise<void> {
  const focusedName = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      const label =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
          ? element.labels?.[0]?.innerText
          : element?.textContent;
      return element?.getAttribute("aria-label") ?? label?.trim() ?? "";
    });
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press(key);
    const focused = await focusedName();
    if (typeof name === "string" ? focused.startsWith(name) : name.test(focused)) return;
  }
  throw new Error(`Tab did not lead to ${name}`);
}
