const KEPT = "list";

const linkOf = (row: Element | undefined) => row?.querySelector<HTMLAnchorElement>("a[href]") ?? null;
const checkBoxOf = (row: Element) => row.querySelector<HTMLInputElement>("input[type=checkbox]");
const rowsOf = (table: Element | undefined): HTMLElement[] =>
  [...(table?.querySelectorAll<HTMLElement>("tbody tr:not(.tbl-empty)") ?? [])].filter(linkOf);

/** What keys may reach: nothing behind a dialog that is open, or beside a popover that one is in. */
export const reach = (): ParentNode =>
  document.querySelector("dialog:modal") ?? document.activeElement?.closest(":popover-open") ?? document;

/** The rows of the first table of the page. */
export const listRows = (): HTMLElement[] =>
  rowsOf([...reach().querySelectorAll("table.tbl")].find((table) => table.checkVisibility()));
export const canSelect = (rows: readonly Element[]): boolean => rows.some(checkBoxOf);

// The row that was last under the keyboard, and the one that a selection goes on from.
let last: HTMLElement | undefined;
let anchor: HTMLElement | undefined;

/** The row with the focus is the current one: a screen reader says its link, and Enter opens it as links open. */
function currentOf(rows: readonly HTMLElement[]): number {
  const focused = rows.findIndex((row) => row.contains(document.activeElement));
  if (focused >= 0) return focused;
  const before = last ? rows.indexOf(last) : -1;
  return before >= 0 ? before : rows.findIndex((row) => row.matches("[data-current]"));
}

/** The place that `step` leads to among `count`; from none, the first. */
export const placeAfter = (place: number, step: number, count: number): number =>
  place < 0 ? 0 : Math.min(Math.max(place + step, 0), count - 1);

function goTo(row: HTMLElement | undefined): void {
  last = row;
  linkOf(row)?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function select(rows: readonly HTMLElement[], here: number, toHere: boolean): void {
  const row = rows[here];
  const box = row && checkBoxOf(row);
  if (!box) return;
  const from = anchor ? rows.indexOf(anchor) : -1;
  if (!toHere || from < 0) {
    anchor = row;
    box.click();
    return;
  }
  const isOn = (anchor && checkBoxOf(anchor)?.checked) ?? true;
  for (const between of rows.slice(Math.min(from, here), Math.max(from, here) + 1)) {
    const each = checkBoxOf(between);
    if (each && each.checked !== isOn) each.click();
  }
}

/** Does what a key does to rows; false when it does nothing. */
export function pressOnRows(key: string, withShift: boolean): boolean {
  const rows = listRows();
  const step = { j: 1, k: -1 }[key];
  if (rows.length === 0 || (step === undefined && key !== "x")) return false;
  const here = currentOf(rows);
  if (step === undefined) select(rows, here, withShift);
  else goTo(rows[placeAfter(here, step, rows.length)]);
  return true;
}

/** Keeps, in this tab, the addresses of the list that a link of it leads away from. */
export function keepList(target: EventTarget | null): void {
  const table = target instanceof Element ? target.closest("a[href]")?.closest("table.tbl") : null;
  if (table) sessionStorage.setItem(KEPT, JSON.stringify(rowsOf(table).map((row) => linkOf(row)?.pathname)));
}

/** Where a click leads that is meant for this tab, on a plain link of a row; a list's hundred links run no script. */
export function followedRow(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.closest("table.tbl tbody") || link.origin !== location.origin || link.target) return undefined;
  // What is fetched as a file is no page.
  if (link.hasAttribute("download") || link.pathname.startsWith("/api/")) return undefined;
  return link.getAttribute("href") ?? undefined;
}

/** The neighbour of this page in the list that led to it; none where rows of its own take the keys. */
export function neighbour(key: string): string | undefined {
  const step = { j: 1, k: -1 }[key];
  if (step === undefined || reach() !== document || listRows().length > 0) return undefined;
  const kept: string[] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  const here = kept.indexOf(location.pathname);
  return here < 0 ? undefined : kept[here + step];
}

type Typed = HTMLInputElement | HTMLTextAreaElement;
const isChanged = (field: Typed) =>
  ("checked" in field && field.checked !== field.defaultChecked) ||
  (field.type !== "hidden" && field.value !== field.defaultValue);

/** Whether something was typed or chosen that going away would lose. */
export const isAnythingTyped = (): boolean =>
  [...document.querySelectorAll<Typed>("main :is(input, textarea)")].some(isChanged);
