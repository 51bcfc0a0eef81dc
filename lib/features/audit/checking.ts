import "server-only";
import pg from "pg";
import type { Checkpoints } from "./checkpoint.ts";
import { holdAgainst } from "./checkpoint-rules.ts";
import type { Anomaly, BadPlace, SealedBlock } from "./proof-types.ts";
import { createReader, readBlocks, readFuture } from "./stored.ts";
import { createVerifier, type Start, type Trust, type Verifier } from "./verifying.ts";

const BLOCKS_AT_ONCE = 1_000;
const IN_ORDER =
  "-c enable_sort=off -c enable_seqscan=off -c enable_bitmapscan=off -c max_parallel_workers_per_gather=0";

export type CheckReport = {
  readonly bad: BadPlace | null;
  readonly blocks: number;
  readonly events: number;
  /** Of which only the hash is here. */
  readonly archived: number;
  readonly anomalies: number;
  readonly firstAnomalies: readonly Anomaly[];
  /** The last block that held. */
  readonly upTo: Start | null;
  readonly tookMs: number;
};

type CheckOptions = Trust & {
  readonly url: string;
  /** The copies outside; null where there are none to hold the log against. */
  readonly checkpoints: Checkpoints | null;
  /** A checkpoint to begin behind: what it covers is not read again. */
  readonly from?: SealedBlock | null;
};

/**
 * Recomputes everything from what is stored, page by page: what it holds in memory does not grow with the log, and no
 * snapshot of the database stays open.
 */
export async function checkLog({
  url,
  checkpoints,
  from = null,
  ...trust
}: CheckOptions): Promise<CheckReport> {
  const startedAt = performance.now();
  const client = new pg.Client({
    connectionString: url,
    // Page by page in the order of an index: sorting what is left for each page would take the square of it.
    options: `-c role=contraprova_app -c timezone=UTC ${IN_ORDER}`,
    application_name: "contraprova-audit",
  });
  await client.connect();
  try {
    const verifier = createVerifier(trust, from);
    const find = async (number: number) => (await readBlocks(client, number - 1, 1, number))[0] ?? null;
    const start = from?.number ?? 0;
    const copies = checkpoints && holdAgainst(checkpoints.all(start), trust, start, find);
    const isKnown = !from || (await find(start))?.head === from.head;
    const bad: BadPlace | null = isKnown
      ? await firstBad(client, verifier, copies, from)
      : { check: "checkpoint", block: start, seq: null };
    const { counts, anomalies } = verifier;
    return {
      bad,
      ...counts,
      firstAnomalies: anomalies,
      upTo: verifier.last(),
      tookMs: performance.now() - startedAt,
    };
  } finally {
    await client.end();
  }
}

async function firstBad(
  client: pg.Client,
  verifier: Verifier,
  copies: ReturnType<typeof holdAgainst> | null,
  from: SealedBlock | null,
): Promise<BadPlace | null> {
  const events = createReader(client, from?.xidUntil ?? null);
  let after = from?.number ?? null;
  for (;;) {
    const blocks = await readBlocks(client, after, BLOCKS_AT_ONCE);
    const sealed = blocks.at(-1)?.xidUntil ?? 0;
    const read = (block: SealedBlock) => events.below(block.xidUntil, sealed);
    for (const block of blocks) {
      const bad = verifier.begin(block) ?? (await copies?.block(block));
      if (bad) return bad;
      for (let page = await read(block); page; page = await read(block)) {
        for (const event of page) {
          const wrong = verifier.event(event);
          if (wrong) return wrong;
        }
      }
      const ended = verifier.end();
      if (ended) return ended;
    }
    const end = blocks.at(-1);
    if (!end) break;
    after = end.number;
  }
  return (await copies?.end()) ?? (await readFuture(client));
}
