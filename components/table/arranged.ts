import type { Column } from "./data-table.tsx";

/** The shown columns in their order, none for the list's own, and how high a row is. */
export type Arrangement = { columns: readonly string[]; density: "compact" | "comfortable" };

/**
 * The columns as chosen. The first names the row and stays; what the list does not know is no column of it. Whoever
 * chose a column sees it on any screen that is wide enough for a table.
 */
export function arranged<C extends Pick<Column<never>, "id" | "hideUnder" | "always" | "optional">>(
  columns: readonly C[],
  chosen: readonly string[],
): C[] {
  const [first, ...others] = columns;
  const shown = chosen.flatMap((id) => others.find((column) => column.id === id) ?? []);
  if (!first || shown.length === 0) return columns.filter((column) => !column.optional);
  const kept = others.filter((column) => column.always && !shown.includes(column));
  return [first, ...shown.map(({ hideUnder: _, ...column }) => column as unknown as C), ...kept];
}

export type ColumnChoice = { id: string; label: string; isShown: boolean };

/** What can be chosen: the shown ones in their order, then the others in the list's own. */
export function choicesOf(
  columns: readonly { id: string; label: string; optional?: boolean }[],
  chosen: readonly string[],
): ColumnChoice[] {
  const others = columns.slice(1).map(({ id, label, optional = false }) => ({ id, label, optional }));
  const shown = chosen.flatMap((id) => others.find((column) => column.id === id) ?? []);
  const choice = ({ id, label }: { id: string; label: string }, isShown: boolean) => ({ id, label, isShown });
  if (shown.length === 0) return others.map((column) => choice(column, !column.optional));
  const hidden = others.filter((column) => !shown.includes(column));
  return [...shown.map((column) => choice(column, true)), ...hidden.map((column) => choice(column, false))];
}
