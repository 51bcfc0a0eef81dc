import { z } from "zod";
import { FRAUDSTERS, LIVENESS, OUTCOMES } from "#lib/features/signals.ts";
import { day, id, MOST_VALUES, many, one, sortBy } from "#lib/table/address.ts";
import { searchText } from "#lib/table/search-text.ts";
import { STATES } from "./rules.ts";

export type ReverificationSort = "startedAt" | "number";

/** `me`, or a person's id. */
const startedBy = z.preprocess(
  (value) => (value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.union([z.literal("me"), z.uuid()])).max(MOST_VALUES),
);

/** The state of the list in the address. */
export const reverificationTable = z.object({
  q: searchText(),
  state: many(STATES),
  outcome: many(OUTCOMES),
  fraudsters: many(FRAUDSTERS),
  liveness: many(LIVENESS),
  startedBy,
  subsidiary: id(),
  reference: id(),
  subject: id(),
  startedFrom: day(),
  startedTo: day(),
  /** Days on which another call like it was not made, because of it. */
  avoidedFrom: day(),
  avoidedTo: day(),
  /** Whether a call of it was answered; what a person settled was not. */
  answered: one(["yes"]),
  sort: sortBy(["startedAt", "-startedAt", "number", "-number"], "-startedAt"),
  after: id(),
  before: id(),
  /** The saved view that this began with. */
  view: id(),
});
export type ReverificationFilter = z.output<typeof reverificationTable>;
