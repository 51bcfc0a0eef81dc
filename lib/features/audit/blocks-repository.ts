import "server-only";
import type { Db } from "#lib/db/client.ts";
import { BLOCK_FORM } from "./blocks.ts";
import type { SealedBlock } from "./proof-types.ts";

export type StoredBlock = {
  number: bigint;
  previous: Uint8Array<ArrayBuffer>;
  root: Uint8Array<ArrayBuffer>;
  count: number;
  total: bigint;
  xidFrom: bigint;
  xidUntil: bigint;
  sealedAt: Date;
  keyId: string;
  head: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

export const blockOf = (stored: StoredBlock): SealedBlock => ({
  form: BLOCK_FORM,
  number: Number(stored.number),
  previous: hex(stored.previous),
  root: hex(stored.root),
  count: stored.count,
  total: Number(stored.total),
  xidFrom: Number(stored.xidFrom),
  xidUntil: Number(stored.xidUntil),
  sealedAt: stored.sealedAt.toISOString(),
  keyId: stored.keyId,
  head: hex(stored.head),
  signature: hex(stored.signature),
});

export async function findLastBlock(db: Db): Promise<SealedBlock | null> {
  const found = await db.auditBlock.findFirst({ orderBy: { number: "desc" } });
  return found && blockOf(found);
}

export async function findBlock(db: Db, number: number): Promise<SealedBlock | null> {
  const found = await db.auditBlock.findUnique({ where: { number: BigInt(number) } });
  return found && blockOf(found);
}

/** The block that took in what that transaction wrote; null while none has. */
export async function findBlockOver(db: Db, xid: bigint): Promise<SealedBlock | null> {
  const found = await db.auditBlock.findFirst({
    where: { xidUntil: { gt: xid } },
    orderBy: { xidUntil: "asc" },
  });
  return found && blockOf(found);
}

export async function listBlocks(db: Db, from: number, to: number, take: number): Promise<SealedBlock[]> {
  const found = await db.auditBlock.findMany({
    where: { number: { gte: BigInt(from), lte: BigInt(to) } },
    orderBy: { number: "asc" },
    take,
  });
  return found.map(blockOf);
}
