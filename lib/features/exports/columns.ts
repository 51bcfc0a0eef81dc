import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { clearAsFar, maskedPerson } from "#lib/features/subjects/repository.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { UNREADABLE_CPF } from "#lib/privacy/mask.ts";
import { wordAt } from "./filter-words.ts";
import type { ExportColumn, ReadCell, Writing } from "./list.ts";

type Sql = Prisma.Sql;
type Shape = { id: string; width: number; joins?: readonly string[] };

// What is empty is nothing.
const first: ReadCell = (row, at) => row[at] || null;
const plain = (
  type: ExportColumn["type"],
  { joins = [], ...shape }: Shape,
  select: Sql,
  cell: ReadCell,
  bytesKept = Number.MAX_SAFE_INTEGER,
) => ({
  ...shape,
  bytesKept,
  type,
  joins,
  select: [select],
  cell: () => cell,
});

export const textColumn = (shape: Shape, select: Sql): ExportColumn => plain("text", shape, select, first);

export const numberColumn = (shape: Shape, select: Sql): ExportColumn =>
  plain("number", shape, select, (row, at) => {
    const text = row[at];
    return text ? Number(text) : null;
  });

/** PostgreSQL writes it by the clock of the connection, `2026-11-22 07:31:53.123-03`. */
const SECONDS_END = 19;
export const timeColumn = (shape: Shape, select: Sql): ExportColumn =>
  plain("time", shape, select, (row, at) => row[at]?.slice(0, SECONDS_END) || null, SECONDS_END);

/** A value of a closed list, in the reader's words; one that has none stands as it is. */
export const wordColumn = (
  { joins = [], ...shape }: Shape,
  select: Sql,
  wordOf: (writing: Writing) => (value: string) => string,
): ExportColumn => ({
  ...shape,
  type: "text",
  bytesKept: 0,
  joins,
  select: [select],
  cell: (writing) => {
    const say = wordOf(writing);
    const known = new Map<string, string>();
    return (row, at) => {
      const value = row[at];
      if (!value) return null;
      const word = known.get(value) ?? say(value);
      known.set(value, word);
      return word;
    };
  },
});

/** What the verdicts call a value of one of their groups. */
export const verdict =
  (group: string) =>
  ({ locale }: Writing) => {
    const t = translatorFor(locale, "verdicts");
    return (value: string) => wordAt(t, `${group}.${value}`) ?? value;
  };

/** Our policy: rows of one person stand near each other in most orders, and each is opened once. */
const PEOPLE_KEPT = 5_000;

const ID_CHARS = 36;
/** Between the id and the hexadecimal digits of what is sealed, as PostgreSQL writes both. */
const MARK = "\\x";

/** The CPF of the subject `s`: opened here, and masked unless the file was asked for with personal data. */
export const cpfColumn = (joins: readonly string[]): ExportColumn => ({
  id: "cpf",
  type: "text",
  width: 15,
  bytesKept: 0,
  keyBytes: ID_CHARS,
  joins,
  select: [Prisma.sql`concat(s.id, s.cpf)`],
  cell: ({ vault, isMasked }) => {
    const known = new Map<string, string>();
    return (row, at) => {
      const value = row[at];
      if (!value) return null;
      const id = value.slice(0, ID_CHARS);
      const found = known.get(id);
      if (found !== undefined) return found;
      const sealed = Buffer.from(value.slice(ID_CHARS + MARK.length), "hex");
      const person = { id, name: null, cpf: sealed, email: null, phone: null };
      const opened = isMasked ? maskedPerson(vault, person) : clearAsFar(vault, person);
      // One that opens no more does not take the list away from whoever asked for it.
      const cpf = opened.cpf ?? UNREADABLE_CPF;
      if (known.size >= PEOPLE_KEPT) known.clear();
      known.set(id, cpf);
      return cpf;
    };
  },
});

export const nameColumn = (joins: readonly string[]): ExportColumn =>
  textColumn({ id: "person", width: 30, joins }, Prisma.sql`s.name`);
