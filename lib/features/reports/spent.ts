import { figuresOf } from "./figures.ts";
import type { Report } from "./service.ts";

/** What the paid calls cost, in reais, beside the period before; nothing where no price is set. */
export function spentOf(report: Report, price: number | null): { value: number; before: number }[] {
  const paid = figuresOf(report).find(({ id }) => id === "paid");
  if (price === null || !paid) return [];
  return [{ value: (paid.value ?? 0) * price, before: (paid.before ?? 0) * price }];
}
