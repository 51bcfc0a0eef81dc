import { CASE_VIEWS, type CaseFilter } from "#lib/features/cases/table-schema.ts";
import type { ProcessFilter } from "#lib/features/processes/table-schema.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import type { Days } from "./period.ts";
import { boundsOf } from "./rules.ts";
import type { ReportFilter } from "./schema.ts";

/** The rows behind a figure: a list and its filter, as the address has it. */
export type Rows =
  | { list: "cases"; filter: Partial<CaseFilter> }
  | { list: "reverifications"; filter: Partial<ReverificationFilter> }
  | { list: "processes"; filter: Partial<ProcessFilter> };

export const LIST_PATHS = {
  cases: "/cases",
  reverifications: "/reverifications",
  processes: "/processes",
} as const;

const SETTLED = ["completed", "refused", "failed"] as const;

/** Where each figure of one report leads; `days` where it is not of the whole period. */
export function rowsOf({ subsidiary, person }: ReportFilter, whole: Days) {
  const branch = subsidiary ? { subsidiary } : {};
  const branches = subsidiary ? { subsidiary: [subsidiary] } : {};
  const held = { ...branches, ...(person ? { assignee: [person] } : {}) };
  const decided = { ...branches, ...(person ? { decidedBy: person } : {}) };
  const cases = (filter: Partial<CaseFilter>): Rows => ({ list: "cases", filter });
  return {
    reverifications: (
      filter: Partial<ReverificationFilter> = { state: [...SETTLED] },
      days = whole,
    ): Rows => ({
      list: "reverifications",
      filter: {
        ...filter,
        ...branch,
        ...(person ? { startedBy: [person] } : {}),
        startedFrom: days.from,
        startedTo: days.to,
      },
    }),
    startedBy: (who: string): Rows => ({
      list: "reverifications",
      filter: {
        state: [...SETTLED],
        ...branch,
        startedBy: [who],
        startedFrom: whole.from,
        startedTo: whole.to,
      },
    }),
    avoided: (): Rows => ({
      list: "reverifications",
      filter: {
        ...branch,
        ...(person ? { startedBy: [person] } : {}),
        avoidedFrom: whole.from,
        avoidedTo: whole.to,
      },
    }),
    opened: (days = whole, filter: Partial<CaseFilter> = {}) =>
      cases({ ...filter, ...held, openedFrom: days.from, openedTo: days.to }),
    closed: (filter: Partial<CaseFilter> = {}, days = whole) =>
      cases({ ...filter, ...decided, closedFrom: days.from, closedTo: days.to }),
    openOf: (who: string) => cases({ ...CASE_VIEWS.open, ...branches, assignee: [who] }),
    closedBy: (who: string) =>
      cases({ ...branches, decidedBy: who, closedFrom: whole.from, closedTo: whole.to }),
    approvedBy: (who: string) =>
      cases({ ...branches, approvedBy: who, closedFrom: whole.from, closedTo: whole.to }),
    open: (filter: Partial<CaseFilter> = {}) => cases({ ...CASE_VIEWS.open, ...filter, ...held }),
    touched: () => cases({ ...held, touchedFrom: whole.from, touchedTo: whole.to }),
    due: (met: "yes" | "no") => cases({ ...held, dueFrom: whole.from, dueTo: whole.to, met }),
    /** What a second person looked at, by who decided first. */
    reviewed: (filter: Partial<CaseFilter>) =>
      cases({
        ...filter,
        ...branches,
        ...(person ? { firstBy: person } : {}),
        closedFrom: whole.from,
        closedTo: whole.to,
      }),
    reopened: () => cases({ ...held, reopenedFrom: whole.from, reopenedTo: whole.to }),
    denied: (): Rows => ({
      list: "processes",
      filter: { scoreMin: -100, scoreMax: -40, seenFrom: whole.from, seenTo: whole.to },
    }),
    scored: (step?: number): Rows => {
      const { least, most } = step === undefined ? { least: -100, most: 100 } : boundsOf(step);
      return {
        list: "processes",
        filter: { scoreMin: least, scoreMax: most, seenFrom: whole.from, seenTo: whole.to },
      };
    },
  };
}
export type RowsOf = ReturnType<typeof rowsOf>;
