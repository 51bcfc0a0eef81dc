import { z } from "zod";
import { id, many, sortBy } from "#lib/table/address.ts";
import { EXPORT_STATES } from "./rules.ts";
import { EXPORT_FORMATS, EXPORT_SOURCES } from "./schema.ts";

/** The state of the table `Exports`, as its address has it. */
export const exportFilter = z.object({
  state: many(EXPORT_STATES),
  list: many(EXPORT_SOURCES),
  format: many(EXPORT_FORMATS),
  by: many(["me"]),
  sort: sortBy(["-created", "created"], "-created"),
  after: id(),
  before: id(),
  /** The saved view that this began with. */
  view: id(),
});
export type ExportFilter = z.output<typeof exportFilter>;
