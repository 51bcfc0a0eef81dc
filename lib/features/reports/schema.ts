import { z } from "zod";
import { day, id, one } from "#lib/table/address.ts";

export const PRESETS = ["today", "7d", "30d", "90d", "month", "last_month"] as const;
export type Preset = (typeof PRESETS)[number];

/** What a report is about, in its address: a preset, or days that overrule it; a branch; a person. */
export const reportFilter = z.object({
  period: one(PRESETS),
  from: day(),
  to: day(),
  subsidiary: id(),
  person: id(),
});
export type ReportFilter = z.output<typeof reportFilter>;
