import "server-only";
import type { Ctx } from "#lib/features/context.ts";
import { DamagedFile, keyOfFile, openSealed, putSealed } from "#lib/storage/sealed-file.ts";

type Kept = { id: string; storageKey: string };
type Deps = Pick<Ctx, "db" | "storage" | "vault">;

const TAKE = 100;

/** Every export's file that is kept, with the key that it lies under; one that is gone is passed over. */
export async function* keptExportFiles(deps: Deps): AsyncGenerator<Kept & { keyId: string }> {
  let after: string | null = null;
  for (;;) {
    const rows: Kept[] = await deps.db.$queryRaw<Kept[]>`
      SELECT id::text, storage_key AS "storageKey" FROM export
      WHERE storage_key IS NOT NULL AND (${after}::text IS NULL OR id > ${after}::text::uuid) ORDER BY id LIMIT ${TAKE}`;
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

/** Puts the same file under the newest key; one that expired meanwhile does not come back. False where it does not open. */
export async function resealExportFile(deps: Deps, { id, storageKey }: Kept): Promise<boolean> {
  const opened = await openSealed(deps, storageKey);
  if (!opened) return true;
  try {
    await putSealed(deps, storageKey, opened);
  } catch (error) {
    if (error instanceof DamagedFile) return false;
    throw error;
  }
  const row = await deps.db.export.findUnique({ where: { id }, select: { storageKey: true } });
  if (!row?.storageKey) await deps.storage.remove(storageKey);
  return true;
}
