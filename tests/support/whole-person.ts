import type { Database } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { aCase, aReference, aReverification } from "./factories.ts";
import { aPerson } from "./privacy.ts";

/** A person with everything that can be held on one. */
export async function aWholePerson(
  db: Database,
  { analyst, storage }: { analyst: UserCtx; storage: Storage },
) {
  const person = await aPerson(db);
  const { subjectId } = person;
  const processId = await person.lookedUpBy(analyst);
  const { id: referenceId } = await aReference(db, { subjectId });
  const { id: reverificationId } = await aReverification(db, {
    startedById: analyst.actor.id,
    subjectId,
    referenceId,
    fraudsters: "yes",
    outcome: "match_flagged",
    answer: `{"about":"${person.name}"}`,
  });
  const selfieKey = `selfies/${reverificationId}`;
  await storage.put(selfieKey, Buffer.from("sealed"));
  await db.reverification.update({ where: { id: reverificationId }, data: { selfieKey } });
  const at = new Date();
  const { number } = await aCase(db, {
    subjectId,
    reverificationId,
    status: "closed",
    closedAt: at,
    decision: "false_positive",
    decidedById: analyst.actor.id,
    decidedAt: at,
    reasons: ["other"],
  });
  const { id: eventId } = await db.caseEvent.create({
    data: {
      caseNumber: number,
      kind: "noted",
      note: `Called ${person.name}, ${person.phone}`,
      actorId: analyst.actor.id,
    },
    select: { id: true },
  });
  await db.caseNoteEdit.create({
    data: { eventId, place: 1, authorId: analyst.actor.id, at, note: `Wrote to ${person.name} instead` },
    select: { place: true },
  });
  return { ...person, processId, referenceId, reverificationId, number };
}
