import { randomBytes, randomUUID } from "node:crypto";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import { aUser, sha256, testVault } from "#tests/support/ctx.ts";
import { aCase, aCpf, aReference, aReverification } from "#tests/support/factories.ts";
import type { Company } from "./branches.ts";

export type Full = Awaited<ReturnType<typeof aBranchFull>>;

const UNKNOWN = {
  state: "unknown",
  failure: "unknown_timeout",
  unicoProcessId: null,
  outcome: null,
  fraudsters: null,
  biometry: null,
  liveness: null,
} as const;

/** One of each thing that belongs to a branch, about a person who may be known elsewhere as well. */
export async function aBranchFull({ db }: Company, subsidiaryId: string | null, knownSubject: string | null) {
  const startedById = (await aUser(db, "analyst")).id;
  const cpf = aCpf();
  const subject = sealedSubject(testVault, { cpf, name: "Pessoa Sintética" });
  await db.subject.create({ data: subject, select: { id: true } });
  const subjectId = knownSubject ?? subject.id;
  const of = { subsidiaryId, subjectId };
  const { id: referenceId } = await aReference(db, of);
  const reverification = await aReverification(db, { ...of, startedById, referenceId, selfieKey: "none" });
  const unknown = await aReverification(db, { ...of, ...UNKNOWN, startedById, referenceId });
  const { id: wordId } = await db.reconciliation.create({
    data: {
      reverificationId: unknown.id,
      says: "absent",
      note: "x",
      proposedById: startedById,
      proposedAt: new Date(),
    },
    select: { id: true },
  });
  const processId = await aProcess({ db }, subjectId);
  const links = { reverificationId: reverification.id, referenceId, processId };
  // Each branch by a rule of its own: of one rule a person has one open case.
  const rule = `rule-${randomBytes(4).toString("hex")}`;
  const { number: caseNumber } = await aCase(db, { ...of, ...links, rule });
  const closed = {
    status: "closed" as const,
    decision: "false_positive" as const,
    reasons: ["faces_differ"] as string[],
    decidedById: startedById,
    decidedAt: new Date(),
    closedAt: new Date(),
  };
  const { number: closedNumber } = await aCase(db, { ...of, ...closed, rule });
  const { id: noteId } = await db.caseEvent.create({
    data: { caseNumber: closedNumber, kind: "noted", note: "x", actorId: startedById },
    select: { id: true },
  });
  return {
    branch: subsidiaryId ?? "",
    startedById,
    cpf,
    subjectId,
    referenceId,
    reverificationId: reverification.id,
    unknownId: unknown.id,
    wordId,
    processId,
    caseNumber,
    closedNumber,
    noteId,
    /** What tells in an answer that something of this branch is in it. */
    canaries: [
      ...[referenceId, reverification.id, unknown.id, wordId, noteId, rule, subsidiaryId ?? randomUUID()],
      ...[caseNumber, closedNumber, reverification.number, unknown.number].map(
        (number) => `"number":${number}`,
      ),
    ],
  };
}

const DOCUMENT = (id: string) =>
  JSON.stringify({ process: { id, state: "PROCESS_STATE_FINISHED", createdAt: "2026-11-01T12:00:00Z" } });

/** An IDCheck process that was looked up; it is of no branch. */
async function aProcess({ db }: Pick<Company, "db">, subjectId: string): Promise<string> {
  const id = randomUUID();
  await db.process.create({
    data: { id, subjectId, outcome: "wait", state: "PROCESS_STATE_FINISHED" },
    select: { id: true },
  });
  const snapshotId = randomUUID();
  const document = testVault.seal(
    { table: "process_snapshot", row: snapshotId, column: "document" },
    DOCUMENT(id),
  );
  await db.processSnapshot.create({
    data: {
      id: snapshotId,
      processId: id,
      takenAt: new Date(),
      document,
      sha256: sha256(snapshotId),
      durationMs: 1,
    },
    select: { id: true },
  });
  return id;
}
