import "server-only";
import { randomUUIDv7 } from "node:crypto";
import type { Db } from "#lib/db/client.ts";
import { maskCpf, maskEmail, maskPhone, UNREADABLE, UNREADABLE_CPF } from "#lib/privacy/mask.ts";
import { searchKey } from "#lib/privacy/search-key.ts";
import { readable, type Vault } from "#lib/privacy/vault.ts";

export type NewSubject = { cpf: string; name?: string | null; email?: string | null; phone?: string | null };

/** The members of a subject that are sealed, and the name that is not. */
export const SUBJECT_COLUMNS = { id: true, name: true, cpf: true, email: true, phone: true } as const;
type SubjectRow = {
  id: string;
  name: string | null;
  cpf: Uint8Array;
  email: Uint8Array | null;
  phone: Uint8Array | null;
};

/** What a screen may hold of a person before anything is revealed. */
export type MaskedPerson = {
  id: string;
  name: string | null;
  cpf: string;
  email: string | null;
  phone: string | null;
};

type Field = "cpf" | "email" | "phone";
const placeOf = (row: string, column: Field) => ({ table: "subject", row, column });

/** One value that cannot be opened any more does not keep whoever reads a list from all the others. */
export function maskedPerson(vault: Vault, row: SubjectRow): MaskedPerson {
  const shown = (column: Field, mask: (clear: string) => string, unreadable = UNREADABLE) => {
    const sealed = row[column];
    return sealed && (readable(() => mask(vault.open(placeOf(row.id, column), sealed))) ?? unreadable);
  };
  return {
    id: row.id,
    name: row.name,
    cpf: shown("cpf", maskCpf, UNREADABLE_CPF) ?? UNREADABLE_CPF,
    email: shown("email", maskEmail),
    phone: shown("phone", maskPhone),
  };
}

/** What a 1:1 tells Unico. An e-mail or a phone that cannot be opened any more keeps nobody from it. */
export const clearForUnico = (vault: Vault, row: Pick<SubjectRow, "id" | "name" | "cpf">) => ({
  cpf: vault.open(placeOf(row.id, "cpf"), row.cpf),
  name: row.name,
});

/**
 * The clear values, for an audited reveal or file: what cannot be opened any more is null and named in `unreadable`.
 * Never hand the answer to a page.
 */
export function clearAsFar(vault: Vault, row: SubjectRow) {
  const unreadable: Field[] = [];
  const opened = (column: Field): string | null => {
    const sealed = row[column];
    if (!sealed) return null;
    const value = readable(() => vault.open(placeOf(row.id, column), sealed));
    if (value === null) unreadable.push(column);
    return value;
  };
  const person = { name: row.name, cpf: opened("cpf"), email: opened("email"), phone: opened("phone") };
  return { ...person, unreadable };
}

/** A row ready to insert, sealed for its own id. */
export function sealedSubject(
  vault: Vault,
  { cpf, name, email, phone }: NewSubject,
  id: string = randomUUIDv7(),
) {
  return {
    id,
    name: name ?? null,
    nameKey: name ? searchKey(name) : null,
    cpf: vault.seal(placeOf(id, "cpf"), cpf),
    cpfIndex: vault.indexOf(cpf),
    email: email ? vault.seal(placeOf(id, "email"), email) : null,
    phone: phone ? vault.seal(placeOf(id, "phone"), phone) : null,
  };
}

/** The subject of a CPF, made when it is new; a name is filled in where none was known. */
export async function ensureSubject(db: Db, vault: Vault, subject: NewSubject): Promise<string> {
  const kept = await findSubjectByCpf(db, vault, subject.cpf);
  if (!kept) return insertSubject(db, vault, subject);
  if (!kept.name && subject.name) {
    await db.subject.update({
      where: { id: kept.id },
      data: { name: subject.name, nameKey: searchKey(subject.name) },
      select: { id: true },
    });
  }
  return kept.id;
}

/** Of two that make the same person at once, also under two keys of the index, both get the one row. */
async function insertSubject(db: Db, vault: Vault, subject: NewSubject): Promise<string> {
  const { id, name, nameKey, cpf, email, phone } = sealedSubject(vault, subject);
  const indexes = vault.indexesOf(subject.cpf);
  const [made] = await db.$queryRaw<{ id: string }[]>`
    SELECT subject_of_cpf(${vault.indexKeys[0]}::text, ${indexes}::bytea[], ${id}::uuid, ${name}::text,
      ${nameKey}::text, ${cpf}::bytea, ${email}::bytea, ${phone}::bytea) AS id`;
  if (!made) throw new Error("the database said nothing of a new subject");
  return made.id;
}

/** By the index under any key in use: while the key is changed, some lie under the one and some under the other. */
export async function findSubjectByCpf(db: Db, vault: Vault, cpf: string) {
  const indexes = vault.indexesOf(cpf);
  const found = await db.subject.findMany({
    where: { cpfIndex: { in: indexes } },
    select: { id: true, name: true, cpfIndex: true },
  });
  const isNewest = (row: { cpfIndex: Uint8Array }) => Buffer.compare(row.cpfIndex, vault.indexOf(cpf)) === 0;
  const row = found.find(isNewest) ?? found[0];
  return row ? { id: row.id, name: row.name } : null;
}

export const findSubject = (db: Db, id: string) =>
  db.subject.findUnique({ where: { id }, select: SUBJECT_COLUMNS });
