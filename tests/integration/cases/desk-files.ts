import type { Role } from "#lib/auth/roles.ts";
import type { Database, Tx } from "#lib/db/client.ts";
import { takeAttachment } from "#lib/features/attachments/reading.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import type { ctxFor } from "#tests/support/ctx.ts";
import { deskOver } from "./desk.ts";

export type Run = (tx: Tx) => Promise<unknown>;

/** The desk, with a storage in memory for the files of its cases. */
export function filesOver(db: () => Database) {
  const storage = memoryStorage();
  const { staff, auditsOf, eventsOf } = deskOver(db);
  return {
    storage,
    auditsOf,
    eventsOf,
    staff: (role?: Role, given?: Parameters<typeof ctxFor>[2]) => staff(role, { storage, ...given }),
    /** What the newest event of that action tells beside its words. */
    async detailOf(action: string, number: number) {
      const { detail } = await db().auditEvent.findFirstOrThrow({
        where: { action, entityId: String(number) },
        orderBy: { seq: "desc" },
      });
      return detail;
    },
  };
}

export const keyOf = (id: string) => `attachments/${id}`;

/** What a file holds, or null for who is given none. */
export async function taken(ctx: UserCtx, number: number, id: string): Promise<string | null> {
  const file = await takeAttachment(ctx, number, id);
  if (!file.ok) return null;
  const pieces: Buffer[] = [];
  for await (const piece of file.value.pieces) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
