import { expect, it } from "vitest";
import { PDF_ROWS, pdfFile } from "#lib/export/pdf-file.ts";
import type { Row, SheetColumn } from "#lib/export/sheet.ts";
import { en, ptBR } from "#lib/i18n/messages/exports.ts";
import { readPdf, unbroken } from "#tests/support/pdf.ts";
import { wholeOf } from "#tests/support/storage-contract.ts";

const column = (head: string, width = 12): SheetColumn => ({ head, width, type: "text" });

function summaryOf(columns: readonly SheetColumn[], rows: readonly Row[]) {
  let asked = 0;
  async function* batches() {
    for (let at = 0; at < rows.length; at += 100) yield rows.slice(at, at + 100);
  }
  const file = pdfFile({
    paper: {
      title: "Cases",
      language: "en",
      madeAt: new Date(0),
      foot: "Export 1",
      pageOf: (page, pages) => `Page ${page} of ${pages}`,
    },
    intro: ["Asked for by Ana"],
    charts: [],
    tables: [{ title: "Cases", columns, batches: batches() }],
    words: {
      shown: (shown, all) => `The first ${shown} of ${all} rows`,
      leftOut: (heads) => `Only in CSV and XLSX: ${heads}`,
    },
    last: () => {
      asked += 1;
      return {
        title: "Manifest",
        rows: [
          ["Rows", rows.length],
          ["Reason", null],
        ],
      };
    },
  });
  return wholeOf(file).then(async (bytes) => ({ ...(await readPdf(bytes)), asked }));
}

it("shows the first rows, counts all, and ends with the manifest on a page of its own", async () => {
  const rows = Array.from({ length: PDF_ROWS + 40 }, (_, at) => [`row-${at}.`, -at, null]);
  const { pages, text, asked } = await summaryOf(
    [column("Number"), { ...column("Score"), type: "number" }, column("Closed")],
    rows,
  );
  expect(text).toContain(`row-${PDF_ROWS - 1}.`);
  expect(text).not.toContain(`row-${PDF_ROWS}.`);
  expect(text).toContain(`The first ${PDF_ROWS} of ${PDF_ROWS + 40} rows`);
  expect(text).toContain("-499");
  expect(unbroken(pages.at(-1) ?? "")).toContain(`Manifest Rows ${PDF_ROWS + 40}`);
  expect(pages.at(-1)).not.toContain("row-");
  expect(asked).toBe(1);
});

it("names the columns that have no room on paper", async () => {
  const columns = Array.from({ length: 30 }, (_, at) => column(`Head${at}.`, 20));
  const { text } = await summaryOf(columns, [columns.map((_, at) => `cell${at}.`)]);
  expect(text).toContain("Head0.");
  expect(text).toContain("cell6.");
  expect(unbroken(text)).toMatch(/Only in CSV and XLSX: Head7\., Head8\..*Head29\./);
  expect(text).not.toContain("cell7.");
});

it("says before it is asked for how many rows it shows", () => {
  for (const { ask } of [en, ptBR]) expect(ask.pdf).toContain(String(PDF_ROWS));
});
