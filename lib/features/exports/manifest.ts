import { createHash, type Hash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "#lib/features/audit/canonical.ts";

export const MANIFEST_FORM = "contraprova/export-manifest/1";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What is told of a file: beside it as JSON, and within it as last sheet or page without `file`, which would have to
 * hold its own hash.
 */
export const exportManifest = z.object({
  form: z.literal(MANIFEST_FORM),
  /** Of the export: the audit log tells of it under this id. */
  id: z.uuid(),
  /** A table (`cases`), a report or one case. */
  of: z.string(),
  format: z.enum(["csv", "xlsx", "pdf"]),
  /** The moment of the one snapshot that all rows are of. */
  madeAt: z.iso.datetime(),
  by: z.object({ id: z.uuid(), name: z.string() }),
  /** In the words of the language that the file was asked for in. */
  filters: z.array(z.string()),
  order: z.string(),
  /** Of all tables, one after the other. */
  columns: z.array(z.string()),
  /** Where there are several, a sheet each, else null: how many of the columns are whose, and how many of the rows. */
  tables: z
    .array(
      z.object({
        title: z.string(),
        columns: z.number().int().nonnegative(),
        rows: z.number().int().nonnegative(),
      }),
    )
    .nullable()
    .default(null),
  rows: z.number().int().nonnegative(),
  masked: z.boolean(),
  /** Why personal data is in it: a code. */
  reason: z.string().nullable(),
  /** Whose clock the times in it are of. */
  timeZone: z.string(),
  /** Of what is in it, whatever the format: see `contentHash`. Null where the file is no table. */
  contentSha256: sha256.nullable(),
  /** The newest block of the audit log at that moment; null before the first was sealed. */
  auditHead: z.object({ block: z.number().int(), head: sha256, sealedAt: z.iso.datetime() }).nullable(),
  /** Of the file, byte for byte. */
  file: z.object({ name: z.string(), bytes: z.number().int().nonnegative(), sha256 }),
});
export type ExportManifest = z.output<typeof exportManifest>;
/** As it stands within the file itself. */
export type InnerManifest = Omit<ExportManifest, "file">;

/** One spelling, and a line end: what `parseManifest` reads back. */
export const writeManifest = (manifest: ExportManifest): string => `${canonicalJson(manifest)}\n`;

/** Null where it is none, or of a form that this build does not know. */
export function parseManifest(text: string): ExportManifest | null {
  try {
    return exportManifest.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Where the manifest of a file lies. */
export const manifestNameOf = (file: string): string => `${file}.manifest.json`;

/** As a file has it: times as `2026-11-22 07:31:53` by the manifest's clock, nothing as null. */
export type ContentCell = string | number | null;

export type ContentHash = { add(cells: readonly ContentCell[]): void; digest(): string };

const LINES_AT_ONCE = 256;

/**
 * SHA-256 over the head and each row in their order, table after table, each as one line of JSON. Texts as they stand in the file, with
 * the apostrophe of a neutralised one; numbers as numbers; an empty text is nothing.
 */
export function contentHash(hash: Hash = createHash("sha256")): ContentHash {
  let lines: string[] = [];
  const flush = () => {
    hash.update(lines.join(""));
    lines = [];
  };
  return {
    add(cells) {
      lines.push(`${JSON.stringify(cells.map((cell) => (cell === "" ? null : cell)))}\n`);
      if (lines.length >= LINES_AT_ONCE) flush();
    },
    digest() {
      flush();
      return hash.digest("hex");
    },
  };
}
