import { faultOf, type Keys, NO_BLOCK } from "./blocks.ts";
import { type AuditFacts, hashOfForm } from "./canonical.ts";
import { createTree, leafOf } from "./merkle.ts";
import type { Anomaly, BadPlace, ProofCheck, SealedBlock } from "./proof-types.ts";

/** An event as it is stored; `facts` is null where only its hash was kept. */
export type StoredEvent = {
  readonly seq: number;
  readonly xid: number;
  readonly at: Date;
  readonly form: number;
  readonly hash: Uint8Array;
  readonly facts: AuditFacts | null;
};

/** Where a check begins: the last block that is taken for right. */
export type Start = Pick<SealedBlock, "number" | "head" | "total" | "xidUntil" | "sealedAt" | "keyId">;
export type Trust = {
  readonly keys: Keys;
  /** Ids of keys that fell into other hands, and the last block that each signed rightly. */
  readonly distrusted?: ReadonlyMap<string, number>;
};

/** Two moments of this program's clocks may differ by this much without being told of. */
const CLOCK_SLACK_MS = 120_000;
/** The product's: a younger event is in the log with all its words. */
const ARCHIVED_AFTER_MS = 365 * 86_400_000;
const KEPT_ANOMALIES = 20;

const BITS_PER_PAGE = 65_536;

/** Numbers that were met: a bit for each. */
function createSeen() {
  const pages = new Map<number, Uint8Array>();
  return {
    /** Whether the number is met for the first time. */
    add(seq: number): boolean {
      const number = Math.floor(seq / BITS_PER_PAGE);
      const page = pages.get(number) ?? new Uint8Array(BITS_PER_PAGE / 8);
      pages.set(number, page);
      const bit = seq - number * BITS_PER_PAGE;
      const byte = page[bit >> 3] ?? 0;
      page[bit >> 3] = byte | (1 << (bit & 7));
      return (byte & (1 << (bit & 7))) === 0;
    },
  };
}

/**
 * Holds blocks and their events, fed in order, against each other. The first `BadPlace` ends the check: past it nothing
 * can be said.
 */
export function createVerifier({ keys, distrusted }: Trust, start: Start | null = null, now = new Date()) {
  let last = start;
  let current: { block: SealedBlock; tree: ReturnType<typeof createTree>; newestAtMs: number } | null = null;
  const anomalies: Anomaly[] = [];
  const months = new Map<number, boolean>();
  const seen = createSeen();
  const replaced = new Set<string>();
  const cameBack = new Set<string>();
  const counts = { blocks: 0, events: 0, archived: 0, anomalies: 0 };

  const tell = (anomaly: Anomaly) => {
    counts.anomalies += 1;
    if (anomalies.length < KEPT_ANOMALIES) anomalies.push(anomaly);
  };
  const bad = (check: ProofCheck, block: SealedBlock, seq: number | null = null): BadPlace => ({
    check,
    block: block.number,
    seq,
  });
  /** A key is replaced once. One that signs again after that is told of once, however often it does. */
  function followKeys(block: SealedBlock): void {
    if (!last || last.keyId === block.keyId) return;
    if (replaced.has(block.keyId) && !cameBack.has(block.keyId)) {
      cameBack.add(block.keyId);
      tell({ kind: "key_back", block: block.number, seq: null });
    }
    replaced.add(last.keyId);
  }
  /** One month is archived whole or not at all: hashes may not stand in for single events. */
  function isMixed(at: Date, isArchived: boolean): boolean {
    const month = at.getUTCFullYear() * 12 + at.getUTCMonth();
    const known = months.get(month);
    months.set(month, known ?? isArchived);
    return known !== undefined && known !== isArchived;
  }

  return {
    anomalies,
    counts,
    /** The last block that held. */
    last: () => last,
    begin(block: SealedBlock): BadPlace | null {
      if (block.number !== (last?.number ?? 0) + 1)
        return { check: "number", block: (last?.number ?? 0) + 1, seq: null };
      const fault = faultOf(block, keys);
      if (fault) return bad(fault, block);
      if (block.number > (distrusted?.get(block.keyId) ?? Number.POSITIVE_INFINITY)) return bad("key", block);
      if (block.previous !== (last?.head ?? NO_BLOCK)) return bad("chain", block);
      if (block.xidFrom !== (last?.xidUntil ?? 0) || block.xidUntil <= block.xidFrom)
        return bad("range", block);
      if (block.total !== (last?.total ?? 0) + block.count) return bad("total", block);
      if (last && Date.parse(block.sealedAt) < Date.parse(last.sealedAt))
        tell({ kind: "clock_back", block: block.number, seq: null });
      followKeys(block);
      current = { block, tree: createTree(), newestAtMs: Number.NEGATIVE_INFINITY };
      return null;
    },
    event(event: StoredEvent): BadPlace | null {
      if (!current) throw new Error("an event outside a block");
      const { block, tree } = current;
      if (event.facts) {
        const hash = hashOfForm(event.form, event.facts);
        if (!hash || Buffer.compare(hash, event.hash) !== 0) return bad("row_hash", block, event.seq);
      } else counts.archived += 1;
      if (!seen.add(event.seq)) return bad("seq", block, event.seq);
      const isYoung = now.getTime() - event.at.getTime() < ARCHIVED_AFTER_MS;
      if (!event.facts && isYoung) return bad("archive", block, event.seq);
      if (isMixed(event.at, !event.facts)) return bad("archive", block, event.seq);
      const atMs = event.at.getTime();
      if (last && atMs < Date.parse(last.sealedAt) - CLOCK_SLACK_MS)
        tell({ kind: "back_dated", block: block.number, seq: event.seq });
      else if (atMs < current.newestAtMs - CLOCK_SLACK_MS)
        tell({ kind: "clock_back", block: block.number, seq: event.seq });
      current.newestAtMs = Math.max(current.newestAtMs, atMs);
      tree.add(leafOf({ seq: event.seq, atMs, xid: event.xid }, event.hash));
      counts.events += 1;
      return null;
    },
    end(): BadPlace | null {
      if (!current) throw new Error("no block to end");
      const { block, tree } = current;
      current = null;
      if (tree.count() !== block.count) return bad("count", block);
      if (tree.root().toString("hex") !== block.root) return bad("root", block);
      last = block;
      counts.blocks += 1;
      return null;
    },
  };
}
export type Verifier = ReturnType<typeof createVerifier>;
