import "server-only";
import type { Db } from "#lib/db/client.ts";
import { HOST_OF } from "./rules.ts";

/** Since when and why the host of the paid call is left alone; null while it is called. */
export async function findPaidStop(db: Db): Promise<{ since: Date; reason: string } | null> {
  const host = HOST_OF.create_process;
  const open = await db.unicoBreaker.findUnique({
    where: { host },
    select: { openedAt: true, reason: true },
  });
  return open && { since: open.openedAt, reason: open.reason };
}
