import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { DamagedFile, keyOfFile, openSealed, putSealed } from "#lib/storage/sealed-file.ts";

type Kept = { id: string; storageKey: string };
type Deps = Pick<Ctx, "db" | "storage" | "vault">;

/**
 * Whose files lie sealed in pieces, by the column of the count by key, and the rows that want theirs: whoever lets a file
 * go says so first, and removes it then, and once more an hour later. What is put after that is seen here not to be
 * wanted; or removed there, where this process dies before.
 */
const FILES = {
  "storage.exports": Prisma.sql`export WHERE state = 'done' AND storage_key IS NOT NULL`,
  "storage.attachments": Prisma.sql`case_attachment WHERE storage_key IS NOT NULL`,
} as const;
export type FilesOf = keyof typeof FILES;
export const EVERY_FILES = Object.keys(FILES) as FilesOf[];

const TAKE = 100;

const listKept = (db: Db, of: FilesOf, after: string | null) => db.$queryRaw<Kept[]>`
  SELECT id::text, storage_key AS "storageKey" FROM ${FILES[of]}
  AND (${after}::text IS NULL OR id > ${after}::text::uuid) ORDER BY id LIMIT ${TAKE}`;

/** Every file that is kept, with the key that it lies under; one that is gone is passed over. */
export async function* keptFiles(deps: Deps, of: FilesOf): AsyncGenerator<Kept & { keyId: string }> {
  let after: string | null = null;
  for (;;) {
    const rows: Kept[] = await listKept(deps.db, of, after);
    for (const row of rows) {
      const keyId = await keyOfFile(deps, row.storageKey).catch(unreadable);
      if (keyId !== null) yield { ...row, keyId };
    }
    after = rows.at(-1)?.id ?? null;
    if (rows.length < TAKE) return;
  }
}

/** What does not begin as a file of ours is told of as lying under no key. */
function unreadable(error: unknown): string {
  if (error instanceof DamagedFile) return "";
  throw error;
}

/** Puts the same file under the newest key; one that was let go meanwhile does not come back. False where it does not open. */
export async function resealFile(deps: Deps, of: FilesOf, { id, storageKey }: Kept): Promise<boolean> {
  const opened = await openSealed(deps, storageKey);
  if (!opened) return true;
  try {
    await putSealed(deps, storageKey, opened);
  } catch (error) {
    if (error instanceof DamagedFile) return false;
    throw error;
  }
  const wanted = await deps.db.$queryRaw<unknown[]>`
    SELECT id FROM ${FILES[of]} AND id = ${id}::uuid AND storage_key = ${storageKey}`;
  if (wanted.length === 0) await deps.storage.remove(storageKey);
  return true;
}
