import { CASE_VIEWS, type CaseFilter } from "#lib/features/cases/table-schema.ts";

/** What a manager watches: each figure is the count of the rows that its own filter shows. */
export const BOARD = {
  open: CASE_VIEWS.open,
  overdue: { due: ["overdue"] },
  dueIn1h: { due: ["1h"] },
  dueIn4h: { due: ["4h"] },
  unassigned: CASE_VIEWS.unassigned,
  awaiting: CASE_VIEWS.awaiting,
  escalated: { status: ["escalated"] },
} satisfies Record<string, Partial<CaseFilter>>;
export type BoardFigure = keyof typeof BOARD;
export const BOARD_FIGURES = Object.keys(BOARD) as BoardFigure[];

/** What a person works from. */
export const OWN = {
  mine: CASE_VIEWS.mine,
  mineOverdue: { assignee: ["me"], due: ["overdue"] },
  unassigned: CASE_VIEWS.unassigned,
  awaiting: CASE_VIEWS.awaiting,
} satisfies Record<string, Partial<CaseFilter>>;
export type OwnFigure = keyof typeof OWN;
export const OWN_FIGURES = Object.keys(OWN) as OwnFigure[];

export type Count = { count: number; capped: boolean };

/** Figures by name, from counts in the order in which they were asked for. */
export function named<F extends string>(names: readonly F[], counts: readonly Count[]): Record<F, Count> {
  const none: Count = { count: 0, capped: false };
  return Object.fromEntries(names.map((name, place) => [name, counts[place] ?? none])) as Record<F, Count>;
}
