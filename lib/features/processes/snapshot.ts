import "server-only";
import type { Vault } from "#lib/privacy/vault.ts";
import { type IdCheckProcess, idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer } from "#lib/unico/schemas.ts";

type Sealed = { id: string; document: Uint8Array };

/** Unico's answer as it came. */
export const openRaw = (vault: Vault, { id, document }: Sealed): string =>
  vault.open({ table: "process_snapshot", row: id, column: "document" }, document);

export function openSnapshot(vault: Vault, snapshot: Sealed): IdCheckProcess {
  const process = readAnswer(idCheckProcessSchema, openRaw(vault, snapshot));
  if (!process) throw new Error(`snapshot ${snapshot.id} does not read as a process`);
  return process;
}
