import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { INDEX_PREFIX } from "#lib/features/rotation/schema.ts";

/** `since`: when it was first used; null while nothing is turned to it yet. */
export type KeyAge = { id: string; since: Date | null };
export type KeyAges = { data: KeyAge; index: KeyAge; log: KeyAge | null };

/** The keys in use and since when, by what the program wrote under them; a key itself knows nothing of its age. */
export async function readKeyAges({ db, vault }: Pick<UserCtx, "db" | "vault">): Promise<KeyAges> {
  const began = await db.auditBlock.findFirst({ select: { sealedAt: true }, orderBy: { number: "asc" } });
  const first = began?.sealedAt ?? null;
  const ageOf = async (id: string, ring: readonly string[], prefix = ""): Promise<KeyAge> => {
    const turn = await db.keyRotation.findFirst({
      where: { keyId: `${prefix}${id}` },
      select: { startedAt: true },
      orderBy: { startedAt: "asc" },
    });
    // The first key was turned to from none; with others behind it in the ring it is not the first.
    return { id, since: turn?.startedAt ?? (ring.length === 1 ? first : null) };
  };
  const [index = ""] = vault.indexKeys;
  const [data, ofIndex, log] = await Promise.all([
    ageOf(vault.newest, vault.keyIds),
    ageOf(index, vault.indexKeys, INDEX_PREFIX),
    findSigningKey(db),
  ]);
  return { data, index: ofIndex, log };
}

/** Keys of the log follow one another: the first block under the last one is found by halves, whatever the log's length. */
async function findSigningKey(db: Db): Promise<KeyAge | null> {
  const select = { number: true, keyId: true, sealedAt: true } as const;
  const [first, last] = await Promise.all([
    db.auditBlock.findFirst({ select, orderBy: { number: "asc" } }),
    db.auditBlock.findFirst({ select, orderBy: { number: "desc" } }),
  ]);
  if (!first || !last) return null;
  if (first.keyId === last.keyId) return { id: last.keyId, since: first.sealedAt };
  let [before, found] = [first.number, last];
  while (found.number - before > 1n) {
    const middle = (before + found.number) / 2n;
    const block = await db.auditBlock.findUniqueOrThrow({ where: { number: middle }, select });
    if (block.keyId === last.keyId) found = block;
    else before = middle;
  }
  return { id: found.keyId, since: found.sealedAt };
}
