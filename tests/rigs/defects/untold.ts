import type { Defect } from "./defect.ts";

const inTest = (only: string) =>
  ({ of: "A2", project: "integration", test: "tests/integration/audit-fail-closed.test.ts", only }) as const;
const everyAct = inTest("every act is refused, nothing is told or changed, and Unico is not asked");

/** What must not happen where nobody could write it down. */
export const UNTOLD_DEFECTS: readonly Defect[] = [
  {
    says: "Unico is asked though nobody could write it down",
    file: "lib/features/processes/service.ts",
    find: "  await assertRecordable(ctx.db);\n",
    put: "",
    ...everyAct,
  },
  {
    says: "a night removes pictures though nobody could write it down",
    file: "lib/features/retention/removing.ts",
    find: "    if (past.length > 0) await assertRecordable(ctx.db);\n",
    put: "",
    ...everyAct,
  },
  {
    says: "a copy of a picture stays though nobody could write it down",
    file: "lib/features/reverifications/copying.ts",
    find: "        await ctx.storage.remove(left.key);\n        throw error;",
    put: "        throw error;",
    ...inTest("a copy of a picture is not kept either"),
  },
  {
    says: "a case takes a step though nobody could write it down",
    file: "lib/features/cases/step.ts",
    find: "await cases.update(tx, number, found.version, change.data)",
    put: "await cases.update(ctx.db, number, found.version, change.data)",
    ...everyAct,
  },
  {
    says: "other triage rules are in force though nobody could write it down",
    file: "lib/features/triage/service.ts",
    find: "versions.insertVersion(tx, version)",
    put: "versions.insertVersion(ctx.programDb, version)",
    ...everyAct,
  },
  {
    says: "a view is gone though nobody could write it down",
    file: "lib/features/views/service.ts",
    find: "kept.removeView(tx, id)",
    put: "kept.removeView(ctx.db, id)",
    ...everyAct,
  },
  {
    says: "a list is drawn otherwise though nobody could write it down",
    file: "lib/features/views/service.ts",
    find: "kept.setPreference(tx, ctx.actor.id, list, { columns, density })",
    put: "kept.setPreference(ctx.db, ctx.actor.id, list, { columns, density })",
    ...everyAct,
  },
];
