import "server-only";
import { z } from "zod";
import type { Place, Vault } from "#lib/privacy/vault.ts";

const aboutShape = z.object({ name: z.string(), sha256: z.string() });
/** What an attachment is called, and the SHA-256 of its bytes. */
export type About = z.output<typeof aboutShape>;

const placeOf = (row: string): Place => ({ table: "case_attachment", row, column: "about" });

export const sealAbout = (vault: Vault, id: string, about: About) =>
  vault.seal(placeOf(id), JSON.stringify(about));

export const openAbout = (vault: Vault, id: string, sealed: Uint8Array): About =>
  aboutShape.parse(JSON.parse(vault.open(placeOf(id), sealed)));
