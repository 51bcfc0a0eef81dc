import { z } from "zod";
import type { Grant } from "#lib/auth/roles.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";
import { day, id, ids, MOST_VALUES, many, number, one, sortBy, whole } from "#lib/table/address.ts";
import { searchText } from "#lib/table/search-text.ts";
import { CASE_STATUSES, DECISIONS, isTelling, PRIORITIES, REASON_CODES, shownStatus } from "./rules.ts";
import { tagName } from "./tag-name.ts";

export const CASE_SORTS = ["dueAt", "openedAt", "number", "priority", "score"] as const;
export type CaseSort = (typeof CASE_SORTS)[number];
const SORTS = [
  "dueAt",
  "-dueAt",
  "openedAt",
  "-openedAt",
  "number",
  "-number",
  "priority",
  "-priority",
  "score",
  "-score",
] as const satisfies readonly (CaseSort | `-${CaseSort}`)[];

export const DUES = ["overdue", "1h", "4h", "today"] as const;
/** How long an open case has been open, by the clock on the wall; each begins where the one before ends. */
export const AGES = ["1h", "4h", "24h", "72h", "older"] as const;
export type Age = (typeof AGES)[number];

const list = (value: unknown) =>
  value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value];
/** `me`, `none`, or a person's id. */
const assignee = z.preprocess(list, z.array(z.union([z.enum(["me", "none"]), z.uuid()])).max(MOST_VALUES));
const tag = z.preprocess(list, z.array(tagName).max(MOST_VALUES));

/** The state of the queue in the address: shared by page, count, and later export and saved view. */
export const caseTable = z.object({
  q: searchText(),
  status: many(CASE_STATUSES),
  decision: many(DECISIONS),
  reason: many(REASON_CODES),
  fraudsters: many(FRAUDSTERS),
  biometry: many(BIOMETRY),
  liveness: many(LIVENESS),
  scoreMin: number(-100, 100),
  scoreMax: number(-100, 100),
  priority: many(PRIORITIES),
  tag,
  assignee,
  subsidiary: ids(),
  openedFrom: day(),
  openedTo: day(),
  due: many(DUES),
  age: one(AGES),
  touchedFrom: day(),
  touchedTo: day(),
  dueFrom: day(),
  dueTo: day(),
  /** Whether it was decided by its due time; neither while it still may be. */
  met: one(["yes", "no"]),
  closedFrom: day(),
  closedTo: day(),
  decidedBy: id(),
  approvedBy: id(),
  /** The first decision of those that a second person looked at. */
  first: many(DECISIONS),
  /** Whose first decision that was. */
  firstBy: id(),
  /** Whether the decision that stands is another than the first. */
  overturned: one(["yes"]),
  reopenedFrom: day(),
  reopenedTo: day(),
  origin: many(["reverification", "idcheck", "manual"]),
  subject: ids(),
  sort: sortBy(SORTS, "dueAt"),
  after: whole(),
  before: whole(),
  /** The saved view that this began with. */
  view: id(),
});
export type CaseFilter = z.output<typeof caseTable>;

/** What a masked reader may not see, so neither filter nor sort by. */
const HIDDEN = [
  "decision",
  "reason",
  "fraudsters",
  "biometry",
  "liveness",
  "scoreMin",
  "scoreMax",
  "priority",
  "tag",
  "due",
  "age",
  "touchedFrom",
  "touchedTo",
  "dueFrom",
  "dueTo",
  "met",
  "closedFrom",
  "closedTo",
  "decidedBy",
  "approvedBy",
  "first",
  "firstBy",
  "overturned",
  "reopenedFrom",
  "reopenedTo",
  "origin",
] as const;
export const isHiddenName = (name: string): boolean => HIDDEN.some((hidden) => hidden === name);
const OPEN_SORTS: readonly string[] = ["openedAt", "-openedAt", "number", "-number"];
const MASKED_SORT = "-openedAt";
const isSet = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined);

/** The filter without what is hidden, and the names of what it held of it. */
export function withoutHidden(filter: CaseFilter): { filter: CaseFilter; dropped: string[] } {
  const empty = caseTable.parse({});
  const isOpenSort = OPEN_SORTS.includes(filter.sort);
  const status = filter.status.filter((each) => !isTelling(each));
  const asksTelling = filter.status.some((each) => isTelling(each) && !status.includes(shownStatus(each)));
  return {
    filter: {
      ...filter,
      ...Object.fromEntries(HIDDEN.map((name) => [name, empty[name]])),
      // What is shown for more than one status finds them all.
      status: CASE_STATUSES.filter((each) => status.includes(shownStatus(each))),
      sort: isOpenSort ? filter.sort : MASKED_SORT,
    },
    dropped: [
      ...HIDDEN.filter((name) => isSet(filter[name])),
      ...(asksTelling ? ["status"] : []),
      // The order of the bare address is nobody's wish.
      ...(isOpenSort || filter.sort === empty.sort ? [] : ["sort"]),
    ],
  };
}

/** What somebody may ask of it: a filter over what is hidden would tell it all the same. */
export const readableBy = (grant: Grant, filter: CaseFilter): CaseFilter =>
  grant === "masked" ? withoutHidden(filter).filter : filter;

const NOT_CLOSED = CASE_STATUSES.filter((status) => status !== "closed");

/** The views that everybody has; each is a filter and nothing more. */
export const CASE_VIEWS = {
  mine: { assignee: ["me"], status: NOT_CLOSED },
  unassigned: { assignee: ["none"], status: NOT_CLOSED },
  dueToday: { due: ["today"] },
  awaiting: { status: ["awaiting_approval"] },
  alerts: { fraudsters: ["yes"], status: NOT_CLOSED },
  open: { status: NOT_CLOSED },
} satisfies Record<string, Partial<CaseFilter>>;
export type CaseView = keyof typeof CASE_VIEWS;
