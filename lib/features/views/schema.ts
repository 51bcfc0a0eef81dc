import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { plainText } from "#lib/text.ts";

/** Every list: its columns are arranged, and its filters kept under a name. */
export const LISTS = [
  "cases",
  "reverifications",
  "processes",
  "references",
  "exports",
  "audit",
  "users",
] as const;
export type ListName = (typeof LISTS)[number];
export const DENSITIES = ["compact", "comfortable"] as const;
export type Density = (typeof DENSITIES)[number];

const MAX_COLUMNS = 40;
const NAME_MAX = 60;
/** More than the longest address of a list. */
const STATE_MAX = 4_000;
const isColumn = (value: unknown): value is string =>
  typeof value === "string" && /^[a-z]{1,30}$/i.test(value);

/** What could be no column's name is dropped; what is none of this list's is never drawn. */
const columns = z.preprocess((value) => {
  const given = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return [...new Set(given.filter(isColumn))].slice(0, MAX_COLUMNS);
}, z.array(z.string()));
/** A check box that is off is not sent. */
const isOn = z.preprocess((value) => value === "on", z.boolean());

export const arrangeInput = z.object({
  list: z.enum(LISTS),
  columns,
  density: z.enum(DENSITIES).catch("compact"),
  act: z.enum(["save", "reset"]).catch("save"),
});
export type ArrangeInput = z.output<typeof arrangeInput>;

const list = z.enum(LISTS);
const id = z.uuid();
const name = plainText(NAME_MAX, say("field.viewName")).pipe(z.string().min(1, say("field.viewName")));
/** The list's address, without its path. */
const state = z.string().max(STATE_MAX);

export const viewInput = z.discriminatedUnion("act", [
  z.object({ act: z.literal("create"), list, name, state, shared: isOn, opens: isOn }),
  z.object({ act: z.literal("rename"), list, id, name }),
  z.object({ act: z.literal("keep"), list, id, state }),
  z.object({ act: z.literal("open_first"), list, id }),
  z.object({ act: z.literal("open_first_no_more"), list, id }),
  z.object({ act: z.literal("remove"), list, id }),
]);
export type ViewInput = z.output<typeof viewInput>;
type Of<A extends ViewInput["act"]> = Extract<ViewInput, { act: A }>;
export type NewView = Of<"create">;
export type ViewChange = Of<"rename" | "keep">;
export type ViewChoice = Of<"open_first" | "open_first_no_more">;
export type ViewRemoval = Of<"remove">;
