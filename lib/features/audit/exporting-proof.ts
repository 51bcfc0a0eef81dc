import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import type { Ctx as AnyCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { findBlockOver, findLastBlock, listBlocks } from "./blocks-repository.ts";
import { leafOf, levelsOf, pathIn } from "./merkle.ts";
import type { ExportLine, Inclusion, ProofDocument, ProvedEvent, SealedBlock } from "./proof-types.ts";

type Ctx = Pick<AnyCtx, "actor" | "readDb">;
type Asked =
  | { readonly seqs: AsyncIterable<readonly number[]> | Iterable<readonly number[]> }
  | { readonly blocks: Blocks };
/** Up to the newest where `to` is null. */
type Blocks = { readonly from: number; readonly to: number | null };

/** One event with everything that it takes to check it without us. */
export async function proofOfEvent(
  { actor, readDb: db }: Ctx,
  seq: number,
): Promise<Result<ProofDocument, { code: "not_found" | "not_sealed" }>> {
  assertCan(actor, "audit:read");
  const [found] = await findEvents(db, { seq: BigInt(seq) });
  if (!found) return fail({ code: "not_found" });
  const block = await findBlockOver(db, found.xid);
  if (!block) return fail({ code: "not_sealed" });
  const tree = await treeOf(db, block);
  return ok({
    form: "contraprova/audit-proof/1",
    event: found.event,
    inclusion: inclusionIn(tree, seq),
    block,
  });
}

/** Events with their proof, line by line; a page of them and a few blocks at a time are in memory. */
export async function* exportProof(
  { actor, readDb: db }: Ctx,
  asked: Asked,
  madeAt: Date = new Date(),
): AsyncGenerator<ExportLine> {
  assertCan(actor, "audit:read");
  const form = "contraprova/audit-export/1" as const;
  const at = madeAt.toISOString();
  if ("seqs" in asked) yield { kind: "header", form, scope: "selection", madeAt: at };
  else yield { kind: "header", form, scope: "blocks", ...asked.blocks, madeAt: at };
  const told = { blocks: 0, events: 0 };
  const lines = "seqs" in asked ? selected(db, asked.seqs) : wholeBlocks(db, asked.blocks);
  for await (const line of lines) {
    told[line.kind === "block" ? "blocks" : "events"] += 1;
    yield line;
  }
  yield { kind: "end", ...told };
}

type Told = Extract<ExportLine, { kind: "block" | "event" }>;

async function* selected(
  db: Database,
  batches: Extract<Asked, { seqs: unknown }>["seqs"],
): AsyncGenerator<Told> {
  const told = new Set<number>();
  const trees = new Map<number, Tree>();
  for await (const seqs of batches) {
    const found = await findEvents(db, { seq: { in: seqs.map(BigInt) } });
    const bySeq = new Map(found.map((one) => [one.event.seq, one]));
    for (const seq of seqs) {
      const one = bySeq.get(seq);
      if (!one) continue;
      const tree = await treeOver(db, one.xid, trees);
      if (tree && !told.has(tree.block.number)) {
        told.add(tree.block.number);
        yield { kind: "block", ...tree.block };
      }
      yield { kind: "event", ...one.event, inclusion: tree && inclusionIn(tree, seq) };
    }
  }
}

const EVENTS_AT_ONCE = 1_000;
const BLOCKS_AT_ONCE = 100;

async function* blocksFrom(db: Database, from: number, to: number): AsyncGenerator<SealedBlock> {
  for (let next = from; ; ) {
    const page = await listBlocks(db, next, to, BLOCKS_AT_ONCE);
    yield* page;
    const end = page.at(-1);
    if (!end || page.length < BLOCKS_AT_ONCE) return;
    next = end.number + 1;
  }
}

async function* wholeBlocks(db: Database, { from, to }: Blocks): AsyncGenerator<Told> {
  const end = to ?? (await findLastBlock(db))?.number ?? 0;
  for await (const block of blocksFrom(db, from, end)) {
    const { number } = block;
    yield { kind: "block", ...block };
    let after = { xid: BigInt(block.xidFrom), seq: -1n };
    let leaf = 0;
    for (;;) {
      const page = await findEvents(
        db,
        {
          xid: { lt: BigInt(block.xidUntil) },
          OR: [{ xid: { gt: after.xid } }, { xid: after.xid, seq: { gt: after.seq } }],
        },
        EVENTS_AT_ONCE,
      );
      for (const { event } of page) {
        yield { kind: "event", ...event, inclusion: { block: number, leaf, path: [] } };
        leaf += 1;
      }
      const end = page.at(-1);
      if (!end || page.length < EVENTS_AT_ONCE) break;
      after = { xid: end.xid, seq: BigInt(end.event.seq) };
    }
  }
}

type Tree = {
  readonly block: SealedBlock;
  readonly seqs: readonly number[];
  readonly levels: ReturnType<typeof levelsOf>;
};
/** Our policy: a list in the order of time stays in few blocks. */
const TREES_KEPT = 8;

async function treeOver(db: Database, xid: bigint, kept: Map<number, Tree>): Promise<Tree | null> {
  for (const tree of kept.values()) {
    if (tree.block.xidFrom <= Number(xid) && Number(xid) < tree.block.xidUntil) return tree;
  }
  const block = await findBlockOver(db, xid);
  if (!block) return null;
  const tree = await treeOf(db, block);
  kept.set(block.number, tree);
  const [oldest] = kept.keys();
  if (kept.size > TREES_KEPT && oldest !== undefined) kept.delete(oldest);
  return tree;
}

async function treeOf(db: Database, block: SealedBlock): Promise<Tree> {
  const [from, until] = [BigInt(block.xidFrom), BigInt(block.xidUntil)];
  const rows = await db.$queryRaw<{ xid: bigint; seq: bigint; at: Date; hash: Uint8Array }[]>`
    SELECT xid, seq, at, hash FROM audit_event WHERE xid >= ${from} AND xid < ${until}
    UNION ALL SELECT xid, seq, at, hash FROM audit_archived WHERE xid >= ${from} AND xid < ${until}
    ORDER BY xid, seq`;
  const leaves = rows.map(({ xid, seq, at, hash }) =>
    leafOf({ seq: Number(seq), atMs: at.getTime(), xid: Number(xid) }, hash),
  );
  return { block, seqs: rows.map(({ seq }) => Number(seq)), levels: levelsOf(leaves) };
}

const inclusionIn = ({ block, seqs, levels }: Tree, seq: number): Inclusion => {
  const leaf = seqs.indexOf(seq);
  const path = pathIn(levels, leaf).map((hash) => hash.toString("hex"));
  return { block: block.number, leaf, path };
};

type Where = NonNullable<Parameters<Database["auditEvent"]["findMany"]>[0]>["where"];

async function findEvents(db: Database, where: Where, take?: number) {
  const rows = await db.auditEvent.findMany({
    where: where ?? {},
    orderBy: [{ xid: "asc" }, { seq: "asc" }],
    ...(take ? { take } : {}),
  });
  return rows.map(({ xid, seq, at, hash, ...rest }) => {
    const event: ProvedEvent = {
      ...rest,
      seq: Number(seq),
      xid: Number(xid),
      at: at.toISOString(),
      hash: Buffer.from(hash).toString("hex"),
    };
    return { xid, event };
  });
}
