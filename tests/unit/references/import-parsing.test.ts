import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHeads } from "#lib/features/references/import-columns.ts";
import { branchesOf, readLine } from "#lib/features/references/import-line.ts";
import { type CsvRecord, readCsv } from "#lib/features/references/import-parsing.ts";
import { aCpf } from "#tests/support/factories.ts";

type Bounds = { mostLines?: number; mostBytes?: number };

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Buffer, bounds: Bounds = {}, piece = 7) {
  const bytes = Buffer.from(text);
  const records: CsvRecord[] = [];
  let heads: string[] = [];
  let columns = readHeads(["reference", "cpf"]);
  const file = await readCsv(inPieces(bytes, piece), {
    ...bounds,
    onHeads: (found) => {
      heads = found;
      columns = readHeads(found);
      return columns.ok ? null : columns.failure;
    },
    onRecords: async (found) => {
      records.push(...found);
    },
  });
  expect(file.sha256.toString("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
  return { ...file, heads, records, columns };
}

const ID = "0e5f0000-0000-4000-8000-000000000002";

describe("a file", () => {
  it.each([
    ["semicolons", `Referência;CPF;Filial\n${ID};1;x\n`],
    ["commas", `referenceProcessId,cpf,Branch\r\n${ID},1,x\r\n`],
    ["tabs and a BOM", `\uFEFFID do processo de referência\tCPF\tFilial\n${ID}\t1\tx`],
    ["Excel's own line", `sep=;\r\nreferencia;CPF;unidade\r\n${ID};1;x\r\n`],
    ["quotes and an empty line before", `\n"referencia";"Cpf";"Filial"\n"${ID}";"1";"x"\n`],
  ])("is read with %s", async (_, text) => {
    const { problem, records, columns } = await read(text);
    expect(problem).toBeNull();
    expect(columns).toEqual({ ok: true, value: { at: { reference: 0, cpf: 1, subsidiary: 2 }, count: 3 } });
    expect(records.map(({ cells }) => cells)).toEqual([[ID, "1", "x"]]);
  });

  it("names the line on which a record begins, over breaks in cells and empty lines", async () => {
    const { records } = await read(`reference;cpf\n1;"a\r\nb\nc"\n\n;\n2;x\r3;y\r\n`);
    expect(records.map(({ line }) => line)).toEqual([2, 7, 8]);
  });

  it.each([
    ["nothing", "", "empty", 1],
    ["heads alone", "reference;cpf\n", "empty", 1],
    ["UTF-16", Buffer.from("\uFEFFreference;cpf\n1;2\n", "utf16le"), "not_text", 1],
    ["a workbook", Buffer.from("PK\u0003\u0004\u0000\u0000xl/workbook.xml"), "not_text", 1],
    ["no reference", "cpf;nome\n1;2\n", "no_reference_column", 1],
    ["no CPF", "referencia;nome\n1;2\n", "no_cpf_column", 1],
    ["one column twice", "referencia;cpf;CPF\n1;2;3\n", "column_twice", 1],
    [
      "10,000 columns",
      `reference;cpf;${"x;".repeat(10_000)}\n${"1;".repeat(10_002)}\n`,
      "too_many_columns",
      1,
    ],
    ["a quote that never closes", 'reference;cpf\n1;2\n3;"4\n5;6\n', "quote_open", 3],
    ["a line without an end", `reference;cpf\n1;2\n${"3".repeat(200_000)}`, "line_too_long", 3],
    ["a head without an end", "x".repeat(200_000), "line_too_long", 1],
  ])("with %s is refused where it stands", async (_, text, problem, line) => {
    expect((await read(text, {}, 4_096)).problem).toEqual({ problem, line });
  });

  it("longer than may be is read no further", async () => {
    const text = `reference;cpf\n${"1;2\n".repeat(20)}`;
    expect((await read(text, { mostLines: 10 })).problem).toEqual({ problem: "too_many_lines", line: 12 });
    const long = readCsv(inPieces(Buffer.from(text), 8), {
      onHeads: () => null,
      onRecords: async () => {},
      mostBytes: 30,
    });
    expect((await long).problem).toEqual({ problem: "too_large", line: 0 });
  });

  it("is the same file in whatever pieces it comes", async () => {
    const text = `\uFEFFreferencia;cpf;nome\r\n${ID};1;"Zé; ""o"" Só"\n\n${ID};2;ção`;
    const whole = await read(text, {}, 10_000);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (piece) => {
        const { records, problem } = await read(text, {}, piece);
        expect({ records, problem }).toEqual({ records: whole.records, problem: null });
      }),
      { numRuns: 20 },
    );
  });
});

