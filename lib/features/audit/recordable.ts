import "server-only";
import { randomUUID } from "node:crypto";
import type { Database } from "#lib/db/client.ts";
import { recordAudit } from "./record.ts";

/** Our policy: whoever only wants to know waits no longer for a lock. */
const LOCK_MS = 1_000;

/** Thrown on purpose, so that the event is gone with its transaction. */
class Undone extends Error {}

/**
 * Throws the database's refusal when no event can be written now, by writing one the way every service does and taking
 * it back: a missing right, a failing trigger, a held lock and a full disk all show, and the log holds nothing of it.
 * For those who ask Unico first and record then: what Unico tells of a person is not fetched when nobody can be told.
 */
export async function assertRecordable(db: Pick<Database, "$transaction">): Promise<void> {
  try {
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT set_config('lock_timeout', ${String(LOCK_MS)}, true)`;
      const request = { id: randomUUID(), address: null };
      await recordAudit(
        tx,
        { actor: { kind: "program" }, now: () => new Date(), request },
        { action: "access.refuse", entityType: "permission", entityId: "none", detail: { at: "probe" } },
        "refused",
      );
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
}
