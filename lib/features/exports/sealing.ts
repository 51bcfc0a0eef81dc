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

export const openManifest = (vault: Vault, id: string, sealed: Uint8Array): ExportManifest | null =>
  parseManifest(vault.open(placeOf(id, "manifest"), sealed));
