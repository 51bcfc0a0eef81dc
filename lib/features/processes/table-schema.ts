import { z } from "zod";
import { LIVENESS } from "#lib/features/signals.ts";
import { day, id, many, number, sortBy, texts } from "#lib/table/address.ts";
import { cpfIn, searchText } from "#lib/table/search-text.ts";
import { PROCESS_OUTCOMES } from "./rules.ts";

/** `other` is every value that has no name here, and none at all. */
export const STATES = ["created", "awaiting_document", "finished", "failed", "canceled", "other"] as const;
export const RESULTS = [
  "ok",
  "warning",
  "error",
  "expired",
  "invalid_identity",
  "unspecified",
  "other",
] as const;
export const AUTHENTICATIONS = ["positive", "negative", "inconclusive", "other"] as const;
export const PROCESS_SORTS = ["-lastSeenAt", "lastSeenAt", "-score", "score"] as const;

/** The state of the table `Processes`, as its address has it. */
export const processFilter = z.object({
  q: searchText(),
  subject: id(),
  /** What was found of a list of ids. */
  list: id(),
  outcome: many(PROCESS_OUTCOMES),
  state: many(STATES),
  result: many(RESULTS),
  authentication: many(AUTHENTICATIONS),
  liveness: many(LIVENESS),
  scoreMin: number(-100, 100),
  scoreMax: number(-100, 100),
  // A flow is called what a company likes; what could be a CPF stays out of addresses.
  flow: texts(100).refine((flows) => flows.every((flow) => cpfIn(flow) === null)),
  seenFrom: day(),
  seenTo: day(),
  sort: sortBy(PROCESS_SORTS, "-lastSeenAt"),
  after: id(),
  before: id(),
  /** The saved view that this began with. */
  view: id(),
});
export type ProcessFilter = z.output<typeof processFilter>;
