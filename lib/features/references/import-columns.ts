import { fail, ok, type Result } from "#lib/result.ts";
import { type FileProblem, IMPORT_FIELDS, type ImportField, MOST_COLUMNS } from "./import-schema.ts";

/** What heads are compared by: letters and digits alone, without case and accents. */
const headKey = (head: string): string =>
  head
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

const HEADS: Record<ImportField, readonly string[]> = {
  reference: [
    "referenceprocessid",
    "referenceprocess",
    "referenceid",
    "reference",
    "processid",
    "authenticationid",
    "processodereferencia",
    "idprocessodereferencia",
    "iddoprocessodereferencia",
    "idprocessoreferencia",
    "processoreferencia",
    "idreferencia",
    "iddareferencia",
    "referencia",
    "idprocesso",
    "iddoprocesso",
    "processo",
  ],
  cpf: ["cpf", "document", "documento", "taxid", "numerocpf", "numerodocpf"],
  name: ["name", "fullname", "customer", "customername", "nome", "nomecompleto", "cliente", "nomedocliente"],
  email: ["email", "mail", "emailaddress", "enderecodeemail", "correioeletronico"],
  phone: ["phone", "phonenumber", "mobile", "mobilephone", "telefone", "celular", "fone", "numerodetelefone"],
  subsidiary: [
    "subsidiary",
    "subsidiaryid",
    "branch",
    "branchid",
    "filial",
    "idfilial",
    "iddafilial",
    "unidade",
    "loja",
  ],
  enrolledAt: [
    "enrolledat",
    "enrolled",
    "enrolledon",
    "enrolmentdate",
    "enrollmentdate",
    "cadastradoem",
    "cadastradaem",
    "cadastrado",
    "cadastrada",
    "cadastro",
    "datacadastro",
    "datadecadastro",
    "datadocadastro",
  ],
};

const FIELD_OF = new Map(
  IMPORT_FIELDS.flatMap((field) => HEADS[field].map((head) => [head, field] as const)),
);

/** In which column each field stands, and how many columns there are. */
export type Columns = { at: Partial<Record<ImportField, number>>; count: number };

const fieldOf = (head: string): ImportField | undefined => FIELD_OF.get(headKey(head));

export function readHeads(heads: readonly string[]): Result<Columns, FileProblem> {
  if (heads.length > MOST_COLUMNS) return fail("too_many_columns");
  const at: Columns["at"] = {};
  for (const [column, head] of heads.entries()) {
    const field = fieldOf(head);
    if (!field) continue;
    if (at[field] !== undefined) return fail("column_twice");
    at[field] = column;
  }
  if (at.reference === undefined) return fail("no_reference_column");
  if (at.cpf === undefined) return fail("no_cpf_column");
  return ok({ at, count: heads.length });
}

const DELIMITERS = [";", ",", "\t"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The one by which the most heads are known. */
export function delimiterOf(firstLine: string): Delimiter {
  const known = (delimiter: string) =>
    firstLine.split(delimiter).filter((head) => fieldOf(head) !== undefined).length;
  return DELIMITERS.reduce((best, each) => (known(each) > known(best) ? each : best));
}
