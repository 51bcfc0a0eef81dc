import "server-only";
import type { Ctx } from "#lib/features/context.ts";
import { placeOfSelfie } from "#lib/features/reverifications/selfies.ts";

type Kept = { id: string; selfieKey: string };
type Deps = Pick<Ctx, "db" | "storage" | "vault">;

const TAKE = 100;

/** Every kept copy in the order of its row; a file that is gone is passed over. */
export async function* keptSelfies({ db, storage }: Pick<Ctx, "db" | "storage">) {
  let after: string | null = null;
  for (;;) {
    const rows: Kept[] = await db.$queryRaw<Kept[]>`
      SELECT id, selfie_key AS "selfieKey" FROM reverification
      WHERE selfie_key IS NOT NULL AND (${after}::text IS NULL OR id > ${after}::text::uuid) ORDER BY id LIMIT ${TAKE}`;
    for (const row of rows) {
      const sealed = await storage.get(row.selfieKey);
      if (sealed) yield { ...row, sealed };
    }
    after = rows.at(-1)?.id ?? null;
    if (rows.length < TAKE) return;
  }
}

/**
 * Puts the same picture under the newest key. One that was removed meanwhile does not come back: it is seen here, or
 * removed an hour later, where this process dies before.
 */
export async function resealSelfie(
  { db, storage, vault }: Deps,
  { id, selfieKey, sealed }: Kept & { sealed: Buffer },
) {
  const place = placeOfSelfie(id);
  await storage.put(selfieKey, vault.sealBytes(place, vault.openBytes(place, sealed)));
  const row = await db.reverification.findUnique({ where: { id }, select: { selfieKey: true } });
  if (!row?.selfieKey) await storage.remove(selfieKey);
}
