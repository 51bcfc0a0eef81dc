import { createHash, randomUUID } from "node:crypto";
import type { Database } from "#lib/db/client.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import { sha256, testVault } from "./ctx.ts";
import { aCpf } from "./factories.ts";

let people = 0;

export type Person = Awaited<ReturnType<typeof aPerson>>;

/** A synthetic person whose every datum stands nowhere else. */
export async function aPerson(
  db: Database,
  { vault = testVault, cpf = aCpf() }: { vault?: Vault; cpf?: string } = {},
) {
  people += 1;
  const mark = createHash("sha256").update(`${cpf}${people}`).digest("hex").slice(0, 10);
  const name = `Canária ${letters(mark)} Sintética`;
  const email = `canary-${mark}@canary.test`;
  const phone = `+55 11 9${String(10_000_000 + people * 7_907).slice(0, 8)}`;
  const row = sealedSubject(vault, { cpf, name, email, phone });
  await db.subject.create({ data: row, select: { id: true } });
  const subjectId = row.id;
  return {
    subjectId,
    cpf,
    name,
    email,
    phone,
    /** One look-up of a new process of theirs; gives the process. */
    async lookedUpBy(ctx: UserCtx, other: { email?: string; takenAt?: Date } = {}): Promise<string> {
      const processId = randomUUID();
      const takenAt = other.takenAt ?? new Date();
      await db.process.create({
        data: { id: processId, subjectId, outcome: "approve", state: "PROCESS_STATE_FINISHED" },
        select: { id: true },
      });
      const person = { cpf, name, email: other.email ?? email, phone };
      await addSnapshot(ctx, { processId, takenAt, vault, person, takenById: ctx.actor.id });
      return processId;
    },
  };
}

type Snapshot = {
  processId: string;
  takenAt: Date;
  vault?: Vault;
  takenById?: string;
  person: { cpf: string; name: string; email: string; phone: string };
};

export async function addSnapshot(
  { db }: Pick<Ctx, "db">,
  { processId, takenAt, takenById, person, vault = testVault }: Snapshot,
): Promise<string> {
  const id = randomUUID();
  const raw = JSON.stringify({
    process: {
      id: processId,
      state: "PROCESS_STATE_FINISHED",
      result: "PROCESS_RESULT_OK",
      person: {
        duiType: "DUI_TYPE_BR_CPF",
        duiValue: person.cpf,
        friendlyName: person.name,
        email: person.email,
        phone: person.phone,
      },
    },
  });
  await db.processSnapshot.create({
    data: {
      id,
      processId,
      takenAt,
      takenById: takenById ?? null,
      document: vault.seal({ table: "process_snapshot", row: id, column: "document" }, raw),
      sha256: sha256(raw),
      durationMs: 1,
    },
    select: { id: true },
  });
  return id;
}

/** A mark in letters: names hold no digits. */
const letters = (hex: string): string =>
  [...hex].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join("");
