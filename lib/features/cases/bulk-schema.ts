import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { caseNumber } from "./number.ts";
import { PRIORITIES } from "./rules.ts";
import { tagName } from "./tag-name.ts";

/** Selected one by one: at most what a few pages show. More than these are a filter. */
export const PICKED_MAX = 200;
const STATE_MAX = 4_000;
const list = (value: unknown) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

const selected = z.object({
  /** One run of several batches. */
  run: z.uuid(),
  numbers: z.preprocess(list, z.array(caseNumber).max(PICKED_MAX)),
  /** Everything that the list's address finds, instead of the numbers. */
  all: z.preprocess((value) => value === "on", z.boolean()),
  state: z.string().max(STATE_MAX).default(""),
  /** The last case that was counted: what opened since is no part of what was asked for. */
  until: z.preprocess((value) => value || undefined, caseNumber.optional()),
  /** The last case of the batch before. */
  after: z.preprocess((value) => value || undefined, caseNumber.optional()),
});

/** What can be done to many cases at once. */
export const bulkInput = z.discriminatedUnion("act", [
  selected.extend({ act: z.literal("take") }),
  selected.extend({ act: z.literal("assign"), assignee: z.uuid(say("field.assignee")) }),
  selected.extend({ act: z.literal("prioritise"), priority: z.enum(PRIORITIES, say("field.casePriority")) }),
  selected.extend({ act: z.literal("tag"), tag: tagName }),
]);
export type BulkInput = z.output<typeof bulkInput>;
export type BulkAct = BulkInput["act"];
