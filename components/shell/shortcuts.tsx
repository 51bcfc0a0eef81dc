"use client";

import { useEffect } from "react";

const TYPING = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])";

function targetOf(pressed: string, focused: Element | null): HTMLElement | undefined {
  const named = [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]")].filter(
    (element) => element.ariaKeyShortcuts?.toLowerCase() === pressed && element.checkVisibility(),
  );
  // Several forms may take the same key: the one being filled in comes first.
  return named.find((element) => element.closest("form")?.contains(focused)) ?? named[0];
}

/** Makes every shown key hint true: a key presses (or, for a field, focuses) the control that names it. */
export function Shortcuts() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.repeat || event.isComposing) return;
      const focused = event.target instanceof Element ? event.target : null;
      // A Mac's Command stands for the Ctrl of the hints.
      const withControl = event.ctrlKey || event.metaKey;
      if (!withControl && focused?.matches(TYPING)) return;
      const target = targetOf(`${withControl ? "control+" : ""}${event.key.toLowerCase()}`, focused);
      if (!target) return;
      event.preventDefault();
      if (target.matches(TYPING)) target.focus();
      else target.click();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return null;
}
