import "server-only";
import { createPublicKey, type KeyObject } from "node:crypto";
import type { Db } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { faultOf, headHash, keysOf } from "./blocks.ts";
import { findLastBlock, listBlocks } from "./blocks-repository.ts";
import type { Checkpoints } from "./checkpoint.ts";
import { type CopyFound, type EventProof, eventProofOf } from "./event-proof-rules.ts";
import { proofOfEvent } from "./exporting-proof.ts";
import { leafOf, rootByPath } from "./merkle.ts";
import type { ProofDocument, SealedBlock } from "./proof-types.ts";
import { contentOf } from "./rules.ts";

/** What the database does not hold: the key in use and the copies outside. */
export type Outside = { readonly checkpoints: Checkpoints; readonly key: KeyObject };

type Event = Parameters<typeof contentOf>[0] & { seq: bigint; xid: bigint };
type Ctx = Pick<UserCtx, "actor" | "readDb" | "now">;

/** Our policy: past so many blocks without a copy the whole check follows the chain, and not a look at one event. */
const FOLLOWED_BLOCKS = 2_000;

/** What is known of one event now, from what is stored and from what stands outside the database. */
export async function proveEvent(ctx: Ctx, event: Event, outside: Outside): Promise<EventProof> {
  const proof = await proofOfEvent(ctx, Number(event.seq));
  const facts = { content: contentOf(event) };
  if (!proof.ok) return eventProofOf({ ...facts, ...(await waitOf(ctx, event)), block: null });
  const { block } = proof.value;
  const [copy, trusted] = await Promise.all([copyOf(ctx.readDb, block, outside), trustedBy(outside)]);
  return eventProofOf({
    ...facts,
    waitsMs: 0,
    isOutOfPlace: Number(event.xid) < block.xidFrom,
    block: {
      number: block.number,
      sealedAt: new Date(block.sealedAt),
      keyId: block.keyId,
      leadsToRoot: leadsToRoot(proof.value),
      fault: faultOf(block, trusted.keys),
      areKeysKnown: trusted.areKnown,
      copy,
      copyWaitsMs: ctx.now().getTime() - Date.parse(block.sealedAt),
    },
  });
}

async function waitOf({ readDb: db, now }: Ctx, { at, xid }: Event) {
  const last = await findLastBlock(db);
  const [row] = await db.$queryRaw<{ next: bigint }[]>`
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next`;
  const sinceMs = Math.max(at.getTime(), last ? Date.parse(last.sealedAt) : 0);
  return { waitsMs: now().getTime() - sinceMs, isOutOfPlace: row !== undefined && xid >= row.next };
}

function leadsToRoot({ event, inclusion, block }: ProofDocument): boolean {
  const place = { seq: event.seq, atMs: Date.parse(event.at), xid: event.xid };
  const path = inclusion.path.map((hash) => Buffer.from(hash, "hex"));
  const at = { index: inclusion.leaf, count: block.count };
  return rootByPath(leafOf(place, Buffer.from(event.hash, "hex")), at, path)?.toString("hex") === block.root;
}

/** A key is kept beside the copies before anything is copied: where there is none, they cannot be seen from here. */
async function trustedBy({ checkpoints, key }: Outside) {
  try {
    const kept = (await checkpoints.keys()).map((pem) => createPublicKey(pem));
    return { keys: keysOf([key, ...kept]), areKnown: kept.length > 0 };
  } catch {
    return { keys: keysOf([key]), areKnown: false };
  }
}

/** The next copy from that block on, and whether the chain of what is stored leads to it. */
async function copyOf(db: Db, block: SealedBlock, { checkpoints }: Outside): Promise<CopyFound> {
  const copy = await nextCopy(checkpoints, block.number).catch(() => "unreadable" as const);
  if (copy === "unreadable") return { is: "unreadable" };
  if (!copy) return { is: "none" };
  if (copy.number - block.number > FOLLOWED_BLOCKS) return { is: "far" };
  const between = await listBlocks(db, block.number + 1, copy.number, FOLLOWED_BLOCKS);
  let head = headHash(block);
  for (const next of between) {
    if (next.previous !== head) return { is: "other" };
    head = headHash(next);
  }
  const isThere = between.length === copy.number - block.number;
  return isThere && head === copy.head ? { is: "same", block: copy.number } : { is: "other" };
}

async function nextCopy(checkpoints: Checkpoints, number: number): Promise<SealedBlock | null> {
  for await (const copy of checkpoints.all(number)) if (copy && copy.number >= number) return copy;
  return null;
}
