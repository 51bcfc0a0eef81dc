import { z } from "zod";
import { FRAUDSTERS, OUTCOMES } from "#lib/features/signals.ts";
import { day, id, many, sortBy } from "#lib/table/address.ts";
import { searchText } from "#lib/table/search-text.ts";
import { STATES } from "./rules.ts";

export type ReverificationSort = "startedAt" | "number";

/** The state of the list in the address. `startedBy`: `me` or nobody in particular. */
export const reverificationTable = z.object({
  q: searchText(),
  state: many(STATES),
  outcome: many(OUTCOMES),
  fraudsters: many(FRAUDSTERS),
  startedBy: many(["me"]),
  reference: id(),
  subject: id(),
  startedFrom: day(),
  startedTo: day(),
  sort: sortBy(["startedAt", "-startedAt", "number", "-number"], "-startedAt"),
  after: id(),
  before: id(),
});
export type ReverificationFilter = z.output<typeof reverificationTable>;
