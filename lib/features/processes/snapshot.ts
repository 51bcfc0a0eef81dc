import "server-only";
import { readable, type Vault } from "#lib/privacy/vault.ts";
import { parseJson } from "#lib/unico/json.ts";
import { type IdCheckProcess, idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer } from "#lib/unico/schemas.ts";
import { type Wire, wireOf } from "./wire.ts";

type Sealed = { id: string; document: Uint8Array };

/** Unico's answer as it came. */
export const openRaw = (vault: Vault, { id, document }: Sealed): string =>
  vault.open({ table: "process_snapshot", row: id, column: "document" }, document);

/** Whether it opens under a key of today. */
export const isReadable = (vault: Vault, snapshot: Sealed): boolean =>
  readable(() => openRaw(vault, snapshot)) !== null;

/** Unico's answer, and what was read out of it. */
export function openDocument(vault: Vault, snapshot: Sealed): { process: IdCheckProcess; wire: Wire } {
  const raw = openRaw(vault, snapshot);
  const process = readAnswer(idCheckProcessSchema, raw);
  if (!process) throw new Error(`snapshot ${snapshot.id} does not read as a process`);
  return { process, wire: wireOf(parseJson(raw)) };
}

export const openSnapshot = (vault: Vault, snapshot: Sealed): IdCheckProcess =>
  openDocument(vault, snapshot).process;
