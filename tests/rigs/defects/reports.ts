import type { Defect } from "./defect.ts";

const inFigures = {
  of: "reports",
  project: "integration",
  test: "tests/integration/reports/figures.test.ts",
} as const;
const CASES = "lib/features/reports/case-figures.ts";
const FILTERS = "lib/features/cases/report-filters.ts";

/** Figures that are a little wrong, and links that show other rows than were counted. */
export const REPORT_DEFECTS: readonly Defect[] = [
  {
    says: "the time of a decision counts the pauses in",
    file: "lib/features/reports/time-figures.ts",
    find: "less: sql`c.paused_ms`",
    put: "less: sql`0`",
    ...inFigures,
  },
  {
    says: "what has no answer counts as a re-verification",
    file: "lib/features/reports/measures.ts",
    find: `["completed", "refused", "failed"];`,
    put: `["completed", "refused", "failed", "unknown"];`,
    ...inFigures,
  },
  {
    says: "a person's work counts what has no answer",
    file: "lib/features/reports/people-figures.ts",
    find: "AND r.state IN ('completed', 'refused', 'failed')",
    put: "",
    ...inFigures,
  },
  {
    says: "the last day of a period is left out",
    file: "lib/features/reports/period.ts",
    find: "until: endOfDay(to)",
    put: "until: startOfDay(to)",
    ...inFigures,
  },
  {
    says: "days end with London's and not with São Paulo's",
    file: "lib/features/reports/asked.ts",
    find: `AT TIME ZONE \${ZONE})::date`,
    put: "AT TIME ZONE 'UTC')::date",
    ...inFigures,
  },
  {
    says: "a case that is still open counts among the decided of its cohort",
    file: CASES,
    find: "CASE WHEN c.status = 'closed' THEN c.decision END",
    put: "c.decision",
    ...inFigures,
  },
  {
    says: "the newest of several earlier decisions counts as the first",
    file: FILTERS,
    find: "   ORDER BY id LIMIT 1)`;",
    put: "   ORDER BY id DESC LIMIT 1)`;",
    ...inFigures,
  },
  {
    says: "what waits for the customer counts as missed",
    file: FILTERS,
    find: `c.decided_at IS NULL AND c.status IN (\${RUNNING}) AND c.due_at`,
    put: "c.decided_at IS NULL AND c.due_at",
    ...inFigures,
  },
  {
    says: "the link of the touched cases ends a day early",
    file: "lib/features/reports/rows.ts",
    find: "touchedTo: whole.to",
    put: "touchedTo: whole.from",
    ...inFigures,
  },
  {
    says: "an analyst reads a colleague's work",
    file: "lib/features/reports/service.ts",
    find: `  grant === "own" ? actorId : person;`,
    put: '  person ?? (grant === "own" ? actorId : undefined);',
    ...inFigures,
  },
  {
    says: "a figure holds what is of another branch",
    file: "lib/features/reports/asked.ts",
    find: "      ...inBranches(columns.branch, scopeOf(actor)),\n",
    put: "",
    ...inFigures,
  },
  {
    says: "a call that somebody made all the same counts as avoided",
    file: "lib/features/reverifications/service.ts",
    find: "  if (inSpiteOf) await forgetTold(ctx, inSpiteOf);\n",
    put: "",
    ...inFigures,
    test: "tests/integration/reports/avoided.test.ts",
  },
];
