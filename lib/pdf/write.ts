import "server-only";
import { drawBlock } from "./blocks.ts";
import type { PdfBlock, PdfPaper } from "./model.ts";
import { MARGIN, TYPE } from "./paper.ts";
import { Sheet } from "./sheet.ts";

/**
 * A paper as PDF, A4, tagged for screen readers. Its pages are kept until the last one is there, for each tells how many
 * there are: what goes on it is a summary, never a million rows. What throws while blocks are read is thrown on.
 */
export async function* writePdf(
  paper: PdfPaper,
  blocks: Iterable<PdfBlock> | AsyncIterable<PdfBlock>,
): AsyncGenerator<Buffer> {
  const sheet = new Sheet(paper);
  for await (const block of blocks) await drawBlock(sheet, block);
  sheet.root.end();
  drawFeet(sheet, paper);
  sheet.doc.end();
  for await (const piece of sheet.doc) yield Buffer.from(piece);
}

function drawFeet(sheet: Sheet, { foot, pageOf }: PdfPaper): void {
  const { count } = sheet.doc.bufferedPageRange();
  const y = sheet.height - MARGIN.bottom + 18;
  for (let page = 0; page < count; page += 1) {
    sheet.doc.switchToPage(page);
    sheet.rule(y - 4);
    sheet.unsaid(() => {
      const number = pageOf(page + 1, count);
      const room = sheet.textWidth - sheet.widthOf(number, TYPE.foot) - 24;
      sheet.lines(foot, TYPE.foot, room).forEach((line, at) => {
        sheet.writeLine(line, TYPE.foot, MARGIN.side, y + at * TYPE.foot.lead);
      });
      sheet.writeText(number, TYPE.foot, MARGIN.side + sheet.textWidth - sheet.widthOf(number, TYPE.foot), y);
    }, "Pagination");
  }
}
