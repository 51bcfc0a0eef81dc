"use client";

import { useCallback, useEffect, useState } from "react";
import { TYPING } from "#components/shell/shortcuts.tsx";

const rows = () => [...document.querySelectorAll<HTMLInputElement>("tbody input[name=row]")];
const head = () => document.querySelector<HTMLInputElement>("thead input[name=all-rows]");

/** Sets every box from the one before to this one as this one is. */
function setRange(from: HTMLInputElement, to: HTMLInputElement): void {
  const all = rows();
  const [start = 0, end = 0] = [all.indexOf(from), all.indexOf(to)].toSorted((a, b) => a - b);
  if (start < 0) return;
  for (const box of all.slice(start, end + 1)) box.checked = to.checked;
}

/**
 * The keys of the rows whose boxes are on. The boxes are the table's own, drawn by the server: nothing of a row runs
 * in the browser. Where other rows may come, whoever uses it takes their keys for its own.
 */
export function useSelection(): { picked: readonly string[]; clear: () => void } {
  const [picked, setPicked] = useState<readonly string[]>([]);
  const read = useCallback(() => {
    const all = rows();
    const on = all.filter((box) => box.checked);
    const every = head();
    if (every) {
      every.checked = on.length > 0 && on.length === all.length;
      every.indeterminate = on.length > 0 && on.length < all.length;
    }
    setPicked(on.map((box) => box.value));
  }, []);
  const clear = useCallback(() => {
    for (const box of rows()) box.checked = false;
    read();
  }, [read]);
  useEffect(() => {
    let last: HTMLInputElement | null = null;
    const turned = (box: HTMLInputElement, isRange: boolean) => {
      if (isRange && last) setRange(last, box);
      last = box;
      read();
    };
    const onClick = (event: MouseEvent) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
      if (box.name === "row") turned(box, event.shiftKey);
      if (box !== head()) return;
      for (const each of rows()) each.checked = box.checked;
      read();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      const isTyping = event.target instanceof Element && event.target.matches(TYPING);
      if (!isTyping && !document.querySelector("dialog[open], :popover-open")) clear();
    };
    read();
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("click", onClick);
      document.removeEventListener("keydown", onKeyDown);
    };
  }, [read, clear]);
  return { picked, clear };
}
