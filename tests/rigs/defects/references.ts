import type { Defect } from "./defect.ts";

const RECEIVING = "lib/features/references/import-receiving.ts";
const STAGING = "lib/features/references/import-staging.ts";
const STEPS = "lib/features/references/import-merge-steps.ts";
const MIGRATION = "prisma/migrations/20261126000300_reference_import/migration.sql";

const inTest = (name: string) =>
  ({
    of: "references",
    project: "integration",
    test: `tests/integration/references/${name}.test.ts`,
  }) as const;
const inUnit = (name: string) =>
  ({ of: "references", project: "unit", test: `tests/unit/references/${name}.test.ts` }) as const;

/** What keeps a file of references from bringing in what nobody meant, or a part of it. */
export const REFERENCE_DEFECTS: readonly Defect[] = [
  {
    says: "what is still written when an upload breaks off lies there after its end",
    file: RECEIVING,
    find: ".finally(() => writing.catch(() => undefined))",
    put: ".finally(() => undefined)",
    ...inTest("import-broken"),
  },
  {
    says: "one wrong line does not keep the others out where all must be right",
    file: RECEIVING,
    find: `(mode === "all" && refusedCount > 0)`,
    put: `(mode === "all" && refusedCount < 0)`,
    ...inTest("import"),
  },
  {
    says: "a person limited to branches imports over a reference of another",
    file: STAGING,
    find: "branch !== undefined && !isInScope(ctx.actor, branch)",
    put: "branch === undefined && !isInScope(ctx.actor, null) && isInScope(ctx.actor, null)",
    ...inTest("import"),
  },
  {
    says: "the second line of a new person is sealed for a row that is not theirs",
    file: STAGING,
    find: 'createHmac("sha256", salt).update(cpfIndex)',
    put: 'createHmac("sha256", salt).update(String(Math.random())).update(cpfIndex)',
    ...inTest("import"),
  },
  {
    says: "a reference that belongs to somebody is given to whom a file names",
    file: STEPS,
    find: "SET subject_id = coalesce(r.subject_id, f.subject_id)",
    put: "SET subject_id = coalesce(f.subject_id, r.subject_id)",
    ...inTest("import"),
  },
  {
    says: "an import whose lines a crash emptied is brought in all the same",
    file: "lib/features/references/import-merging.ts",
    find: "(await merging.countLines(tx, id)) < ready.rightCount",
    put: "(await merging.countLines(tx, id)) < 0",
    ...inTest("import-broken"),
  },
  {
    says: "digits that a spreadsheet dropped are read as zeros",
    file: "lib/features/references/import-values.ts",
    find: "rest.length !== Number(exponent)",
    put: "rest.length > Number(exponent)",
    ...inUnit("import-values"),
  },
  {
    says: "a cell that is no UTF-8 is kept as something else",
    file: "lib/features/references/import-line.ts",
    find: `new TextDecoder("utf-8", { fatal: true })`,
    put: `new TextDecoder("utf-8", { fatal: false })`,
    ...inUnit("import-parsing"),
  },
  {
    says: "of two references that come at once for one CPF none is marked",
    file: MIGRATION,
    find: "WHERE id = ANY (people) ORDER BY id FOR NO KEY UPDATE;",
    put: "WHERE id = ANY (people) ORDER BY id;",
    ...inTest("contradictions"),
  },
  {
    says: "what another branch has is told by the mark alone",
    file: "lib/features/references/table.ts",
    find: "...inBranches(sql`other.subsidiary_id`, scope),",
    put: "...inBranches(sql`other.subsidiary_id`, scope && null),",
    ...inTest("contradictions"),
  },
  {
    says: "a file is brought in for somebody who may no longer import",
    file: "lib/features/references/import-merging.ts",
    find: `if (!actor || !can(actor, "reference:import")) return "not_allowed";`,
    put: `if (!actor || !can(actor, "reference:import")) return null;`,
    ...inTest("import"),
  },
  {
    says: "a file is brought in beyond the branches that its sender sees by now",
    file: STEPS,
    find: "IS NOT TRUE`",
    put: "IS NULL AND false`",
    ...inTest("import"),
  },
  {
    says: "a file comes in whole though its sender lost the right to it on the way",
    file: "lib/features/references/import-merging.ts",
    find: "if (rightsOf(await actingNow(tx, ready.startedById)) !== rightsOf(actor)) throw new ChangedMeanwhile();",
    put: "",
    ...inTest("import-broken"),
  },
  {
    says: "any number of fields before the file is kept",
    file: "lib/entry/upload-form.ts",
    find: " && read < MOST_FIELDS",
    put: "",
    ...inTest("import-entry"),
  },
  {
    says: "a form of another site imports references",
    file: "lib/entry/reference-import.ts",
    find: "if (!isFromOurPages(request.headers)) return said(403);",
    put: "",
    ...inTest("import-entry"),
  },
  {
    says: "a form that breaks off within its file is taken for a whole one",
    file: "lib/entry/upload-form.ts",
    find: "while (!(await parts.next()).done);",
    put: "",
    ...inTest("import-entry"),
    only: "leads back with the reason where such a form cannot be taken, and takes none from elsewhere",
  },
];
