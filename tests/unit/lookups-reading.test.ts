import { randomUUID } from "node:crypto";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOf } from "#lib/features/lookups/decoding.ts";
import { quotedRows } from "#lib/features/lookups/quoted-rows.ts";
import { readIds } from "#lib/features/lookups/reading-ids.ts";

const A = "0b7a91de-44c1-4f7a-9d0e-5f1b7e02c204";
const B = "53060f52-f146-4c12-a234-5bb5031f6f5b";
const C = "e41f2206-0d3b-4e8c-b7f2-91c35e0877a1";
const short = "5d2c07e9-6b18-4a3f";
const CPF = "701.010.101-92";

const idsOf = (text: string) => readIds(text).ids.map(({ id }) => id);

describe("ids of a list", () => {
  it.each([
    ["one a line", `${A}\n${B}\n${C}`],
    ["Windows' lines", `${A}\r\n${B}\r\n${C}\r\n`],
    ["commas", `${A},${B}, ${C}`],
    ["semicolons", `${A};${B};${C};`],
    ["tabs and bars", `${A}\t${B}|${C}`],
    ["blanks", `  ${A} ${B}   ${C}`],
    ["quotes", `"${A}","${B}"\n'${C}'`],
    ["a JSON array", JSON.stringify([A, B, C])],
    ["capitals", `${A}\n${B}\n${C}`.toUpperCase()],
    ["a byte order mark", `\uFEFF${A}\n${B}\n${C}`],
    ["links", [A, B, C].map((id) => `https://cadastro.uat.unico.app/process/${id}?x=1`).join("\n")],
    ["a word processor's hyphens", `${A}\n${B}\n${C}`.replaceAll("-", "\u2011")],
    ["a head", `process_id\n${A}\n${B}\n${C}`],
    ["a head in Portuguese", `"ID do processo";"Nome"\n${A};"Ana; Bia"\n${B};Caio\n${C};`],
    ["formulas", `id,nome\n="${A}",x\n="${B}",y\n="${C}",z`],
    ["blank lines between", `id,nome\n${A},x\n\n,\n${B},y\n\n\n${C},z\n`],
    ["a head that names no id", `nome,codigo\nAna,${A}\nBia,${B}\nCaio,${C}`],
    ["numbered lines", `1) ${A}\n2) ${B}\n3) ${C}`],
    ["two in a cell", `nome;id\nAna;${A} ${B}\nCaio;${C}`],
    ["columns without a head", `${A};Ana;${CPF}\n${B};Bia;${CPF}\n${C};Caio;${CPF}`],
  ])("are read with %s", (_, text) => {
    expect(readIds(text)).toMatchObject({ repeated: [], refused: [] });
    expect(idsOf(text)).toEqual([A, B, C]);
  });

  it.each([
    ["several on a line", `Clientes de hoje, favor ver\n${A}, ${B}\n${C}`],
    ["in no column", `Bom dia, Caio\n${A}\nAna, ${B}\n${C}`],
    ["beside what was meant as one", `Bom dia, Caio\n${A}, ${B}, ${short}\n${C}`],
  ])("are all read below a greeting: %s", (_, text) => {
    expect(idsOf(text)).toEqual([A, B, C]);
  });

  it("takes the column that its head names, and not the reference beside it", () => {
    const text = `reference;process_id\n${A};${B}\n${B};${C}`;
    expect(idsOf(text)).toEqual([B, C]);
  });

  it("reads a quoted cell over several lines, and counts lines as the file has them", () => {
    const read = readIds(`id,note\n${A},"two\nlines"\n${short},x\n${B},"y"`);
    expect(read.ids).toEqual([
      { id: A, line: 2 },
      { id: B, line: 5 },
    ]);
    expect(read.refused).toEqual([{ line: 4, why: "short", said: short }]);
  });

  it("reads a table whose quotes do not hold, line by line", () => {
    const read = readIds(`id,note\n${A},"open\n${B},x`);
    expect(read.ids.map(({ id }) => id)).toEqual([A, B]);
  });

  it("asks once for what is given twice, in whatever case", () => {
    const read = readIds(`${A}\n${B}\n${A.toUpperCase()}\n${A}`);
    expect(read.ids.map(({ id }) => id)).toEqual([A, B]);
    expect(read.repeated).toEqual([
      { id: A, line: 3 },
      { id: A, line: 4 },
    ]);
  });

  it("has 10,000 columns and reads the one that counts", () => {
    const heads = Array.from({ length: 10_000 }, (_, i) => (i === 9_000 ? "processId" : `c${i}`)).join(";");
    const cells = (id: string) =>
      Array.from({ length: 10_000 }, (_, i) => (i === 9_000 ? id : "x")).join(";");
    expect(idsOf(`${heads}\n${cells(A)}\n${cells(B)}`)).toEqual([A, B]);
  });
});

