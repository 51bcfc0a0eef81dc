import { z } from "zod";
import { number, one } from "#lib/table/address.ts";

/** Only if every line is right, or those that are. */
export const IMPORT_MODES = ["all", "right"] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

export const importInput = z.object({ mode: z.enum(IMPORT_MODES) });

/** Why a file that was sent without script was not taken: its page says it in words. */
export const UPLOAD_REFUSALS = [
  "file_missing",
  "too_large",
  "too_many",
  "key_changing",
  "broken_off",
] as const;
export type UploadRefusal = (typeof UPLOAD_REFUSALS)[number];

/** What the address of the page says of the file that was sent last. */
export const uploadTold = z.object({ refused: one(UPLOAD_REFUSALS), seconds: number(1, 86_400) });

/** What a file may tell of a reference; the first two must be there. */
export const IMPORT_FIELDS = [
  "reference",
  "cpf",
  "name",
  "email",
  "phone",
  "subsidiary",
  "enrolledAt",
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Where a line was refused: in a field, or as a whole. */
export const REFUSED_PLACES = [...IMPORT_FIELDS, "line"] as const;
export type RefusedPlace = (typeof REFUSED_PLACES)[number];

export const LINE_REASONS = [
  "columns",
  "encoding",
  "control",
  "formula",
  "missing",
  "too_long",
  "id_format",
  "cpf_scientific",
  "cpf_length",
  "cpf_digits",
  "person_erased",
  "email_format",
  "phone_format",
  "subsidiary_unknown",
  "subsidiary_foreign",
  "subsidiary_missing",
  "subsidiary_differs",
  "date_format",
  "date_future",
] as const;
export type LineReason = (typeof LINE_REASONS)[number];

export type LineRefusal = { line: number; field: RefusedPlace; reason: LineReason };

/** Why nothing of a file was read any further, or brought in: the last two are of whoever sent it. */
export const FILE_PROBLEMS = [
  "empty",
  "not_text",
  "no_reference_column",
  "no_cpf_column",
  "column_twice",
  "too_many_columns",
  "line_too_long",
  "quote_open",
  "too_many_lines",
  "too_large",
  "not_allowed",
  "branches_changed",
] as const;
export type FileProblem = (typeof FILE_PROBLEMS)[number];

export type Problem = { problem: FileProblem; line: number };

const MEGABYTE = 1_048_576;
/** Our policy. What is right goes in by one transaction, which must not take a minute. */
export const MOST_LINES = 200_000;
export const MOST_BYTES = 256 * MEGABYTE;
export const MOST_COLUMNS = 100;
/** Of a line with everything that breaks off behind a quote that is never closed no more is held. */
export const LINE_MAX_BYTES = 65_536;
