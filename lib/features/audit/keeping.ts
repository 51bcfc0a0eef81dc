import "server-only";
import type { KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#lib/db/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { keyIdOf } from "./blocks.ts";
import type { Checkpoints } from "./checkpoint.ts";
import { copyNewest } from "./copying.ts";
import { type Known, sealAll } from "./sealing.ts";

/** Our policy: an event waits a second for its seal, and another few for the copy. */
const SEAL_EVERY_MS = 1_000;
const COPY_EVERY_MS = 3_000;

type KeeperOptions = {
  readonly db: Database;
  readonly speaker: Pick<Ctx, "actor" | "now" | "request">;
  readonly privateKey: KeyObject;
  readonly checkpoints: Checkpoints;
  /** Said once when something begins to fail, and again when something else does. */
  readonly complain: (line: string) => void;
};

/** Seals and copies until it is stopped. Any number of processes may: each round is one's alone. */
export function keepProof({ db, speaker, privateKey, checkpoints, complain }: KeeperOptions) {
  const key = { id: keyIdOf(privateKey), privateKey };
  const stopping = new AbortController();
  const known: Known = { seen: null, copied: null };
  let said: string | null = null;
  const tell = (line: string | null) => {
    if (line && line !== said) complain(line);
    said = line;
  };

  async function round(isCopyDue: boolean): Promise<void> {
    try {
      // A copy that cannot be read is told of below, and does not keep events from their seal.
      if (isCopyDue) known.copied = await checkpoints.newest().catch(() => known.copied);
      await sealAll(db, speaker, key, undefined, known);
      if (!isCopyDue) return;
      const copied = await copyNewest(db, checkpoints, key);
      tell(copied.ok ? null : `the audit log is not copied: ${copied.why}`);
    } catch (error) {
      tell(`the audit log is not sealed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async function run(): Promise<void> {
    let copiedAt = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      const isCopyDue = performance.now() - copiedAt >= COPY_EVERY_MS;
      if (isCopyDue) copiedAt = performance.now();
      await round(isCopyDue);
      await sleep(SEAL_EVERY_MS, null, { signal: stopping.signal }).catch(() => null);
    }
    // What was written until now is sealed and copied before the process goes.
    await round(true);
  }
  const running = run();
  return {
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}
