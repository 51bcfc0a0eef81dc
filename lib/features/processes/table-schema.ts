import { z } from "zod";
import { LIVENESS } from "#lib/features/signals.ts";
import { day, id, many, number, sortBy } from "#lib/table/address.ts";
import { searchText } from "#lib/table/search-text.ts";
import { PROCESS_OUTCOMES } from "./rules.ts";

export const AUTHENTICATIONS = ["positive", "negative", "inconclusive", "other"] as const;
export const PROCESS_SORTS = ["-lastSeenAt", "lastSeenAt", "-score", "score"] as const;

/** The state of the table `Processes`, as its address has it. */
export const processFilter = z.object({
  q: searchText(),
  subject: id(),
  outcome: many(PROCESS_OUTCOMES),
  authentication: many(AUTHENTICATIONS),
  liveness: many(LIVENESS),
  scoreMin: number(-100, 100),
  scoreMax: number(-100, 100),
  seenFrom: day(),
  seenTo: day(),
  sort: sortBy(PROCESS_SORTS, "-lastSeenAt"),
  after: id(),
  before: id(),
});
export type ProcessFilter = z.output<typeof processFilter>;
