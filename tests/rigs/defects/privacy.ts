import type { Defect } from "./defect.ts";

const MIGRATION = "prisma/migrations/20261123000800_privacy/migration.sql";
const REVEALING = "lib/features/revealing/service.ts";
const ERASING = "lib/features/titular/erasing.ts";

const folder = "tests/integration/privacy";
const inTest = (of: string, name: string) =>
  ({ of, project: "integration", test: `${folder}/${name}.test.ts` }) as const;
const revealing = inTest("W4", "revealing");
const erasing = inTest("W17", "titular");
const retention = inTest("W17", "retention");
const retentionSettings = inTest("W17", "retention-settings");
const rotation = inTest("L11", "rotation");
const atRest = inTest("L10", "at-rest");

/** Protections of personal data: revealed, kept, erased, sealed. */
export const PRIVACY_DEFECTS: readonly Defect[] = [
  {
    says: "a reveal is not written down",
    file: REVEALING,
    find: "    await recordAudit(tx, ctx, entryOf());\n",
    put: "",
    ...revealing,
  },
  {
    says: "the log of a reveal holds the value",
    file: REVEALING,
    find: "await recordAudit(tx, ctx, entryOf());",
    put: "const told = entryOf();\n    await recordAudit(tx, ctx, { ...told, detail: { ...told.detail, value } });",
    ...revealing,
  },
  {
    says: "support reveals people whom they never looked up",
    file: REVEALING,
    find: `if (grantOf(ctx.actor, "pii:reveal") !== "own") return true;`,
    put: `if (grantOf(ctx.actor, "pii:reveal")) return true;`,
    ...revealing,
  },
  {
    says: "what a role may not open it may reveal from",
    file: REVEALING,
    find: "  assertCan(ctx.actor, REVEAL_PLACES[input.place]);\n",
    put: "",
    ...revealing,
  },
  {
    says: "what is under legal hold is removed",
    file: MIGRATION,
    find: "WHERE hold.subject_id = subject AND hold.lifted_at IS NULL)",
    put: "WHERE hold.subject_id = subject AND hold.lifted_at > now())",
    ...retention,
  },
  {
    says: "what an open case needs is removed",
    file: MIGRATION,
    find: `WHERE "case".subject_id = subject AND "case".status <> 'closed')`,
    put: `WHERE "case".subject_id = subject AND "case".status = 'escalated')`,
    ...retention,
  },
  {
    says: "a form drawn before somebody else's change is taken",
    file: "lib/features/retention/settings.ts",
    find: "if (versionOf(settings) !== version) return",
    put: "if (versionOf(settings) < version) return",
    ...retentionSettings,
  },
  {
    says: "selfies are kept though the setting says never",
    file: "lib/features/reverifications/copying.ts",
    find: "if (!(await keepsSelfies(ctx))) return;",
    put: "await keepsSelfies(ctx);",
    ...retentionSettings,
  },
  {
    says: "whoever says so may change what was said of the portal, and the case's log",
    file: MIGRATION,
    find: "GRANT SELECT, UPDATE ON retention_setting TO contraprova_app;",
    put: "GRANT SELECT, UPDATE ON retention_setting TO contraprova_app; GRANT DELETE ON case_event TO contraprova_app;",
    ...retention,
  },
  {
    says: "an erasure leaves what people typed",
    file: "prisma/migrations/20261127000000_attachments/migration.sql",
    find: "UPDATE case_event SET note = NULL WHERE",
    put: "UPDATE case_event SET note = note WHERE",
    ...erasing,
  },
  {
    says: "an erasure leaves the CPF findable",
    file: "lib/features/titular/repository.ts",
    find: "      cpfIndex: new Uint8Array(randomBytes(32)),\n",
    put: "",
    ...erasing,
  },
  {
    says: "an erasure leaves the picture",
    file: ERASING,
    find: "const selfies = await titular.noteFiles(tx, subject, ctx.now());",
    put: "const selfies = 0;",
    ...erasing,
  },
  {
    says: "a person under legal hold is erased",
    file: ERASING,
    find: `  if (await findHoldOn(tx, subject)) return "held";\n`,
    put: "",
    ...erasing,
  },
  {
    says: "an erasure asks for no fresh proof",
    file: ERASING,
    find: "  assertFresh(ctx);\n",
    put: "",
    ...erasing,
  },
  {
    says: "the file is given without a word in the log",
    file: "lib/features/titular/file.ts",
    find: "  await recordAudit(ctx.db, ctx, {",
    put: "  if (!ctx.db) await recordAudit(ctx.db, ctx, {",
    ...erasing,
  },
  {
    says: "a column is forgotten when the key changes",
    file: "lib/features/rotation/sealed.ts",
    find: `  columnOf({ table: "subject", key: "id", column: "phone" }),\n`,
    put: "",
    ...rotation,
  },
  {
    says: "kept pictures are forgotten when the key changes",
    file: "lib/features/rotation/service.ts",
    find: "    await resealSelfie(ctx, kept);\n",
    put: "",
    ...rotation,
  },
  {
    says: "a sealed value opens in another's place",
    file: "lib/privacy/vault.ts",
    find: "const associated = ({ table, row, column }: Place) =>",
    put: "const associated = (_place: Place) => Buffer.from([]);\nexport const whole = ({ table, row, column }: Place) =>",
    ...atRest,
  },
  {
    says: "the phone lies in clear",
    file: "lib/features/subjects/repository.ts",
    find: `phone: phone ? vault.seal(placeOf(id, "phone"), phone) : null,`,
    put: "phone: phone ? new Uint8Array(Buffer.from(phone)) : null,",
    ...atRest,
  },
  {
    says: "a page opens what is sealed by itself",
    of: "W4",
    file: "lib/features/cases/reading.ts",
    find: `import { maskedPerson } from "#lib/features/subjects/repository.ts";`,
    put: `import { clearAsFar, maskedPerson } from "#lib/features/subjects/repository.ts";\nexport const opened = (...given: Parameters<typeof clearAsFar>) => clearAsFar(...given);`,
    project: "unit",
    test: "tests/unit/privacy/one-way-in.test.ts",
  },
  {
    says: "whom a file held in the clear is written nowhere",
    of: "L3",
    file: "lib/features/exports/making.ts",
    find: "if (!making.isMasked)\n",
    put: "if (making.isMasked)\n",
    project: "integration",
    test: "tests/integration/exports/held.test.ts",
  },
  {
    says: "a list offers to reveal whom support never looked up",
    of: "W4",
    file: "lib/features/revealing/service.ts",
    find: `if (grantOf(ctx.actor, "pii:reveal") !== "own") return new Set(there);`,
    put: "if (mayAny) return new Set(there);",
    project: "integration",
    test: "tests/integration/privacy/revealing.test.ts",
  },
  {
    says: "a report of which a part is removed is shown as whole",
    of: "privacy",
    file: "prisma/migrations/20261127000200_looks_and_held/migration.sql",
    find: "report_removed_at = coalesce(report_removed_at, clock_timestamp()),",
    put: "",
    project: "integration",
    test: "tests/integration/privacy/retention-ended.test.ts",
  },
  {
    says: "a kept answer is removed while it is noted as shown",
    of: "privacy",
    file: "prisma/migrations/20261127000200_looks_and_held/migration.sql",
    find: "LIMIT 1 FOR KEY SHARE",
    put: "LIMIT 1",
    project: "integration",
    test: "tests/integration/processes/kept-answers.test.ts",
  },
  {
    says: "lists that are under way go with the old ones",
    of: "privacy",
    file: "prisma/migrations/20261127000200_looks_and_held/migration.sql",
    find: "WHERE list.ended_at < retained_since('lists')",
    put: "WHERE list.asked_at < retained_since('lists')",
    project: "integration",
    test: "tests/integration/privacy/retention-ended.test.ts",
  },
];
