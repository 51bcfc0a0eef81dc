import type { Defect } from "./defect.ts";

const MIGRATION = "prisma/migrations/20261124000100_forgetting/migration.sql";
const INDEX = "lib/features/rotation/index-key.ts";

const inTest = (of: string, name: string) =>
  ({ of, project: "integration", test: `tests/integration/privacy/${name}.test.ts` }) as const;
const files = inTest("W17", "erased-files");
const held = inTest("W17", "retention-held");
const traces = inTest("W17", "sign-in-traces");
const forgotten = inTest("W17", "forgotten-process");
const index = inTest("L11", "index-key");

/** What is forgotten, and how: to the end, in order, under a changed key. */
export const FORGETTING_DEFECTS: readonly Defect[] = [
  {
    says: "an erasure that is killed before the files leaves no job",
    file: "lib/features/titular/erasing.ts",
    find: "if (selfies + attachments > 0)\n      await enqueue(",
    put: "if (selfies + attachments < 0)\n      await enqueue(",
    ...files,
  },
  {
    says: "files of who was erased are forgotten before they are removed",
    file: "lib/features/titular/erased-files.ts",
    find: "  await ctx.storage.remove(key);\n  await ctx.programDb",
    put: "  await ctx.programDb",
    ...files,
  },
  {
    says: "the picture of who was erased is shown until its file is gone",
    file: "lib/features/titular/repository.ts",
    find: "UPDATE reverification SET selfie_key = NULL",
    put: "UPDATE reverification SET selfie_key = selfie_key",
    ...files,
  },
  {
    says: "a night ends at the first batch of which nothing may be removed",
    file: "lib/features/retention/removing.ts",
    find: "      return purged?.reached ?? null;",
    put: "      return purged && purged.removed > 0 ? purged.reached : null;",
    ...held,
  },
  {
    says: "copies behind a batch of held ones stay",
    file: "lib/features/retention/removing.ts",
    find: "    if (!last) return;",
    put: "    if (!last || past.every(({ isKept }) => isKept)) return;",
    ...held,
  },
  {
    says: "sessions that could still be looked into are removed",
    file: MIGRATION,
    find: "coalesce(s.ended_at, s.last_seen_at)",
    put: "s.created_at",
    ...traces,
  },
  {
    says: "the program may remove sessions that are not long over",
    file: MIGRATION,
    find: "  IF days < 30 THEN RAISE EXCEPTION 'only what is long over' USING ERRCODE = 'insufficient_privilege'; END IF;\n  DELETE FROM session",
    put: "  DELETE FROM session",
    ...traces,
  },
  {
    says: "the log of a session cannot be found once its row is gone",
    file: "lib/features/audit/table.ts",
    find: "b.entity_type = 'session' AND",
    put: "b.entity_type = 'nothing' AND",
    ...traces,
  },
  {
    says: "a process with an answer counts as forgotten",
    file: "lib/features/processes/forgotten.ts",
    find: "  if (newest && isReadable(ctx.vault, newest)) return null;\n",
    put: "",
    ...forgotten,
  },
  {
    says: "a look-up whose older ones are gone is called the first",
    file: "lib/features/processes/page.ts",
    find: "const isFirst = !before && snapshot.takenAt <= firstSeenAt;",
    put: "const isFirst = !before && firstSeenAt !== null;",
    ...forgotten,
  },
  {
    says: "the file of a person is given without a limit",
    file: "lib/features/titular/file.ts",
    find: "  if (!taken.ok) return taken;\n",
    put: "",
    ...inTest("W15", "titular"),
  },
  {
    says: "a document is put in the place of another under the same key",
    file: MIGRATION,
    find: "    AND sealing_key(snapshot.document) <> sealing_key(given.fresh)\n",
    put: "",
    ...inTest("L11", "rotation"),
    only: "changes of a snapshot the key alone",
  },
  {
    says: "a start takes another key of the index",
    file: "lib/features/rotation/index-rules.ts",
    find: 'if (inUse.some(({ fingerprint }) => !given.includes(fingerprint))) return "changed";',
    put: "inUse.some(({ fingerprint }) => !given.includes(fingerprint));",
    ...index,
  },
  {
    says: "nobody tries the people who are there with a key that nobody named yet",
    file: INDEX,
    find: "|| !isOfGiven(ctx, people))",
    put: "|| (people.length < 0 && !isOfGiven(ctx, people)))",
    ...index,
  },
  {
    says: "people are made under a key that is closed",
    file: MIGRATION,
    find: "  IF NOT FOUND AND EXISTS (SELECT FROM index_key) THEN",
    put: "  IF false THEN",
    ...index,
  },
  {
    says: "two keys make two rows of one person",
    file: MIGRATION,
    find: "  IF cardinality(indexes) > 1 THEN",
    put: "  IF false THEN",
    ...index,
    only: "makes one row of a person",
  },
  {
    says: "a search asks under the newest key alone",
    file: "lib/features/subjects/repository.ts",
    find: "  const indexes = vault.indexesOf(cpf);\n",
    put: "  const indexes = [vault.indexOf(cpf)];\n",
    ...index,
  },
  {
    says: "a key that people lie under counts as empty",
    file: INDEX,
    find: "const isDone = passed.left === 0 && passed.unreadable === 0;",
    put: "const isDone = passed.count >= 0;",
    ...index,
  },
];
