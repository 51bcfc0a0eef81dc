import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import type { NewSignal } from "./new-case.ts";

/** What of the person whom a case is about stands in the way, whichever branches whoever asks may see. */
export async function standingOf(db: Db, number: number): Promise<{ isErased: boolean; isHeld: boolean }> {
  const [row] = await db.$queryRaw<{ isErased: boolean; isHeld: boolean }[]>`
    SELECT is_erased AS "isErased", is_held AS "isHeld" FROM case_person_standing(${number}::integer)`;
  return row ?? { isErased: false, isHeld: false };
}

/** Holds the person of a case against a hold or an erasure that begins, which lock them too, before any case of theirs. */
export const keepStanding = (tx: Tx, number: number) =>
  tx.$executeRaw`SELECT FROM keep_case_person(${number}::integer)`;

/**
 * Whether what is typed about a case would outlive the erasure of its person: nobody comes back to erase it. One that is
 * under way is waited for, and a later one waits for this transaction.
 */
export async function isErasedFor(tx: Tx, number: number): Promise<boolean> {
  await keepStanding(tx, number);
  return (await standingOf(tx, number)).isErased;
}

type About = Pick<NewSignal, "subjectId" | "processId" | "reverificationId">;

/** The same of a case that is not there yet. */
export async function isErasedOf(tx: Tx, about: About): Promise<boolean> {
  const [person] = await tx.$queryRaw<{ isErased: boolean }[]>`
    SELECT erased_at IS NOT NULL AS "isErased" FROM subject
    WHERE id = person_of_case(${about.subjectId}::uuid, ${about.processId}::uuid, ${about.reverificationId}::uuid)
    FOR KEY SHARE`;
  return person?.isErased ?? false;
}
