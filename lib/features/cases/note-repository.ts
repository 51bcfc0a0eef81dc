import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import type { Db, Tx } from "#lib/db/client.ts";

const PERSON = { select: { id: true, name: true } } as const;

/** Whoever was told already is not told twice of the same note. */
export const insertMentions = (
  tx: Tx,
  data: { eventId: string; userId: string; caseNumber: number; at: Date }[],
) => (data.length > 0 ? tx.caseMention.createMany({ data, skipDuplicates: true }) : null);

export const listMentions = (db: Db, actor: Actor, userId: string, take: number) =>
  db.caseMention.findMany({
    where: { userId, case: withinScope(actor) },
    select: { eventId: true, caseNumber: true, at: true, readAt: true, event: { select: { actor: PERSON } } },
    orderBy: [{ readAt: { sort: "desc", nulls: "first" } }, { at: "desc" }, { eventId: "desc" }],
    take,
  });

export const hasUnread = async (db: Db, userId: string, caseNumber: number): Promise<boolean> =>
  (await db.caseMention.findFirst({
    where: { userId, caseNumber, readAt: null },
    select: { eventId: true },
  })) !== null;

export const markRead = async (db: Db, userId: string, caseNumber: number, readAt: Date): Promise<number> =>
  (await db.caseMention.updateMany({ where: { userId, caseNumber, readAt: null }, data: { readAt } })).count;

/** A note as its author left it, with what stands of it now, where the case is one that they see. */
export const findNote = (db: Db, actor: Actor, caseNumber: number, id: string) =>
  db.caseEvent.findFirst({
    where: { id, caseNumber, kind: "noted", case: withinScope(actor) },
    select: {
      id: true,
      actorId: true,
      note: true,
      case: { select: { subsidiaryId: true } },
      edits: { select: { place: true, note: true }, orderBy: { place: "desc" }, take: 1 },
    },
  });

type NewEdit = { eventId: string; place: number; authorId: string; at: Date; note: string };

/** False where another text took the place meanwhile. */
export const insertEdit = async (tx: Tx, data: NewEdit): Promise<boolean> =>
  (await tx.caseNoteEdit.createMany({ data: [data], skipDuplicates: true })).count === 1;
