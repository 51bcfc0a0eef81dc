import { describe, expect, it } from "vitest";
import { partsOf } from "#lib/pdf/fonts.ts";
import { linesOf, runsOf } from "#lib/pdf/lines.ts";
import { sfntOf } from "#lib/pdf/sfnt.ts";

const textOf = (lines: readonly (readonly { text: string }[])[]) =>
  lines.map((line) => line.map(({ text }) => text).join(""));
const fonts = [
  {
    name: "latin",
    has: new Set([..."abcdefghijklmnopqrstuvwxyz0123456789[]U+ ,.éã"].map((c) => c.charCodeAt(0))),
  },
  { name: "greek", has: new Set([..."αβγ"].map((c) => c.charCodeAt(0))) },
];
const widthOf = ({ text }: { text: string }) => text.length;

describe("the fonts of the interface", () => {
  it.each(["sans", "mono"] as const)(
    "have in %s every letter of both languages and of many names",
    (face) => {
      const parts = partsOf(face);
      const letters = "ABCXYZabcxyz0123456789 ÁÂÃÀÇÉÊÍÓÔÕÚÜáâãàçéêíóôõúüñŁłŞşČčŐőЖжЯя–—“”‘’…·•*/@:;()%€";
      const missing = [...letters].filter(
        (letter) => !parts.some(({ has }) => has.has(letter.codePointAt(0) ?? 0)),
      );
      expect(missing).toEqual([]);
    },
  );

  it("come out as plain TrueType, whole, of one weight", () => {
    for (const { name, bytes } of [...partsOf("sans"), ...partsOf("mono")]) {
      expect([name, bytes.readUInt32BE(0)]).toEqual([name, 0x00010000]);
      const tables = new Map<string, { offset: number; length: number }>();
      for (let at = 0; at < bytes.readUInt16BE(4); at += 1) {
        const entry = bytes.subarray(12 + at * 16, 28 + at * 16);
        const place = { offset: entry.readUInt32BE(8), length: entry.readUInt32BE(12) };
        expect(place.offset + place.length).toBeLessThanOrEqual(bytes.length);
        tables.set(entry.toString("latin1", 0, 4), place);
      }
      for (const tag of ["cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"])
        expect([...tables.keys()]).toContain(tag);
      expect(tables.has("gvar")).toBe(false);
      const loca = tables.get("loca");
      const end = loca ? bytes.readUInt32BE(loca.offset + loca.length - 4) : -1;
      if (name.startsWith("sans")) expect(end).toBe(tables.get("glyf")?.length);
    }
  });

  it("are left as they are where they are plain already", () => {
    const plain = Buffer.from([0, 1, 0, 0, 0, 0]);
    expect(sfntOf(plain)).toBe(plain);
  });
});

describe("lines", () => {
  it("break at spaces, at ends of lines, and within a word that is too wide", () => {
    const lines = (text: string) => textOf(linesOf(text, 10, fonts, widthOf));
    expect(lines("one two three four")).toEqual(["one two", "three four"]);
    expect(lines("one\n\ntwo\r\nthree")).toEqual(["one", "", "two", "three"]);
    expect(lines("a abcdefghijklmnopqrstuvwxyz b")).toEqual(["a", "abcdefghij", "klmnopqrst", "uvwxyz b"]);
    expect(lines("")).toEqual([""]);
  });

  it("give each stretch the first font that has it, and spell what none has", () => {
    expect(runsOf("abαβ1中", fonts)).toEqual([
      { font: "latin", text: "ab" },
      { font: "greek", text: "αβ" },
      { font: "latin", text: "1[U+4E2D]" },
    ]);
    expect(runsOf("e\u0301\u200b\u0007\t\u00a0x", fonts)).toEqual([{ font: "latin", text: "é  x" }]);
  });
});
