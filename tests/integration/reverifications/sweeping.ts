import type { Database } from "#lib/db/client.ts";
import { sweepReverifications } from "#lib/features/reverifications/sweeping.ts";
import type { Unico } from "#lib/unico/client.ts";
import { programCtx, unicoWith } from "#tests/support/ctx.ts";

/** Sweeping, and what it came to, over a database that is opened later. */
export function sweepingOver(db: () => Database) {
  return {
    rowOf: (id: string) =>
      db().reverification.findUniqueOrThrow({ where: { id }, include: { attempts: true, opened: true } }),
    sweep: (unico: Partial<Unico> = {}, laterMs = 0) =>
      sweepReverifications(
        programCtx(db(), { unico: unicoWith(unico), now: () => new Date(Date.now() + laterMs) }),
      ),
    /** Who noted an end of it, and which. */
    async settledOf(id: string): Promise<string[]> {
      const events = await db().auditEvent.findMany({
        where: { entityId: id, action: "reverification.settle" },
        select: { actorKind: true, outcome: true },
        orderBy: { seq: "asc" },
      });
      return events.map(({ actorKind, outcome }) => `${actorKind} ${outcome}`);
    },
  };
}
