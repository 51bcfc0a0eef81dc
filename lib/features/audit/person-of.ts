import "server-only";
import type { Db } from "#lib/db/client.ts";
import { isUuid } from "#lib/uuid.ts";

type Thing = { entityType: string; entityId: string | null };

/** The person whom a case, a re-verification, a process or a reference is about; null where nobody is known. */
export async function personOf(db: Db, { entityType, entityId }: Thing): Promise<string | null> {
  if (entityId === null) return null;
  if (entityType === "case") return personOfCase(db, entityId);
  if (!isUuid(entityId)) return null;
  const where = { id: entityId };
  switch (entityType) {
    case "reverification": {
      const found = await db.reverification.findUnique({ where, select: REVERIFIED });
      return personIn(found);
    }
    case "process":
      return personIn(await db.process.findUnique({ where, select: { subjectId: true } }));
    case "reference":
      return personIn(await db.referenceProcess.findUnique({ where, select: { subjectId: true } }));
    default:
      return null;
  }
}

const REVERIFIED = { subjectId: true, reference: { select: { subjectId: true } } } as const;

type Found = { subjectId: string | null; reference?: { subjectId: string | null } } | null;
const personIn = (found: Found): string | null => found?.subjectId ?? found?.reference?.subjectId ?? null;

async function personOfCase(db: Db, entityId: string): Promise<string | null> {
  if (!/^[1-9]\d{0,8}$/.test(entityId)) return null;
  const found = await db.case.findUnique({
    where: { number: Number(entityId) },
    select: {
      subjectId: true,
      process: { select: { subjectId: true } },
      reverification: { select: REVERIFIED },
    },
  });
  return personIn(found) ?? personIn(found?.process ?? null) ?? personIn(found?.reverification ?? null);
}
