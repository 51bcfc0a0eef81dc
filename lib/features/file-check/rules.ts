import type { ExportManifest, InnerManifest } from "#lib/features/exports/manifest.ts";

type Bytes = { readonly bytes: number; readonly sha256: string };
type Contents = {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly contentSha256: string | null;
};

/** What differs between a file and what was told of it, a line each; none where it is the same. */
export function differencesOfBytes(found: Bytes, { file }: Pick<ExportManifest, "file">): string[] {
  const differences: string[] = [];
  if (found.bytes !== file.bytes)
    differences.push(`size: the manifest tells of ${file.bytes} bytes, the file has ${found.bytes}`);
  if (found.sha256 !== file.sha256)
    differences.push(`SHA-256: the manifest tells of ${file.sha256}, the file has ${found.sha256}`);
  return differences;
}

export function differencesOfContents(found: Contents, manifest: InnerManifest): string[] {
  const differences: string[] = [];
  const at = manifest.columns.findIndex((column, place) => column !== found.columns[place]);
  const places = Math.max(manifest.columns.length, found.columns.length);
  const place = at >= 0 ? at : manifest.columns.length;
  if (at >= 0 || found.columns.length !== places || manifest.columns.length !== places)
    differences.push(
      `column ${place + 1}: the manifest tells of ${spelled(manifest.columns[place])}, the file has ${spelled(found.columns[place])}`,
    );
  // A table without rows has one that says so.
  const empty = (manifest.tables ?? [manifest]).filter(({ rows }) => rows === 0).length;
  if (found.rows - empty !== manifest.rows)
    differences.push(`rows: the manifest tells of ${manifest.rows}, the file has ${found.rows}`);
  const { contentSha256: told } = manifest;
  if (told && found.contentSha256 && told !== found.contentSha256)
    differences.push(
      `contents: the manifest tells of SHA-256 ${told}, what the cells hold has ${found.contentSha256}`,
    );
  return differences;
}

const spelled = (column: string | undefined): string => (column === undefined ? "none" : `“${column}”`);