describe("what is no id", () => {
  it.each([
    ["too short", short, "short", short],
    ["too long", `${A}7`, "long", `${A}7`],
    ["without hyphens", A.replaceAll("-", ""), "hyphens", A.replaceAll("-", "")],
    ["not hexadecimal", A.replace("b", "g"), "none", A.replace("b", "g")],
    ["a name", "Ana Beatriz Moura", "none", null],
    ["one word", "hello", "none", null],
    ["a CPF", CPF, "none", null],
    ["the digits of a CPF", "70101010192", "none", null],
    ["a phone", "11-91234-5678", "none", null],
    ["a user's name", "joao-silva-1985", "none", null],
    ["an email", "l@unico.io", "none", null],
    ["a CPF amid what looks like an id", "abc-70101010192-def0", "short", null],
  ])("is told with its line: %s", (_, text, why, said) => {
    expect(readIds(`${A}\n${text}\n${B}`)).toMatchObject({
      ids: [{ id: A }, { id: B }],
      refused: [{ line: 2, why, said }],
    });
  });

  it("is told of a row without one, in the column of ids", () => {
    const read = readIds(`id;nome;cpf\n${A};Ana;${CPF}\n;Bia;${CPF}\nx;Caio;${CPF}`);
    expect(read.ids).toEqual([{ id: A, line: 2 }]);
    expect(read.refused).toEqual([
      { line: 3, why: "blank", said: null },
      { line: 4, why: "none", said: null },
    ]);
  });

  it("is told among several on a line", () => {
    const read = readIds(`${A}, ${short}, ${B}, xyz`);
    expect(read.refused).toEqual([{ line: 1, why: "short", said: short }]);
  });

  it("is no word of a sentence or a link, however many ids it holds", () => {
    const link = `https://cadastro.uat.unico.app/process/${A}?reference=${B}`;
    expect(readIds(`Please look at ${A} and ${B}, thank you\n${link}`).refused).toEqual([]);
  });

  it("is told beside the ids of a cell", () => {
    const read = readIds(`id\n${A}, ${short}`);
    expect(read.refused).toEqual([{ line: 2, why: "short", said: short }]);
  });

  it("never holds digits that could be a CPF", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(..."0123456789abcdef-.; \n") })), (parts) => {
        const said = readIds(`${parts.join(CPF)}\n70101010192-ab`).refused.map((each) => each.said ?? "");
        for (const text of said) expect(text.replace(/[.-]/g, "")).not.toContain("70101010192");
      }),
      { numRuns: 300 },
    );
  });
});

it("finds every id once, whatever stands between them", () => {
  const between = fc.constantFrom("\n", "\r\n", ",", ";", "\t", " | ", "  ", '","', "\n\n", ", ");
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.uuid(), between), { minLength: 1, maxLength: 40 }), (parts) => {
      const read = readIds(parts.flat().join(""));
      const given = parts.map(([id]) => id);
      expect(read.ids.map(({ id }) => id)).toEqual([...new Set(given)]);
      expect(read.refused).toEqual([]);
    }),
  );
});

it("reads 5,000 ids with as many names beside them", () => {
  const ids = Array.from({ length: 5_000 }, () => randomUUID());
  const text = `nome;id\n${ids.map((id) => `Pessoa Sintética;${id}`).join("\n")}`;
  expect(idsOf(text)).toEqual(ids);
});

// Each ends at once, or not within hours.
it.each([
  ["line ends", "\n".repeat(1_900_000), 0],
  ["blanks", " ".repeat(1_900_000), 0],
  ["Windows' line ends below an id", `${A}${"\r\n".repeat(900_000)}`, 1],
  ["apostrophes", `x${"'".repeat(1_900_000)}x`, 0],
  ["quotes", `"${'"'.repeat(1_900_000)}x`, 0],
  ["braces after an id", `${A}\nx${"}".repeat(1_900_000)}x`, 1],
  ["hyphens", `${A}\n1${"-".repeat(1_900_000)}a`, 1],
  ["separators", `id${",".repeat(300_000)}\n${A}${",".repeat(300_000)}`, 1],
])("reads very much of one thing: %s", { timeout: 120_000 }, (_, text, count) => {
  expect(readIds(text).ids).toHaveLength(count);
});

describe("a file", () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  it.each([
    ["UTF-8", utf8(`número\n${A}`)],
    ["UTF-8 with a mark", utf8(`\uFEFFnúmero\n${A}`)],
    ["Latin 1", new Uint8Array([0x6e, 0xfa, 0x6d, 0x0a, ...utf8(A)])],
    ["UTF-16, as Excel saves Unicode text", new Uint8Array(Buffer.from(`\uFEFFid\r\n${A}`, "utf16le"))],
  ])("in %s is read", (_, bytes) => {
    const text = textOf(bytes);
    expect(text.ok && idsOf(text.value)).toEqual([A]);
  });

  it.each([
    ["workbook", new Uint8Array([0x50, 0x4b, 3, 4, 1, 2])],
    ["workbook", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1])],
    ["not_text", new Uint8Array([0x89, 0x50, 0, 0, 1])],
  ])("that is none is refused: %s", (code, bytes) => {
    expect(textOf(bytes)).toEqual({ ok: false, failure: { code } });
  });
});

describe("rows with quoted cells", () => {
  const reference = (text: string, separator: string) => {
    try {
      const rows: { line: number; cells: string[] }[] = [];
      let line = 1;
      parse(text, {
        delimiter: separator,
        relax_column_count: true,
        record_delimiter: "\n",
        on_record: (cells: string[], { lines }) => {
          rows.push({ line, cells });
          line = lines + 1;
          return null;
        },
      });
      return rows;
    } catch {
      return null;
    }
  };
  const marks = fc.constantFrom('"', '""', ";", "\n", "a", "id", " ");
  const texts = fc.array(marks, { minLength: 1, maxLength: 24 }).map((parts) => parts.join(""));

  it("are those that a reader of files finds, and none where its quotes do not hold either", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(quotedRows(text, ";")).toEqual(reference(text, ";"));
      }),
      { numRuns: 3_000 },
    );
  });
});
