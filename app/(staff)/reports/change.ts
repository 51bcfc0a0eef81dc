import type { Figure } from "#lib/features/reports/figures.ts";
import { sayCell } from "#lib/features/reports/table-of.ts";
import type { Given } from "./given.ts";

const signed = (value: number, said: string): string =>
  value > 0 ? `+${said}` : value < 0 ? `−${said}` : said;

/** How a figure moved: counts by a share of what they were, shares by points, times and indexes by what lies between. */
export function changeOf(
  given: Given,
  { unit, value, before }: Pick<Figure, "unit" | "value" | "before">,
): string {
  const { r, format } = given;
  if (value === null || before === null) return "";
  const by = value - before;
  const size = Math.abs(by);
  switch (unit) {
    case "count":
    case "money":
      return before === 0 ? "" : signed(by, format.percent(size / before));
    case "share":
      return r("points", { value: signed(by, format.percent(size).replace(/ %$/, "")) });
    default:
      return signed(by, sayCell(given, unit, size));
  }
}
