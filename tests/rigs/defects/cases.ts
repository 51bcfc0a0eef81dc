import type { Defect } from "./defect.ts";

const RULES = "lib/features/cases/rules.ts";
const HANDING = "lib/features/cases/handing.ts";
const MIGRATION = "prisma/migrations/20261125000000_pauses/migration.sql";

const inTest = (name: string) =>
  ({ of: "cases", project: "integration", test: `tests/integration/cases/${name}.test.ts` }) as const;
const inUnit = (name: string) =>
  ({ of: "cases", project: "unit", test: `tests/unit/cases/${name}.test.ts` }) as const;

/** What holds a case together while several people work on it. */
export const CASE_DEFECTS: readonly Defect[] = [
  {
    says: "a form drawn before another's change is taken all the same",
    file: "lib/features/cases/step.ts",
    find: `if (found.version !== version && act !== "take")`,
    put: `if (found.version < version && act !== "take")`,
    ...inTest("handing"),
  },
  {
    says: "a case is taken over without a fresh proof",
    file: HANDING,
    find: "  assertFresh(ctx);\n",
    put: "  void assertFresh;\n",
    ...inTest("handing"),
  },
  {
    says: "a case is assigned to whoever does not see its branch",
    file: "lib/features/cases/people-repository.ts",
    find: "OR: [{ branches: { none: {} } }, ...(subsidiaryId",
    put: "OR: [{ branches: { none: {} } }, { branches: { some: {} } }, ...(subsidiaryId",
    ...inTest("handing"),
  },
  {
    says: "what was put aside for one is handed to the next who asks",
    file: "lib/features/cases/repository.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is looked for in a source file
    find: "status = 'open' AND (assignee_id IS NULL OR assignee_id = ${actor.id}::uuid)",
    put: "status = 'open'",
    ...inTest("handing"),
  },
  {
    says: "what was escalated is taken by anybody",
    file: RULES,
    find: `if (found.status === "escalated" && !who.leads) return "case_escalated";`,
    put: "",
    ...inTest("setting-aside"),
  },
  {
    says: "the clock runs on while a case waits",
    file: "lib/features/cases/due.ts",
    find: "afterPause(clock, waitingSince, at)",
    put: "afterPause(clock, at, at)",
    ...inTest("setting-aside"),
  },
  {
    says: "another priority forgets the pauses",
    file: "lib/features/cases/due.ts",
    find: "DUE_HOURS[priority] * HOUR_MS + Number(pausedMs)",
    put: "DUE_HOURS[priority] * HOUR_MS + 0 * Number(pausedMs)",
    ...inTest("handing"),
  },
  {
    says: "due at the end of a day becomes the next morning by a pause of nothing",
    file: "lib/features/cases/due.ts",
    find: "  if (ms === 0) return { dueAt, pausedMs };\n",
    put: "",
    ...inUnit("due"),
  },
  {
    says: "what waits for the customer is overdue",
    file: "lib/features/cases/report-filters.ts",
    find: "const RUNNING = sql`'open', 'in_review', 'awaiting_approval', 'escalated'`;",
    put: "const RUNNING = sql`'open', 'in_review', 'awaiting_approval', 'waiting', 'escalated'`;",
    ...inTest("table"),
  },
  {
    says: "a decision is undone after an hour",
    file: RULES,
    find: "export const UNDO_MS = 10_000;",
    put: "export const UNDO_MS = 3_600_000;",
    ...inTest("undoing"),
  },
  {
    says: "another's decision is undone",
    file: RULES,
    find: "if (!isDecided || decidedById !== who || decidedAt",
    put: "if (!isDecided || decidedById === null || decidedAt",
    ...inTest("undoing"),
  },
  {
    says: "what a second person approved is undone",
    file: "prisma/migrations/20261126000000_notes_and_tags/migration.sql",
    find: " AND OLD.approved_by_id IS NULL",
    put: "",
    ...inTest("undoing"),
  },
  {
    says: "a case waits without a moment since when",
    file: MIGRATION,
    find: "CHECK ((status = 'waiting') = (waiting_since IS NOT NULL))",
    put: "CHECK (status IS NOT NULL)",
    ...inTest("setting-aside"),
  },
  {
    says: "whoever lost a case keeps it alive",
    file: "lib/features/cases/repository.ts",
    find: `where: { number, assigneeId, status: "in_review" }, data: { leaseUntil }`,
    put: `where: { number, status: "in_review" }, data: { leaseUntil }`,
    ...inTest("handing"),
  },
  {
    says: "a fraud alert beside a match is not pointed out",
    file: "lib/features/cases/contradictions.ts",
    find: "same_with_alert: isSame && isAlert,",
    put: "same_with_alert: false,",
    ...inUnit("contradictions"),
  },
];
