import type { Defect } from "./defect.ts";

const MIGRATION = "prisma/migrations/20261126000000_notes_and_tags/migration.sql";
const SCHEMA = "lib/features/cases/table-schema.ts";

const inTest = (name: string) =>
  ({ of: "notes", project: "integration", test: `tests/integration/cases/${name}.test.ts` }) as const;
const inUnit = (name: string) =>
  ({ of: "notes", project: "unit", test: `tests/unit/cases/${name}.test.tsx` }) as const;

/** Notes put otherwise, mentions, tags, and answers beside each other. */
export const NOTE_DEFECTS: readonly Defect[] = [
  {
    says: "a note is put otherwise by somebody else, past the service",
    file: MIGRATION,
    find: " AND actor_id = NEW.author_id",
    put: "",
    ...inTest("notes"),
  },
  {
    says: "whoever else writes is not told so",
    file: "lib/features/cases/notes.ts",
    find: `    if (found.actorId !== ctx.actor.id) return fail({ code: "note_not_yours" });\n`,
    put: "",
    ...inTest("notes"),
  },
  {
    says: "a form drawn before another text is taken",
    file: "lib/features/cases/notes.ts",
    find: `    if (last.place !== edits) return fail({ code: "note_changed" });\n`,
    put: "",
    ...inTest("notes"),
  },
  {
    says: "a mention reaches whoever does not see the branch",
    file: "lib/features/cases/people-repository.ts",
    find: "OR: [{ branches: { none: {} } }, ...(subsidiaryId ? [{ branches: { some: { subsidiaryId } } }] : [])],",
    put: "",
    ...inTest("notes"),
  },
  {
    says: "a mention is still told of a case that its reader no longer sees",
    file: "lib/features/cases/note-repository.ts",
    find: "where: { userId, case: withinScope(actor) },",
    put: "where: { userId },",
    ...inTest("notes"),
  },
  {
    says: "an erasure leaves what notes said since",
    file: "prisma/migrations/20261127000000_attachments/migration.sql",
    find: "UPDATE case_note_edit SET note = NULL FROM",
    put: "UPDATE case_note_edit SET note = case_note_edit.note FROM",
    of: "notes",
    project: "integration",
    test: "tests/integration/privacy/titular.test.ts",
  },
  {
    says: "people limited to branches see what notes of others said since",
    file: MIGRATION,
    find: "ALTER TABLE case_note_edit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;",
    put: "",
    of: "notes",
    project: "integration",
    test: "tests/integration/fences/row-security.test.ts",
  },
  {
    says: "a tag makes the forms of others stale",
    file: MIGRATION,
    find: "  without_lease.tags := OLD.tags;\n",
    put: "",
    ...inTest("tags"),
  },
  {
    says: "support finds cases by their tags",
    file: SCHEMA,
    find: `  "priority",\n  "tag",\n  "due",\n`,
    put: `  "priority",\n  "due",\n`,
    ...inTest("tags"),
  },
  {
    says: "support is shown the tags of a case",
    file: "lib/features/cases/reading.ts",
    find: "  tags: [] as string[],\n",
    put: "",
    ...inTest("tags"),
  },
  {
    says: "a CPF stands in a tag, and with it in addresses",
    file: "lib/features/cases/tag-name.ts",
    find: '  .refine((name) => !hasNumberOfSomebody(name), say("field.tagNumber"))',
    put: "",
    ...inUnit("tags"),
  },
  {
    says: "an answer stands beside one that said nothing",
    file: "lib/features/cases/answers.ts",
    find: `  state === "completed" && outcome !== null && !UNSAID.some((unsaid) => unsaid === outcome);`,
    put: `  state !== "" && outcome !== undefined;`,
    ...inUnit("answers"),
  },
  {
    says: "two values that have one word count as unchanged",
    file: "lib/features/cases/answers.ts",
    find: "isChanged: was.value !== is.value || was.raw !== is.raw",
    put: "isChanged: was.value !== is.value",
    ...inUnit("answers"),
  },
  {
    says: "what two people are called speaks to one of them",
    file: "lib/features/cases/mention-rules.ts",
    find: "own.set(name, own.has(name) ? null : person);",
    put: "own.set(name, person);",
    ...inUnit("mentions"),
  },
];
