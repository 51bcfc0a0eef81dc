import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { startOfDay } from "#lib/time.ts";
import type { Unit } from "./figures.ts";
import type { Days } from "./period.ts";
import { boundsOf } from "./rules.ts";
import type { Report } from "./service.ts";

export type Words = {
  r: Translator<"reports">;
  verdicts: Translator<"verdicts">;
  cases: Translator<"cases">;
  format: Formatter;
};

export type Cell = string | number | null;
/** `row`: each row has a unit of its own. */
export type Column = { label: string; unit: Unit | "text" | "row" };
/** One panel of the report as plain rows: what the screen shows under its chart, and what files are written from. */
export type ReportTable = {
  id: string;
  title: string;
  columns: readonly Column[];
  /** Numbers as they are: shares as parts of one, times in milliseconds, money in reais. */
  rows: readonly (readonly Cell[])[];
  /** Of each row, where columns say `row`. */
  units?: readonly Unit[];
};

/** What a cell is measured in. */
export function unitOf(
  { columns, units }: Pick<ReportTable, "columns" | "units">,
  row: number,
  column: number,
): Unit | "text" {
  const unit = columns[column]?.unit ?? "text";
  return unit === "row" ? (units?.[row] ?? "count") : unit;
}

/** A number in its unit, as people read it. */
export function sayCell(
  { r, format }: Pick<Words, "r" | "format">,
  unit: Column["unit"],
  cell: Cell,
): string {
  if (cell === null) return r("none");
  if (typeof cell === "string") return cell;
  switch (unit) {
    case "share":
      return format.percent(cell);
    case "span":
      return format.workSpan(cell);
    case "seconds":
      return format.seconds(cell);
    case "index":
      return format.index(cell);
    case "money":
      return format.money(cell);
    default:
      return format.number(cell);
  }
}

export type Make = (report: Report, words: Words) => ReportTable;

export const text = (label: string): Column => ({ label, unit: "text" });
export const count = (label: string): Column => ({ label, unit: "count" });
export const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

export const dayWords = ({ format }: Words, day: string): string => format.date(startOfDay(day));
/** Some days, or one. */
export const spanWords = (words: Words, { from, to }: Days): string =>
  from === to
    ? dayWords(words, from)
    : words.r("weekOf", { from: dayWords(words, from), to: dayWords(words, to) });

/** The scores of one step, in whole ones. */
export const stepWords = ({ r, format }: Words, step: number): string => {
  const { least, most } = boundsOf(step);
  if (step === 0) return format.score(0);
  const whole = (score: number) => format.score(Math.trunc(score) || Math.sign(score));
  return r("weekOf", { from: whole(least), to: whole(most) });
};
