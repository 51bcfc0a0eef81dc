import "server-only";
import { createHmac } from "node:crypto";
import { isInScope } from "#lib/auth/scope.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import type { ImportLine } from "./import-line.ts";
import * as imports from "./import-repository.ts";
import type { LineRefusal } from "./import-schema.ts";

export type StagedRow = readonly (string | number | Date | Uint8Array | null)[];

type Staging = { importId: string; idOf: (cpfIndex: Uint8Array) => string };

/** What may go in beside what is known already, sealed for the row of its person; without `staging` it is only checked. */
export async function stageable(
  ctx: UserCtx,
  lines: readonly ImportLine[],
  staging: Staging | null,
): Promise<{ rows: StagedRow[]; refusals: LineRefusal[] }> {
  const refusals: LineRefusal[] = [];
  const rows: StagedRow[] = [];
  if (lines.length === 0) return { rows, refusals };
  const indexed = lines.map((line) => ({ line, index: ctx.vault.indexOf(line.cpf) }));
  const { branchOf, subjectOf } = await imports.findKnown(
    ctx.programDb,
    lines.map(({ reference }) => reference),
    indexed.map(({ index }) => index),
  );
  for (const { line, index } of indexed) {
    const branch = branchOf.get(line.reference);
    if (branch !== undefined && !isInScope(ctx.actor, branch)) {
      refusals.push({ line: line.line, field: "reference", reason: "subsidiary_foreign" });
    } else if (branch && line.subsidiary && branch !== line.subsidiary) {
      refusals.push({ line: line.line, field: "subsidiary", reason: "subsidiary_differs" });
    } else if (staging) {
      const subjectId = subjectOf.get(Buffer.from(index).toString("hex")) ?? staging.idOf(index);
      rows.push(stagedRow(ctx, staging.importId, line, subjectId));
    }
  }
  return { rows, refusals };
}

function stagedRow({ vault }: UserCtx, importId: string, line: ImportLine, subjectId: string): StagedRow {
  const { id, cpf, cpfIndex, name, nameKey, email, phone } = sealedSubject(vault, line, subjectId);
  const { line: number, reference, subsidiary, enrolledAt } = line;
  return [
    importId,
    number,
    reference,
    id,
    cpf,
    cpfIndex,
    name,
    nameKey,
    email,
    phone,
    subsidiary,
    enrolledAt,
  ];
}

/**
 * The id that a new person of this file gets: the same on each of their lines, so that what is sealed for it opens. The salt
 * is forgotten with the upload: nobody works out an id from a CPF.
 */
export function idsOf(salt: Buffer, importId: string): (cpfIndex: Uint8Array) => string {
  const time = importId.slice(0, 13);
  return (cpfIndex) => {
    const digits = createHmac("sha256", salt).update(cpfIndex).digest("hex");
    return `${time}-7${digits.slice(0, 3)}-a${digits.slice(3, 6)}-${digits.slice(6, 18)}`;
  };
}
