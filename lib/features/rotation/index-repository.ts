import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import type { IndexKeyRow } from "./index-rules.ts";

export const listIndexKeys = (db: Pick<Db, "indexKey">): Promise<IndexKeyRow[]> =>
  db.indexKey.findMany({
    orderBy: { since: "asc" },
    select: { fingerprint: true, closedAt: true, emptiedAt: true },
  });

/** One start after the other says which key it has. */
export const lockIndexKeys = (tx: Tx) => tx.$executeRaw`LOCK TABLE index_key IN SHARE ROW EXCLUSIVE MODE`;

/** New ones, and one that is taken up again, from now on hold indexes. */
export const openIndexKey = (tx: Tx, fingerprint: string, since: Date) =>
  tx.indexKey.upsert({
    where: { fingerprint },
    create: { fingerprint, since },
    update: { closedAt: null, emptiedAt: null },
    select: { fingerprint: true },
  });

/** Waits for whoever puts something under them right now. */
export const closeIndexKeys = (tx: Tx, older: readonly string[], closedAt: Date) =>
  tx.indexKey.updateMany({
    where: { fingerprint: { in: [...older] }, emptiedAt: null },
    data: { closedAt },
  });

/** Those alone that were not taken up again since they were closed. */
export const emptyIndexKeys = (tx: Tx, older: readonly string[], closedAt: Date, emptiedAt: Date) =>
  tx.indexKey.updateMany({ where: { fingerprint: { in: [...older] }, closedAt }, data: { emptiedAt } });

export type Indexed = { id: string; cpf: Uint8Array; cpfIndex: Uint8Array };

/** In the order of their rows, beyond `after`; those who were erased have no CPF. */
export const listIndexed = (db: Db, after: string | null, take: number): Promise<Indexed[]> =>
  db.subject.findMany({
    where: { erasedAt: null, ...(after ? { id: { gt: after } } : {}) },
    orderBy: { id: "asc" },
    take,
    select: { id: true, cpf: true, cpfIndex: true },
  });

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Only where the old index still stands and the new one is nobody's; whose it was done for. */
export async function replaceIndexes(
  db: Db,
  values: readonly { id: string; old: Uint8Array; fresh: Uint8Array }[],
): Promise<string[]> {
  const given = JSON.stringify(
    values.map(({ id, old, fresh }) => ({ id, old: hex(old), fresh: hex(fresh) })),
  );
  const moved = await db.$queryRaw<{ id: string }[]>`
    UPDATE subject AS s SET cpf_index = decode(given.fresh, 'hex')
    FROM jsonb_to_recordset(${given}::jsonb) AS given (id uuid, old text, fresh text)
    WHERE s.id = given.id AND s.cpf_index = decode(given.old, 'hex') AND s.erased_at IS NULL
      AND NOT EXISTS (SELECT FROM subject AS other WHERE other.cpf_index = decode(given.fresh, 'hex'))
    RETURNING s.id`;
  return moved.map(({ id }) => id);
}

/** Those of the given who still have the index that they had. */
export async function countStill(
  db: Db,
  values: readonly { id: string; old: Uint8Array<ArrayBuffer> }[],
): Promise<number> {
  return values.length === 0
    ? 0
    : db.subject.count({ where: { OR: values.map(({ id, old }) => ({ id, cpfIndex: old })) } });
}
