/**
 * A spreadsheet runs what begins like a formula, also behind blanks and in full-width forms, and however it is quoted.
 * An apostrophe in front makes it a text.
 */
const LIKE_FORMULA = /^[\s\0\uFEFF]*[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The text as it may stand in a cell. */
export const guarded = (text: string): string => (LIKE_FORMULA.test(text) ? `'${text}` : text);

export type Separator = "," | ";";

const cellOf = (value: string | number | null): string => {
  if (typeof value === "number") return String(value);
  const text = guarded(value ?? "");
  return /^[\w.:-]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
};

/** One record as RFC 4180 has it. Numbers stay numbers, below zero too; every text that reads as a formula is guarded. */
export const csvLine = (cells: readonly (string | number | null)[], separator: Separator = ","): string =>
  `${cells.map(cellOf).join(separator)}\r\n`;

/** Tells a spreadsheet that this is UTF-8. */
export const CSV_START = "\uFEFF";
