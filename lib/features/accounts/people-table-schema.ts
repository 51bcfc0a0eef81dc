import { z } from "zod";
import { ROLES } from "#lib/auth/roles.ts";
import { id, ids, many, sortBy } from "#lib/table/address.ts";
import { searchText } from "#lib/table/search-text.ts";
import { PERSON_STANDINGS } from "./people-rules.ts";

export const SECOND_FACTORS = ["on", "off"] as const;
export const PEOPLE_SORTS = ["name", "-name", "lastSignIn", "-lastSignIn", "created", "-created"] as const;

/** The state of the table `Users`, as its address has it. */
export const peopleFilter = z.object({
  q: searchText(),
  role: many(ROLES),
  standing: many(PERSON_STANDINGS),
  secondFactor: many(SECOND_FACTORS),
  branch: ids(),
  sort: sortBy(PEOPLE_SORTS, "name"),
  after: id(),
  before: id(),
  /** The saved view that this began with. */
  view: id(),
});
export type PeopleFilter = z.output<typeof peopleFilter>;
