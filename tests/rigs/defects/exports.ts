import type { Defect } from "./defect.ts";

const inTest = (name: string) =>
  ({ of: "exports", project: "integration", test: `tests/integration/exports/${name}.test.ts` }) as const;
const inFile = inTest("exports");
const inMaking = inTest("making");

/** What keeps files of lists whole, masked and to whoever may have them. */
export const EXPORT_DEFECTS: readonly Defect[] = [
  {
    ...inFile,
    says: "a masked file holds whole CPFs",
    file: "lib/features/exports/columns.ts",
    find: "isMasked ? maskedPerson(vault, person) : clearAsFar(vault, person)",
    put: "clearAsFar(vault, person)",
  },
  {
    ...inFile,
    says: "an analyst exports everybody's cases",
    file: "lib/features/exports/list-cases.ts",
    find: "...(isOwnOnly ?",
    put: "...(false ?",
  },
  {
    ...inFile,
    says: "personal data leaves without a fresh proof",
    file: "lib/features/exports/asking.ts",
    find: "if (input.personal) assertFresh(ctx);",
    put: "",
  },
  {
    ...inMaking,
    says: "a file is of many moments",
    file: "lib/db/export-rows.ts",
    find: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    put: "BEGIN READ ONLY",
  },
  {
    ...inMaking,
    says: "a writer that was given up ends the file of another",
    file: "lib/features/exports/repository.ts",
    find: 'where: { id, attempt, state: "running" }, data',
    put: "where: { id }, data",
  },
  {
    ...inMaking,
    says: "three files of one person are written at once",
    file: "lib/features/exports/repository.ts",
    find: "return running < RUNNING_PER_PERSON ?",
    put: "return running < 99 ?",
  },
  {
    of: "exports",
    says: "a cell of a workbook begins like a formula",
    file: "lib/export/xlsx-cells.ts",
    find: "inline(guarded(value))",
    put: "inline(value)",
    project: "unit",
    test: "tests/unit/export/files.test.ts",
  },
  {
    of: "exports",
    says: "a cell of a CSV begins like a formula",
    file: "lib/export/csv-bytes.ts",
    find: "BEGINS[bytes[from] ?? 0] === 1",
    put: "true",
    project: "unit",
    test: "tests/unit/exports/packed-rows.test.ts",
  },
  {
    of: "exports",
    says: "the CPF of one person stands in the row of another",
    file: "lib/features/exports/columns.ts",
    find: "keyBytes: ID_CHARS,",
    put: "keyBytes: 1,",
    project: "unit",
    test: "tests/unit/exports/packed-rows.test.ts",
  },
];
