import { randomUUID } from "node:crypto";
import type { Database } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import { sha256, testVault } from "./ctx.ts";

function withCheckDigits(base: string): string {
  let digits = base;
  for (const first of [10, 11]) {
    const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (first - i), 0);
    digits += String(((sum * 10) % 11) % 10);
  }
  return digits;
}

let subjects = 0;
/** A valid CPF that no other row of this run has; synthetic. */
export const aCpf = (): string => withCheckDigits(String(100_000_000 + subjects++ * 7_919).padStart(9, "0"));

export async function aSubject(db: Database, overrides: { cpf?: string; name?: string } = {}) {
  const cpf = overrides.cpf ?? aCpf();
  const row = sealedSubject(testVault, { cpf, name: overrides.name ?? "Pessoa Sintética" });
  await db.subject.create({ data: row, select: { id: true } });
  return { id: row.id, cpf };
}

export function aReference(
  db: Database,
  overrides: Partial<Prisma.ReferenceProcessUncheckedCreateInput> = {},
) {
  return db.referenceProcess.create({
    data: { id: randomUUID(), origin: "import", ...overrides },
    select: { id: true, subjectId: true },
  });
}

type NewReverification = Partial<Prisma.ReverificationUncheckedCreateInput> & { startedById: string };

/** A finished one, a match without liveness, unless told otherwise. */
export async function aReverification(db: Database, overrides: NewReverification) {
  const referenceId = overrides.referenceId ?? (await aReference(db)).id;
  const at = new Date();
  return db.reverification.create({
    data: {
      state: "completed",
      idempotencyKey: randomUUID(),
      referenceId,
      sentAt: at,
      settledAt: at,
      reason: "second_look",
      capture: "file",
      imageSha256: sha256(randomUUID()),
      imageBytes: 1,
      imageFormat: "jpeg",
      imageWidth: 640,
      imageHeight: 480,
      keyLiveness: false,
      keyAlert: true,
      unicoProcessId: randomUUID(),
      outcome: "match",
      fraudsters: "inconclusive",
      biometry: "match",
      liveness: "not_measured",
      httpStatus: 200,
      ...overrides,
    },
    select: { id: true, number: true },
  });
}

/** An open case of a fraud alert, due in four hours, unless told otherwise. */
export function aCase(db: Database, overrides: Partial<Prisma.CaseUncheckedCreateInput> = {}) {
  const openedAt = overrides.openedAt instanceof Date ? overrides.openedAt : new Date();
  return db.case.create({
    data: {
      priority: "high",
      origin: "reverification",
      rule: "fraud_alert",
      outcome: "match_flagged",
      fraudsters: "yes",
      biometry: "match",
      liveness: "not_measured",
      openedAt,
      dueAt: new Date(openedAt.getTime() + 4 * 3_600_000),
      ...overrides,
    },
    select: { number: true, version: true },
  });
}
