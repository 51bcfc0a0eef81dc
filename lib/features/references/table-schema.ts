import { z } from "zod";
import type { Grant } from "#lib/auth/roles.ts";
import { day, id, ids, many, sortBy } from "#lib/table/address.ts";
import { searchText } from "#lib/table/search-text.ts";

export const REFERENCE_ORIGINS = ["idcheck", "reverification", "import", "manual"] as const;
/** One CPF with several references; one reference under several CPFs. */
export const REFERENCE_CONTRADICTIONS = ["several_references", "several_people"] as const;
export type ReferenceContradiction = (typeof REFERENCE_CONTRADICTIONS)[number];
export const REFERENCE_SORTS = ["-addedAt", "addedAt", "-enrolledAt", "enrolledAt"] as const;

/** The state of the table `References`, as its address has it. */
export const referenceFilter = z.object({
  q: searchText(),
  subject: id(),
  origin: many(REFERENCE_ORIGINS),
  contradiction: many(REFERENCE_CONTRADICTIONS),
  subsidiary: ids(),
  enrolledFrom: day(),
  enrolledTo: day(),
  sort: sortBy(REFERENCE_SORTS, "-addedAt"),
  after: id(),
  before: id(),
  /** The saved view that this began with. */
  view: id(),
});
export type ReferenceFilter = z.output<typeof referenceFilter>;

/** What does not fit speaks of fraud: who sees references masked is not told, and a filter over it would tell. */
export const readableBy = (grant: Grant, filter: ReferenceFilter): ReferenceFilter =>
  grant === "masked" ? withoutContradiction(filter).filter : filter;

export const withoutContradiction = (
  filter: ReferenceFilter,
): { filter: ReferenceFilter; dropped: string[] } => ({
  filter: { ...filter, contradiction: [] },
  dropped: filter.contradiction.length > 0 ? ["contradiction"] : [],
});
