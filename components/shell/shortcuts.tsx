"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { followedRow, isAnythingTyped, keepList, neighbour, pressOnRows, reach } from "./rows.ts";

/** Where letters are text. */
export const TYPING =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])";

function targetOf(pressed: string, focused: Element | null): HTMLElement | undefined {
  const named = [...reach().querySelectorAll<HTMLElement>("[aria-keyshortcuts]")].filter(
    (element) => element.ariaKeyShortcuts?.toLowerCase() === pressed && element.checkVisibility(),
  );
  // Several forms may take the same key: the one being filled in comes first.
  return named.find((element) => element.closest("form")?.contains(focused)) ?? named[0];
}

/**
 * Makes every shown key hint true: a key presses (or, for a field, focuses) the control that names it; the rest go to
 * the rows of the page. `letters`: whether keys act without Ctrl.
 */
export function Shortcuts({ letters }: { letters: boolean }) {
  const router = useRouter();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      const focused = event.target instanceof Element ? event.target : null;
      // A Mac's Command stands for the Ctrl of the hints.
      const withControl = event.ctrlKey || event.metaKey;
      if (!withControl && (!letters || focused?.matches(TYPING))) return;
      const key = event.key.toLowerCase();
      const target = targetOf(`${withControl ? "control+" : ""}${key}`, focused);
      if (target) {
        if (event.repeat) return;
        event.preventDefault();
        if (target.matches(TYPING)) target.focus();
        else target.click();
      } else if (!withControl && !(event.repeat && key === "x")) {
        const next = neighbour(key);
        if (pressOnRows(key, event.shiftKey) || next) event.preventDefault();
        if (next && !event.repeat && !isAnythingTyped()) router.push(next);
      }
    };
    const onClick = (event: MouseEvent) => {
      keepList(event.target);
      const href = followedRow(event);
      if (!href) return;
      event.preventDefault();
      router.push(href);
    };
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("click", onClick);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("click", onClick);
    };
  }, [letters, router]);
  return null;
}
