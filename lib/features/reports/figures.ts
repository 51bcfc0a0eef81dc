import { measuresOf } from "./measures.ts";
import type { Rows } from "./rows.ts";
import { isFew } from "./rules.ts";
import type { Report } from "./service.ts";

/** What a figure is measured in. */
export type Unit = "count" | "share" | "span" | "seconds" | "index" | "money";

/** One figure beside that of the period before. */
export type Figure = {
  id: FigureId;
  unit: Unit;
  value: number | null;
  before: number | null;
  /** A second value of the same figure, such as nine of ten. */
  high: number | null;
  /** Of how many: what a share is part of, what a percentile was taken from. */
  of: number | null;
  /** Too few to say much. */
  isFew: boolean;
  /** The rows behind it, and how many these are. */
  rows: (Rows & { count: number }) | null;
};

export const FIGURE_IDS = [
  "reverifications",
  "match",
  "match_flagged",
  "no_match",
  "no_match_flagged",
  "not_live",
  "undecided",
  "refused",
  "failed",
  "unanswered",
  "flaggedRate",
  "notLiveRate",
  "opened",
  "closed",
  "backlog",
  "firstTouch",
  "decision",
  "dueMet",
  "falsePositives",
  "overturned",
  "reopened",
  "agreement",
  "latency",
  "failedRate",
  "unknownValues",
  "paid",
  "avoided",
] as const;
export type FigureId = (typeof FIGURE_IDS)[number];

/** Every figure of a report beside that of the period before, in their order. */
export function figuresOf({ now, before, filter }: Report): Figure[] {
  const measured = measuresOf(now, filter, now.days, true);
  // What was open when the period began; the figures of the period before know only when that one began.
  const earlier = measuresOf({ ...before, openBefore: now.openBefore }, filter, before.days, false);
  return FIGURE_IDS.map((id) => {
    const { unit, value, high = null, of = null, rows, count: behind } = measured[id];
    return {
      id,
      unit,
      value,
      before: earlier[id].value,
      high,
      of,
      isFew: of !== null && of > 0 && isFew(of),
      rows: rows && { ...rows, count: behind },
    };
  });
}
