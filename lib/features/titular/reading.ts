import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Things } from "#lib/features/audit/table.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";

const named = { select: { name: true } } as const;

export const readTitular = (db: Db, id: string) =>
  db.subject.findUnique({ where: { id }, select: { ...SUBJECT_COLUMNS, createdAt: true, erasedAt: true } });

/** Everything that stands in the tables for one person, oldest first. */
export async function readEverything(db: Db, things: Things) {
  const byId = (ids: readonly string[]) => ({ where: { id: { in: [...ids] } } });
  const [processes, references, reverifications, cases] = await Promise.all([
    db.process.findMany({
      ...byId(things.process),
      orderBy: { firstSeenAt: "asc" },
      include: { snapshots: { orderBy: { takenAt: "asc" }, include: { takenBy: named } } },
    }),
    db.referenceProcess.findMany({
      ...byId(things.reference),
      orderBy: { createdAt: "asc" },
      include: { subsidiary: named },
    }),
    db.reverification.findMany({
      ...byId(things.reverification),
      orderBy: { startedAt: "asc" },
      include: { subsidiary: named, startedBy: named },
    }),
    db.case.findMany({
      where: { number: { in: things.case.map(Number) } },
      orderBy: { number: "asc" },
      include: {
        decidedBy: named,
        approvedBy: named,
        attachments: { orderBy: [{ at: "asc" }, { id: "asc" }], include: { author: named } },
        events: {
          orderBy: { id: "asc" },
          include: { actor: named, edits: { orderBy: { place: "asc" } } },
        },
      },
    }),
  ]);
  return { processes, references, reverifications, cases };
}
export type Everything = Awaited<ReturnType<typeof readEverything>>;
