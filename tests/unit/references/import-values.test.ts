import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readCell,
  readCpf,
  readEmail,
  readEnrolledAt,
  readName,
  readPhone,
  readReferenceId,
} from "#lib/features/references/import-values.ts";
import { aCpf } from "#tests/support/factories.ts";

const said = (read: { ok: boolean; value?: unknown; failure?: unknown }) =>
  read.ok ? read.value : read.failure;

describe("a CPF as spreadsheets leave it", () => {
  it.each([
    ["529.982.247-25", "52998224725"],
    ["52998224725", "52998224725"],
    [" 529 982 247 25", "52998224725"],
    // The zeros in front are gone; the check digits say that nothing else is.
    ["1234567890", "01234567890"],
    ["012.345.678-90", "01234567890"],
    ["12.345.678-90", "01234567890"],
    ["012345678/90", "01234567890"],
    ["1.234.567.890", "01234567890"],
    // Fractions, whose digits are another number's.
    ["1234567890.0", "cpf_length"],
    ["123456789.0", "cpf_length"],
    ["12345678.90", "cpf_length"],
    ["0.1234567890", "cpf_length"],
    ["123456797", "00123456797"],
    ["12345679", "cpf_digits"],
    ["191", "cpf_length"],
    ["5,2998224725E+10", "52998224725"],
    ["5.2998224725e10", "52998224725"],
    ["1,23E+10", "cpf_scientific"],
    ["5,29982247E+10", "cpf_scientific"],
    ["1E+10", "cpf_scientific"],
    ["52998224726", "cpf_digits"],
    ["11111111111", "cpf_digits"],
    ["529982247250", "cpf_length"],
    ["52998224725x", "cpf_length"],
  ])("%s is %s", (cell, expected) => expect(said(readCpf(cell))).toBe(expected));

  it("reads what is whole, with or without zeros in front, and nothing whose digits are gone", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 9 }), (skip, kept) => {
        const cpf = Array.from({ length: skip % 7 }, aCpf).at(-1) ?? aCpf();
        const bare = cpf.replace(/^0{1,3}/, "");
        expect(said(readCpf(bare))).toBe(cpf);
        const cut = `${cpf[0]},${cpf.slice(1, kept + 1)}E+10`;
        expect(said(readCpf(cut))).toBe(kept === 10 ? cpf : "cpf_scientific");
      }),
    );
  });
});

it.each([
  ['="01234567890"', "01234567890"],
  ["'+5511987654321", "+5511987654321"],
  ["  Ana  ", "Ana"],
  ["=HYPERLINK(1)", "formula"],
  ["@SUM(A1)", "formula"],
  ['="x"&CMD()', "formula"],
  ["a\tb", "control"],
  ["a\u0000b", "control"],
])("a cell %j is read as %s", (raw, expected) => expect(said(readCell(raw))).toBe(expected));

it.each([
  [readReferenceId, "0E5F0000-0000-4000-8000-000000000002", "0e5f0000-0000-4000-8000-000000000002"],
  [readReferenceId, "{0e5f0000-0000-4000-8000-000000000002}", "0e5f0000-0000-4000-8000-000000000002"],
  [readReferenceId, "0e5f0000", "id_format"],
  [readName, "+cmd", "formula"],
  [readName, "José  da Silva", "José da Silva"],
  [readName, "x".repeat(201), "too_long"],
  [readEmail, "Ana@Example.com", "ana@example.com"],
  [readEmail, "ana@example", "email_format"],
  [readEmail, "ana@@example.com", "email_format"],
  [readPhone, "+55 (11) 98765-4321", "+5511987654321"],
  [readPhone, "5,51E+12", "phone_format"],
  [readPhone, "123", "phone_format"],
] as const)("%o of %s is %s", (read, cell, expected) => expect(said(read(cell))).toBe(expected));

it.each([
  ["2026-11-21", "2026-11-21T03:00:00.000Z"],
  ["21/11/2026", "2026-11-21T03:00:00.000Z"],
  ["1/2/2026 9:05", "2026-02-01T12:05:00.000Z"],
  ["21/11/2026 14:30:15", "2026-11-21T17:30:15.000Z"],
  ["2026-11-21 14:30", "2026-11-21T17:30:00.000Z"],
  ["2026-11-21T14:30:00Z", "2026-11-21T14:30:00.000Z"],
  ["2026-11-21T14:30:00.123+02:00", "2026-11-21T12:30:00.000Z"],
  ["2026-11-21T14:30:00-0300", "2026-11-21T17:30:00.000Z"],
  // Read in Brazil's order there is no such month: not turned round.
  ["11/21/2026", "date_format"],
  ["31/02/2026", "date_format"],
  ["46347", "date_format"],
  ["1899-12-30", "date_format"],
  ["22/11/2026", "date_future"],
])("a day %s is %s", (cell, expected) => {
  const read = readEnrolledAt(cell, new Date("2026-11-21T20:00:00Z"));
  expect(read.ok ? read.value.toISOString() : read.failure).toBe(expected);
});
