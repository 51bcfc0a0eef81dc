import "server-only";
import fs from "node:fs";
import type { Db } from "#lib/db/client.ts";
import {
  type ExportManifest,
  type InnerManifest,
  manifestNameOf,
  parseManifest,
} from "#lib/features/exports/manifest.ts";
import { bytesOf, type Contents, contentsOfCsv, contentsOfXlsx } from "./contents.ts";
import { differencesOfLog, findCaseOfFile } from "./in-log.ts";
import { differencesOfBytes, differencesOfContents } from "./rules.ts";

export type FileReport = {
  /** A line each; none where everything holds. */
  readonly differences: readonly string[];
  /** What was held against what, a line each. */
  readonly checked: readonly string[];
};
type Asked = { readonly file: string; readonly manifest?: string | undefined; readonly db: Db | null };

/** Holds a file against its manifest, the one beside it or the one within, and both against the audit log where there is one. */
export async function checkFile({ file, manifest: given, db }: Asked): Promise<FileReport> {
  const found = await bytesOf(file);
  const beside = readBeside(given ?? manifestNameOf(file), given !== undefined);
  const read = await contentsOf(file, beside);
  const contents = read && "rows" in read ? read : null;
  const manifest = beside ?? contents?.manifest ?? null;
  if (!manifest) return withoutManifest(file, found.sha256, db);
  const differences = [
    ...(beside ? differencesOfBytes(found, beside) : []),
    ...(contents ? differencesOfContents(contents, manifest) : []),
    ...(read && "unreadable" in read ? [`contents: they cannot be read (${read.unreadable})`] : []),
    ...(beside && contents?.manifest ? differencesOfManifests(beside, contents.manifest) : []),
    ...(db ? await differencesOfLog(db, manifest, found.sha256) : []),
  ];
  const isWhole = beside !== null || db !== null;
  return {
    differences,
    checked: [
      beside ? "bytes and SHA-256 against the manifest beside it" : "no manifest beside it: the one within",
      ...(contents ? [`${contents.rows} rows of ${contents.columns.length} columns`] : []),
      db ? "what the audit log tells of it" : "no database: the audit log was not asked",
      ...(isWhole ? [] : ["whoever changed the file could have changed the manifest in it"]),
    ],
  };
}

function readBeside(place: string, isAsked: boolean): ExportManifest | null {
  if (!isAsked && !fs.existsSync(place)) return null;
  const manifest = parseManifest(fs.readFileSync(place, "utf8"));
  if (!manifest)
    throw new Error(`${place} is no manifest of an export, or of a form that this version does not know`);
  return manifest;
}

async function contentsOf(
  file: string,
  beside: ExportManifest | null,
): Promise<Contents | { unreadable: string } | null> {
  try {
    if (file.endsWith(".xlsx")) return await contentsOfXlsx(file);
    if (file.endsWith(".csv") && beside !== null) return await contentsOfCsv(file);
    return null;
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}

function differencesOfManifests({ file: _file, ...beside }: ExportManifest, within: InnerManifest): string[] {
  const names = Object.keys(beside) as (keyof InnerManifest)[];
  return names
    .filter((name) => JSON.stringify(beside[name]) !== JSON.stringify(within[name]))
    .map((name) => `manifest: ${name} within the file is another than beside it`);
}

/** A case's file has no manifest: its hash is in the log. */
async function withoutManifest(file: string, sha256: string, db: Db | null): Promise<FileReport> {
  const told = db && (await findCaseOfFile(db, sha256));
  if (told)
    return {
      differences: [],
      checked: [
        `case ${told.number} was taken as this very file on ${told.at.toISOString()}, by the audit log`,
      ],
    };
  const why = db
    ? "and the audit log tells of no file with its hash"
    : "and no database was given to ask the audit log";
  return {
    differences: [`manifest: there is none beside it (${manifestNameOf(file)}) or within it, ${why}`],
    checked: [`SHA-256 ${sha256}`],
  };
}
