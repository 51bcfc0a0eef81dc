import type { Defect } from "./defect.ts";

const MIGRATION = "prisma/migrations/20261127000000_attachments/migration.sql";
const FEATURE = "lib/features/attachments";

const inCases = (only: string) =>
  ({
    of: "files",
    project: "integration",
    test: "tests/integration/cases/attachments.test.ts",
    only,
  }) as const;
const inRemoved = (only: string) =>
  ({
    of: "files",
    project: "integration",
    test: "tests/integration/cases/attachments-removed.test.ts",
    only,
  }) as const;
const inPrivacy = (only: string) =>
  ({
    of: "files",
    project: "integration",
    test: "tests/integration/privacy/attachments.test.ts",
    only,
  }) as const;
const inEntry = (only: string) =>
  ({
    of: "files",
    project: "integration",
    test: "tests/integration/cases/attachments-entry.test.ts",
    only,
  }) as const;
const inCopying = {
  of: "files",
  project: "integration",
  test: "tests/integration/privacy/copying.test.ts",
} as const;

/** Files that people attach to a case. */
export const ATTACHMENT_DEFECTS: readonly Defect[] = [
  {
    says: "whoever reads masked takes the files of a case",
    file: `${FEATURE}/reading.ts`,
    find: `throw new Forbidden("case:read");\n  const taken`,
    put: `await 0;\n  const taken`,
    ...inCases("is hidden from support: no list, no line, no byte"),
  },
  {
    says: "a file is given out that belongs to another case",
    file: `${FEATURE}/repository.ts`,
    find: "where: { id, caseNumber, removedAt: null, case: withinScope(actor) },",
    put: "where: { id, removedAt: null, case: withinScope(actor) },",
    ...inCases("is one of its own case alone, and of a branch that is seen"),
  },
  {
    says: "two that come at once are one too many",
    file: `${FEATURE}/attaching.ts`,
    find: `    if ((await attachments.countHeld(tx, number)) >= FILES_A_CASE) return fail({ code: "full" });\n`,
    put: "",
    ...inCases("is at most the twentieth, also of two that come at once"),
  },
  {
    says: "what was refused stays in the storage",
    file: `${FEATURE}/attaching.ts`,
    find: "if (!isNamed) await dropUnnamed(ctx, key);",
    put: "",
    ...inCases("that is refused, too large or breaks off leaves no row, no byte and no note of it"),
  },
  {
    says: "an upload whose commit was not answered loses its bytes",
    file: `${FEATURE}/removing.ts`,
    find: " || !(await attachments.isNamed(ctx.programDb, key)))",
    put: " || (await attachments.isNamed(ctx.programDb, key)))",
    ...inCases("keeps its bytes where a row names it, and says so where they are gone"),
  },
  {
    says: "the job has a file in hand, and it is named all the same",
    file: `${FEATURE}/attaching.ts`,
    find: "attachments.takeLeft(tx, left)",
    put: "attachments.takeLeft(tx, { key: left.key })",
    ...inRemoved(
      "by the job is no more to be named, and keeps no row locked while the storage takes its time",
    ),
  },
  {
    says: "a hold is set while a file is taken away",
    file: `${FEATURE}/removing.ts`,
    find: "    await keepStanding(tx, number);\n",
    put: "",
    ...inRemoved("holds the person while it is taken away, so that no hold comes in between"),
  },
  {
    says: "a file that is sealed anew while it is erased stays",
    file: "lib/features/titular/erased-files.ts",
    find: "    await noteLeft(tx, key);\n",
    put: "",
    of: "files",
    project: "integration",
    test: "tests/integration/privacy/rotation-files.test.ts",
  },
  {
    says: "a copy whose process was killed before its row named it stays for ever",
    file: "lib/features/reverifications/copying.ts",
    find: "await noteLeft(ctx.programDb, keyOfSelfie(id))",
    put: "{ key: keyOfSelfie(id), dueAt: new Date() }",
    ...inCopying,
  },
  {
    says: "a copy that is being removed is named",
    file: "lib/features/reverifications/steps.ts",
    find: " AND EXISTS (SELECT FROM held)\n",
    put: "\n",
    ...inCopying,
  },
  {
    says: "a copy that is kept is removed after an hour",
    file: "lib/features/reverifications/steps.ts",
    find: "DELETE FROM attachment_left WHERE key",
    put: "DELETE FROM attachment_left WHERE 'no' || key",
    ...inCopying,
  },
  {
    says: "a selfie that is sealed anew while it is erased stays",
    file: "lib/features/titular/erased-files.ts",
    find: "    await noteLeft(tx, key);\n",
    put: "    if (attachmentId) await noteLeft(tx, key);\n",
    of: "files",
    project: "integration",
    test: "tests/integration/privacy/resealed-selfies.test.ts",
  },
  {
    says: "a selfie that is sealed anew while its days are over stays",
    file: "lib/features/retention/removing.ts",
    find: "    await noteLeft(tx, selfieKey);\n",
    put: "",
    of: "files",
    project: "integration",
    test: "tests/integration/privacy/resealed-selfies.test.ts",
  },
  {
    says: "a legal hold keeps no file",
    file: `${FEATURE}/removing.ts`,
    find: `    if ((await standingOf(tx, number)).isHeld) return fail({ code: "held" });\n`,
    put: "",
    ...inRemoved("is not, while a legal hold stands on the person"),
  },
  {
    says: "an upload under way is removed by the job",
    file: `${FEATURE}/repository.ts`,
    find: "WHERE due_at <= clock_timestamp() AND key >",
    put: "WHERE key >",
    ...inRemoved(
      "and cannot be removed from the storage is removed by the job; what is under way is left alone",
    ),
  },
  {
    says: "a file leaves inline",
    file: `${FEATURE}/naming.ts`,
    find: 'return `attachment; filename="',
    put: 'return `inline; filename="',
    ...inEntry("a file leaves as an attachment of a fixed type that nothing shows, keeps or runs"),
  },
  {
    says: "files are taken from a page of another site",
    file: "lib/entry/case-attachments.ts",
    find: "if (!isFromOurPages(request.headers)) return said(ctx ? 403 : 404);",
    put: "",
    ...inEntry("nobody attaches but from a page of ours, signed in, allowed to, and to a case that they see"),
  },
  {
    says: "an erasure leaves what was attached",
    file: "lib/features/titular/erasing.ts",
    find: "await titular.noteAttachments(tx, subject, ctx.now())",
    put: "0",
    ...inPrivacy(
      "a person's own file lists what was attached, and an erasure takes it, its name and what it was noted by",
    ),
  },
  {
    says: "a file comes in behind an erasure",
    file: `${FEATURE}/attaching.ts`,
    find: `    if ((await standingOf(tx, number)).isErased) return fail({ code: "erased" });\n`,
    put: "",
    ...inPrivacy("a file that comes in the instant of an erasure is refused or goes with the rest"),
  },
  {
    says: "an erasure does not wait for a note that is being edited",
    file: MIGRATION,
    find: `  PERFORM FROM "case" WHERE number = ANY (about) ORDER BY number FOR NO KEY UPDATE;\n`,
    put: "",
    ...inPrivacy("a note that is edited in the instant of an erasure does not bring its text back"),
  },
  {
    says: "an edit does not wait for an erasure",
    file: "lib/features/cases/notes.ts",
    find: `    if (!(await lockCase(tx, ctx.actor, number))) return fail({ code: "note_unknown" });\n`,
    put: "",
    ...inPrivacy("an edit that begins while an erasure is under way waits for it, and finds nothing to edit"),
  },
  {
    says: "a note does not wait for an erasure",
    file: "lib/features/cases/notes.ts",
    find: `    if (!(await lockCase(tx, ctx.actor, number))) return fail({ code: "case_unknown" });\n`,
    put: "",
    ...inPrivacy(
      "a note that is written while an erasure is under way waits for it, and is refused, as every later one",
    ),
  },
  {
    says: "what is typed with a step outlives an erasure",
    file: "lib/features/cases/step.ts",
    find: "Boolean(note) && (await isErasedFor(tx, number))",
    put: "false as boolean",
    of: "files",
    project: "integration",
    test: "tests/integration/privacy/erased-steps.test.ts",
  },
  {
    says: "of a form without end every part is tried",
    file: "lib/entry/case-attachments.ts",
    find: "isOver = place > FILES_A_CASE;",
    put: "isOver = false;",
    ...inEntry("of a form with parts without end no more are tried than a case holds and one"),
  },
  {
    says: "a case that is past its days leaves the bytes of its files",
    file: MIGRATION,
    find: "  WHEN (OLD.storage_key IS NOT NULL) EXECUTE",
    put: "  WHEN (OLD.storage_key IS NULL) EXECUTE",
    ...inPrivacy("files leave with a case that is past its days"),
  },
];
