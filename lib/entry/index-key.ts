import "server-only";
import { randomUUID } from "node:crypto";
import { database } from "#lib/db/client.ts";
import { EnvError } from "#lib/env.ts";
import { claimIndexKey } from "#lib/features/rotation/index-key.ts";
import { vault } from "#lib/privacy/vault.ts";

/**
 * For a start: with another key than the one that CPFs are indexed under nobody would be found, without a word. A
 * database that does not answer yet is no reason not to start: `/api/ready` says so until it does.
 */
export async function refuseChangedIndexKey(): Promise<void> {
  const claimed = await claim().catch(() => null);
  if (claimed && !claimed.ok) throw new EnvError(claimed.failure.line);
}

const claim = () =>
  claimIndexKey({
    actor: { kind: "program" },
    db: database(),
    vault: vault(),
    now: () => new Date(),
    request: { id: randomUUID(), address: null },
  });
