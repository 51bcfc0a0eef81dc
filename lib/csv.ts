/**
 * A spreadsheet runs what begins like a formula, also behind blanks and in full-width forms, and however it is quoted.
 * An apostrophe in front makes it a text.
 */
const LIKE_FORMULA = /^[\s\0\uFEFF]*[=+\-@\t\r\0\uFF1D\uFF0B\uFF0D\uFF20]/;

const cellOf = (value: string | number | null): string => {
  if (typeof value === "number") return String(value);
  const text = value ?? "";
  const guarded = LIKE_FORMULA.test(text) ? `'${text}` : text;
  return /^[\w.:-]*$/.test(guarded) ? guarded : `"${guarded.replaceAll('"', '""')}"`;
};

/** One record as RFC 4180 has it. Numbers stay numbers, below zero too; every text that reads as a formula is guarded. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(cellOf).join(",")}\r\n`;

/** Tells a spreadsheet that this is UTF-8. */
export const CSV_START = "\uFEFF";
