import { searchKey } from "#lib/privacy/search-key.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { Columns } from "./import-columns.ts";
import type { ImportField, LineReason, LineRefusal } from "./import-schema.ts";
import {
  readCell,
  readCpf,
  readEmail,
  readEnrolledAt,
  readName,
  readPhone,
  readReferenceId,
} from "./import-values.ts";

/** One line, in the clear: it lives in this process alone. */
export type ImportLine = {
  line: number;
  reference: string;
  cpf: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  subsidiary: string | null;
  enrolledAt: Date | null;
};

/** The branches that the importer sees, and whether there are others. */
export type Branches = {
  /** By id and by name without case and accents. */
  idOf: ReadonlyMap<string, string>;
  isLimited: boolean;
  /** Of whoever sees one branch alone: what names none is theirs. */
  own: string | null;
};

export const branchesOf = (
  branches: readonly { id: string; name: string }[],
  isLimited: boolean,
): Branches => ({
  idOf: new Map(branches.flatMap(({ id, name }) => [[id, id] as const, [searchKey(name), id] as const])),
  isLimited,
  own: isLimited && branches.length === 1 ? (branches[0]?.id ?? null) : null,
});

export type LineGiven = { columns: Columns; branches: Branches; now: Date };

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A cell byte by byte as text: what is outside ASCII must be UTF-8. */
function decoded(bytes: string): string | null {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  try {
    return utf8.decode(Buffer.from(bytes, "latin1"));
  } catch {
    return null;
  }
}

/** Reads one record; every field that is wrong is named, and nothing of what stands in it. */
export function readLine(
  cells: readonly string[],
  line: number,
  { columns, branches, now }: LineGiven,
): Result<ImportLine, LineRefusal[]> {
  const refusals: LineRefusal[] = [];
  const refuse = (field: LineRefusal["field"], reason: LineReason) => {
    refusals.push({ line, field, reason });
    return null;
  };
  const isWhole = cells.length >= columns.count && cells.slice(columns.count).every((cell) => !cell.trim());
  if (!isWhole) return fail([{ line, field: "line", reason: "columns" }]);

  const cellOf = (field: ImportField): string | null => {
    const at = columns.at[field];
    const text = at === undefined ? "" : decoded(cells[at] ?? "");
    if (text === null) return refuse(field, "encoding");
    const cell = readCell(text);
    return cell.ok ? cell.value || null : refuse(field, cell.failure);
  };
  const read = <T>(field: ImportField, reader: (cell: string) => Result<T, LineReason>): T | null => {
    const before = refusals.length;
    const cell = cellOf(field);
    if (cell === null) {
      const isNeeded = (field === "reference" || field === "cpf") && refusals.length === before;
      return isNeeded ? refuse(field, "missing") : null;
    }
    const value = reader(cell);
    return value.ok ? value.value : refuse(field, value.failure);
  };
  const branchOf = (cell: string): Result<string, LineReason> => {
    const id = branches.idOf.get(cell.toLowerCase()) ?? branches.idOf.get(searchKey(cell));
    if (id !== undefined) return ok(id);
    return fail(branches.isLimited ? "subsidiary_foreign" : "subsidiary_unknown");
  };

  const reference = read("reference", readReferenceId);
  const cpf = read("cpf", readCpf);
  const name = read("name", readName);
  const email = read("email", readEmail);
  const phone = read("phone", readPhone);
  const wrongBefore = refusals.length;
  const named = read("subsidiary", branchOf);
  const subsidiary = named ?? branches.own;
  if (subsidiary === null && branches.isLimited && refusals.length === wrongBefore)
    refuse("subsidiary", "subsidiary_missing");
  const enrolledAt = read("enrolledAt", (cell) => readEnrolledAt(cell, now));
  if (refusals.length > 0 || reference === null || cpf === null) return fail(refusals);
  return ok({ line, reference, cpf, name, email, phone, subsidiary, enrolledAt });
}
