import "server-only";
import type { KeyObject } from "node:crypto";
import type { Database, Tx } from "#lib/db/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { faultOf, keysOf, NO_BLOCK, sealBlock } from "./blocks.ts";
import { findBlock, findLastBlock, type StoredBlock } from "./blocks-repository.ts";
import { createTree, leafOf } from "./merkle.ts";
import type { SealedBlock } from "./proof-types.ts";
import { recordAudit } from "./record.ts";

export type SigningKey = { readonly id: string; readonly privateKey: KeyObject };
type Speaker = Pick<Ctx, "actor" | "now" | "request">;

/** One sealer at a time; no writer knows of this lock. */
const SEALER_LOCK = 7_270_737_001n;
/** Our policy: what one block holds at most, unless one transaction alone wrote more. */
const MAX_EVENTS = 10_000;
const PAGE = 10_000;
/** Under the database's own limit on a transaction. */
const TIMEOUT_MS = 50_000;

/** What a sealer knows of the log beside what the database says: blocks that have to be there. */
export type Known = {
  /** The newest that it sealed or found. */
  seen: SealedBlock | null;
  /** The newest copy outside. */
  copied: SealedBlock | null;
};

/** Seals what is over, in as many blocks as it takes; null while another process is at it. */
export async function sealAll(
  db: Database,
  speaker: Speaker,
  key: SigningKey,
  maxEvents: number = MAX_EVENTS,
  known: Known = { seen: null, copied: null },
): Promise<SealedBlock[] | null> {
  const blocks: SealedBlock[] = [];
  for (;;) {
    const sealed = await sealOne(db, speaker, key, maxEvents, known);
    if (sealed === "busy") return null;
    if (!sealed) return blocks;
    known.seen = sealed.block;
    blocks.push(sealed.block);
    if (!sealed.hasMore) return blocks;
  }
}

async function sealOne(db: Database, speaker: Speaker, key: SigningKey, maxEvents: number, known: Known) {
  return db.$transaction(
    async (tx) => {
      const [lock] = await tx.$queryRaw<
        { mine: boolean }[]
      >`SELECT pg_try_advisory_xact_lock(${SEALER_LOCK}::bigint) AS mine, set_config('enable_sort', 'off', true),
        set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`;
      if (!lock?.mine) return "busy" as const;
      const last = await findLastBlock(tx);
      refuseFaulty(last, key);
      await refuseOther(tx, last, known);
      known.seen = last;
      const range = await nextRange(tx, last, maxEvents);
      if (!range) return null;
      const { count, root } = await treeOf(tx, range);
      const block = sealBlock(
        {
          number: (last?.number ?? 0) + 1,
          previous: last?.head ?? NO_BLOCK,
          root: root.toString("hex"),
          count,
          total: (last?.total ?? 0) + count,
          xidFrom: range.from,
          xidUntil: range.until,
          sealedAt: range.now.toISOString(),
        },
        key,
      );
      await tx.auditBlock.create({ data: storedOf(block), select: { number: true } });
      if (last && last.keyId !== key.id) await tellKey(tx, speaker, key, last.keyId, block.number);
      return { block, hasMore: range.hasMore };
    },
    { timeout: TIMEOUT_MS },
  );
}

/** Once for each key: of two that take turns the check tells. */
async function tellKey(tx: Tx, speaker: Speaker, { id }: SigningKey, before: string, block: number) {
  const of = { action: "audit.key", entityType: "key", entityId: id } as const;
  if (await tx.auditEvent.findFirst({ where: of, select: { seq: true } })) return;
  await recordAudit(tx, speaker, { ...of, detail: { before, block } });
}

/** Nothing is built on a block that does not hold. What another key signed, before this one was taken, is for the check to say. */
function refuseFaulty(last: SealedBlock | null, key: SigningKey): void {
  const fault = last && faultOf(last, keysOf([key.privateKey]));
  if (last && fault && fault !== "key")
    throw new Error(`block ${last.number} does not hold (${fault}): npm run audit:verify`);
}

/** What was cut or made anew is not sealed over: the gap would be gone from sight. */
async function refuseOther(tx: Tx, last: SealedBlock | null, { seen, copied }: Known): Promise<void> {
  for (const block of [seen, copied]) {
    if (!block) continue;
    const stored = block.number === last?.number ? last : await findBlock(tx, block.number);
    if (stored?.head !== block.head)
      throw new Error(`block ${block.number} is gone or another than it was: npm run audit:verify`);
  }
}

type Range = { from: number; until: number; now: Date; hasMore: boolean };

/**
 * The transactions of the next block: all that are over and in no block, cut where it holds enough. Every transaction
 * below the horizon has ended when this statement begins, so the next one sees all of its events.
 */
async function nextRange(tx: Tx, last: SealedBlock | null, maxEvents: number): Promise<Range | null> {
  const from = last?.xidUntil ?? 0;
  const [seen] = await tx.$queryRaw<{ horizon: bigint; now: Date }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon, clock_timestamp() AS now`;
  if (seen && Number(seen.horizon) < from)
    throw new Error(
      `this server counts transactions from lower (${seen.horizon}) than the log, which is sealed up to ${from}: what is written now cannot be sealed`,
    );
  if (!seen || Number(seen.horizon) === from) return null;
  const { horizon, now } = seen;
  const edges = await tx.$queryRaw<{ xid: bigint }[]>`
    (SELECT xid FROM audit_event WHERE xid >= ${BigInt(from)} AND xid < ${horizon} ORDER BY xid, seq LIMIT 1)
    UNION ALL
    (SELECT xid FROM audit_event WHERE xid >= ${BigInt(from)} AND xid < ${horizon} ORDER BY xid, seq
      OFFSET ${maxEvents} LIMIT 1)`;
  const [first, beyond] = edges.map(({ xid }) => Number(xid)).sort((a, b) => a - b);
  if (first === undefined) return null;
  const until = beyond === undefined ? Number(horizon) : Math.max(beyond, first + 1);
  return { from, until, now, hasMore: beyond !== undefined };
}

async function treeOf(tx: Tx, { from, until }: Range) {
  const tree = createTree();
  let after = { xid: BigInt(from), seq: -1n };
  for (;;) {
    const rows = await tx.$queryRaw<{ xid: bigint; seq: bigint; at: Date; hash: Uint8Array }[]>`
      SELECT xid, seq, at, hash FROM audit_event
      WHERE (xid, seq) > (${after.xid}, ${after.seq}) AND xid < ${BigInt(until)} ORDER BY xid, seq LIMIT ${PAGE}`;
    for (const { xid, seq, at, hash } of rows)
      tree.add(leafOf({ seq: Number(seq), atMs: at.getTime(), xid: Number(xid) }, hash));
    const end = rows.at(-1);
    if (!end || rows.length < PAGE) return { count: tree.count(), root: tree.root() };
    after = end;
  }
}

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

const storedOf = (block: SealedBlock): StoredBlock => ({
  number: BigInt(block.number),
  previous: bytes(block.previous),
  root: bytes(block.root),
  count: block.count,
  total: BigInt(block.total),
  xidFrom: BigInt(block.xidFrom),
  xidUntil: BigInt(block.xidUntil),
  sealedAt: new Date(block.sealedAt),
  keyId: block.keyId,
  head: bytes(block.head),
  signature: bytes(block.signature),
});
