import { z } from "zod";
import { day, id, ids, many, sortBy } from "#lib/table/address.ts";
import { searchText } from "#lib/table/search-text.ts";

export const REFERENCE_ORIGINS = ["idcheck", "reverification", "import", "manual"] as const;
export const REFERENCE_SORTS = ["-addedAt", "addedAt", "-enrolledAt", "enrolledAt"] as const;

/** The state of the table `References`, as its address has it. */
export const referenceFilter = z.object({
  q: searchText(),
  subject: id(),
  origin: many(REFERENCE_ORIGINS),
  subsidiary: ids(),
  enrolledFrom: day(),
  enrolledTo: day(),
  sort: sortBy(REFERENCE_SORTS, "-addedAt"),
  after: id(),
  before: id(),
});
export type ReferenceFilter = z.output<typeof referenceFilter>;
