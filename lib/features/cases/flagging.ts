import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { fraudstersOf, livenessOf } from "#lib/features/processes/rules.ts";
import { parseAlert, parseLiveness } from "#lib/unico/process-values.ts";
import type { NewSignal } from "./opening.ts";

/** What a case that a person opens starts from; null when there is no such re-verification. */
export async function signalOfReverification(tx: Tx, id: string): Promise<NewSignal | null> {
  const found = await tx.reverification.findUnique({
    where: { id },
    select: {
      subjectId: true,
      subsidiaryId: true,
      referenceId: true,
      outcome: true,
      fraudsters: true,
      biometry: true,
      liveness: true,
    },
  });
  return found && { ...found, origin: "manual" as const, reverificationId: id, processId: null, score: null };
}

/** The same for an IDCheck process. Its outcome is none of a 1:1, so a case of it has none. */
export async function signalOfProcess(tx: Tx, id: string): Promise<NewSignal | null> {
  const found = await tx.process.findUnique({
    where: { id },
    select: { subjectId: true, authenticationId: true, score: true, fraudsters: true, liveness: true },
  });
  if (!found) return null;
  const { subjectId, authenticationId, score, fraudsters, liveness } = found;
  return {
    subjectId,
    subsidiaryId: null,
    referenceId: authenticationId,
    outcome: null,
    fraudsters: fraudstersOf(parseAlert(fraudsters)),
    biometry: null,
    liveness: livenessOf(parseLiveness(liveness)),
    origin: "manual" as const,
    reverificationId: null,
    processId: id,
    score,
  };
}
