import { describe, expect, it } from "vitest";
import type { PdfBlock, PdfPaper } from "#lib/pdf/model.ts";
import { writePdf } from "#lib/pdf/write.ts";
import { readPdf, unbroken } from "#tests/support/pdf.ts";
import { wholeOf } from "#tests/support/storage-contract.ts";

const paper: PdfPaper = {
  title: "A summary",
  language: "en",
  madeAt: new Date("2026-11-22T12:00:00Z"),
  foot: "What stands at the foot",
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
};
const written = async (...blocks: PdfBlock[]) => readPdf(await wholeOf(writePdf(paper, blocks)));
const columns = [
  { head: "Who", width: 2 },
  { head: "What", width: 6 },
  { head: "How much", width: 2, isNumber: true },
];

describe("a paper", () => {
  it("repeats the head of a table on each page, and loses no row", async () => {
    const rows = Array.from({ length: 150 }, (_, at) => [`row-${at}.`, "text ".repeat(at % 30), String(-at)]);
    const { pages, text, roles } = await written({ is: "table", table: { name: "Rows", columns, rows } });
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(unbroken(page)).toMatch(/Who.*What.*How much/);
    for (let at = 0; at < 150; at += 1) expect(text).toContain(`row-${at}.`);
    expect(roles.filter((role) => role === "TH")).toHaveLength(3);
    pages.forEach((page, at) => {
      expect(unbroken(page)).toContain(`What stands at the foot Page ${at + 1} of ${pages.length}`);
    });
  });

  it("goes on upon the next page where one cell is longer than a page", async () => {
    const words = Array.from({ length: 3_000 }, (_, at) => `w${at}`);
    const rows = [["long", words.join(" "), "1"]];
    const { pages, text } = await written({ is: "table", table: { name: "Long", columns, rows } });
    expect(pages.length).toBeGreaterThan(1);
    const found = new Set(text.match(/w\d+/g));
    expect(words.filter((word) => !found.has(word))).toEqual([]);
  });

  it("has a text and facts over several pages", async () => {
    const words = Array.from({ length: 4_000 }, (_, at) => `t${at}`);
    const { pages, text } = await written(
      { is: "text", text: words.join(" ") },
      { is: "page" },
      { is: "facts", facts: [{ term: "Term", value: words.join(" ").replaceAll("t", "v"), raw: "raw" }] },
    );
    expect(pages.length).toBeGreaterThan(4);
    expect(new Set(text.match(/[tv]\d+/g)).size).toBe(8_000);
    expect(text).toContain("raw");
  });

  it("takes rows as they come, and throws on what they throw", async () => {
    async function* rows() {
      yield ["one", "two", "3"];
      throw new Error("the rows ended early");
    }
    await expect(written({ is: "table", table: { name: "Rows", columns, rows: rows() } })).rejects.toThrow(
      "the rows ended early",
    );
  });

  it("draws a picture that says in words what it shows", async () => {
    const { text, roles } = await written({
      is: "picture",
      picture: {
        says: "Opened against closed",
        width: 200,
        height: 80,
        shapes: [
          { is: "path", d: "M0 80 L200 0", stroke: "#2a6478", dashes: [4, 2] },
          { is: "path", d: "M10 10h20v60h-20z", fill: "#c47a2a", stroke: "#000000", strokeWidth: 0.5 },
          { is: "words", text: "November", x: 100, y: 78, size: 8, at: "middle" },
        ],
      },
    });
    expect(text).toContain("November");
    expect(roles).toContain("Figure");
  });

  it("keeps a heading on the page of its picture, wherever on a page it comes", async () => {
    const picture = {
      says: "Opened",
      width: 100,
      height: 40,
      shapes: [{ is: "words", text: "Drawn.", x: 0, y: 20, size: 8 }],
    } as const;
    for (let lines = 20; lines < 50; lines += 3) {
      const { pages } = await written(
        { is: "text", text: "line\n".repeat(lines) },
        { is: "heading", level: 2, text: "Opened and closed", picture },
      );
      const [page = ""] = pages.filter((each) => unbroken(each).includes("Opened and closed"));
      expect(page, `after ${lines} lines`).toContain("Drawn.");
    }
  });

  it("is the same file from the same words", async () => {
    const once = await wholeOf(writePdf(paper, [{ is: "text", text: "Same" }]));
    const again = await wholeOf(writePdf(paper, [{ is: "text", text: "Same" }]));
    expect(once.equals(again)).toBe(true);
  });
});
