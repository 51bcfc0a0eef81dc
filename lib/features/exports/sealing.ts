import "server-only";
import type { Place, Vault } from "#lib/privacy/vault.ts";
import { type ExportManifest, parseManifest, writeManifest } from "./manifest.ts";
import { type Asked, askedShape } from "./schema.ts";

type Table = "export" | "export_schedule";
const placeOf = (row: string, column: "asked" | "manifest", table: Table = "export"): Place => ({
  table,
  row,
  column,
});

export const sealAsked = (vault: Vault, id: string, asked: Asked, table?: Table) =>
  vault.seal(placeOf(id, "asked", table), JSON.stringify(asked));

/** What was asked for opens under no key any more, or is none that this build understands. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

export function openAsked(vault: Vault, id: string, sealed: Uint8Array, table?: Table): Asked {
  try {
    return askedShape.parse(JSON.parse(vault.open(placeOf(id, "asked", table), sealed)));
  } catch {
    // What is wrong with it may hold some of it.
    throw new Unreadable("what was asked for cannot be read");
  }
}

export const sealManifest = (vault: Vault, id: string, manifest: ExportManifest) =>
  vault.seal(placeOf(id, "manifest"), writeManifest(manifest));

type Kept = { id: string; asked: Uint8Array | null; manifest: Uint8Array | null };

/** What was asked for; null where there is nothing, or nothing that can be read any more. */
export function askedIn(vault: Vault, { id, asked }: Pick<Kept, "id" | "asked">): Asked | null {
  try {
    return asked && openAsked(vault, id, asked);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** What is told of a file; null where there is nothing, or nothing that can be read any more. */
export function manifestIn(
  vault: Vault,
  { id, manifest }: Pick<Kept, "id" | "manifest">,
): ExportManifest | null {
  if (!manifest) return null;
  try {
    return parseManifest(vault.open(placeOf(id, "manifest"), manifest));
  } catch {
    return null;
  }
}

/** Whether what lies beside a file opens under no key any more: then nobody may say to whom it can be given. */
export const isUnreadable = (vault: Vault, kept: Kept): boolean =>
  (kept.asked !== null && askedIn(vault, kept) === null) ||
  (kept.manifest !== null && manifestIn(vault, kept) === null);