/** Cells come byte by byte. */
const latin1 = (text: string) => Buffer.from(text).toString("latin1");

describe("a line", () => {
  const paulista = { id: "5b5f0000-0000-4000-8000-000000000001", name: "Avenida Paulista" };
  const given = (isLimited = false) => {
    const columns = readHeads(["referencia", "cpf", "nome", "email", "telefone", "filial", "cadastrado em"]);
    if (!columns.ok) throw new Error(columns.failure);
    return {
      columns: columns.value,
      branches: branchesOf([paulista], isLimited),
      now: new Date("2026-11-21"),
    };
  };
  const cpf = aCpf();
  const right = [ID, cpf, "Ana", "ana@example.com", "11987654321", latin1("AVENIDA PAULÍSTA"), "2026-11-01"];
  const why = (cells: string[], isLimited = false) => {
    const line = readLine(cells, 9, given(isLimited));
    return line.ok
      ? line.value
      : line.failure.map(({ line: number, field, reason }) => `${number} ${field} ${reason}`);
  };

  it("is read whole", () => {
    expect(why(right)).toEqual({
      line: 9,
      reference: ID,
      cpf,
      name: "Ana",
      email: "ana@example.com",
      phone: "11987654321",
      subsidiary: paulista.id,
      enrolledAt: new Date("2026-11-01T03:00:00Z"),
    });
    expect(why([ID, cpf, "", "", "", paulista.id, ""])).toMatchObject({
      name: null,
      subsidiary: paulista.id,
      enrolledAt: null,
    });
    expect(why([...right, "", ""])).toMatchObject({ reference: ID });
  });

  it("is refused in every field that is wrong", () => {
    expect(why(["x", "1,23E+10", "=A1", "ana", "1", "Elsewhere", "2027-01-01"])).toEqual([
      "9 reference id_format",
      "9 cpf cpf_scientific",
      "9 name formula",
      "9 email email_format",
      "9 phone phone_format",
      "9 subsidiary subsidiary_unknown",
      "9 enrolledAt date_future",
    ]);
    expect(why(["", "", "", "", "", "", ""])).toEqual(["9 reference missing", "9 cpf missing"]);
    expect(why([ID, cpf, latin1("José"), "", "", "", ""])).toMatchObject({
      name: "José",
    });
    expect(why([ID, cpf, "Jos\xe9", "", "", "", ""])).toEqual(["9 name encoding"]);
    expect(why([ID, cpf])).toEqual(["9 line columns"]);
    expect(why([...right, "more"])).toEqual(["9 line columns"]);
  });

  it("of somebody limited to branches is of one of theirs", () => {
    expect(why([ID, cpf, "", "", "", "", ""], true)).toMatchObject({ subsidiary: paulista.id });
    expect(why([ID, cpf, "", "", "", "Elsewhere", ""], true)).toEqual(["9 subsidiary subsidiary_foreign"]);
    const two = branchesOf([paulista, { id: "5b5f0000-0000-4000-8000-000000000002", name: "Moema" }], true);
    const line = readLine([ID, cpf, "", "", "", "", ""], 9, { ...given(true), branches: two });
    expect(line).toEqual({
      ok: false,
      failure: [{ line: 9, field: "subsidiary", reason: "subsidiary_missing" }],
    });
  });
});
