import { canSelect, listRows, neighbour } from "./rows.ts";

export type PageKey = { keys: string; name: string };
export type RowWords = Record<
  "nextRow" | "previousRow" | "openRow" | "selectRow" | "selectTo" | "nextOne" | "previousOne" | "leave",
  string
>;

/** Keys in the form of aria-keyshortcuts as they stand on a keyboard. */
export const shownKeys = (keys: string): string =>
  keys
    .replace("Control", "Ctrl")
    .split("+")
    .map((key) => (key.length === 1 ? key.toUpperCase() : key))
    .join(" ");

/** The name of a control without what only eyes are meant to see. */
function nameOf(element: HTMLElement): string {
  const label = element instanceof HTMLInputElement ? element.labels?.[0] : null;
  const copy = (label ?? element).cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll("[aria-hidden=true]")) hidden.remove();
  return (element.ariaLabel ?? copy.textContent ?? "").trim();
}

/** The keys that do something on the page as it stands, each once. */
export function keysOfPage(words: RowWords, letters: boolean): PageKey[] {
  const named = [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]")]
    .filter((element) => element.checkVisibility())
    .map((element) => ({ keys: shownKeys(element.ariaKeyShortcuts ?? ""), name: nameOf(element) }));
  const rows = listRows();
  const all: (PageKey | false | undefined | "")[] = [
    ...named,
    rows.length > 0 && { keys: "J", name: words.nextRow },
    rows.length > 0 && { keys: "K", name: words.previousRow },
    rows.length > 0 && { keys: "Enter", name: words.openRow },
    canSelect(rows) && { keys: "X", name: words.selectRow },
    canSelect(rows) && { keys: "Shift X", name: words.selectTo },
    neighbour("j") && { keys: "J", name: words.nextOne },
    neighbour("k") && { keys: "K", name: words.previousOne },
    { keys: "Esc", name: words.leave },
  ];
  const shown = all.filter((each) => !!each);
  return shown.filter(
    ({ keys, name }, place) =>
      (letters || keys.startsWith("Ctrl") || keys === "Esc") &&
      shown.findIndex((other) => other.keys === keys && other.name === name) === place,
  );
}
