import { z } from "zod";
import { PROCESS_OUTCOMES } from "#lib/features/processes/rules.ts";
import { id, many, sortBy, whole } from "#lib/table/address.ts";
import { LOOK_UP_STATES } from "./rules.ts";

export const ITEM_SORTS = ["line", "-line"] as const;

/** The state of the table of one list, as its address has it. */
export const itemFilter = z.object({
  look: many(LOOK_UP_STATES),
  outcome: many(PROCESS_OUTCOMES),
  sort: sortBy(ITEM_SORTS, "line"),
  after: whole(),
  before: whole(),
});
export type ItemFilter = z.output<typeof itemFilter>;

/** The lists of a person, or of everybody. */
export const listsAddress = z.object({
  sort: sortBy(["-askedAt", "askedAt"], "-askedAt"),
  after: id(),
  before: id(),
});
export type ListsAddress = z.output<typeof listsAddress>;
