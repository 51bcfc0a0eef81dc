import { type Figure, figuresOf } from "./figures.ts";
import type { Report } from "./service.ts";

type Spent = { value: number; before: number; rows: Figure["rows"] };

/** What the paid calls cost, in reais, beside the period before, and their rows; nothing where no price is set. */
export function spentOf(report: Report, price: number | null): Spent[] {
  const paid = figuresOf(report).find(({ id }) => id === "paid");
  if (price === null || !paid) return [];
  return [{ value: (paid.value ?? 0) * price, before: (paid.before ?? 0) * price, rows: paid.rows }];
}
