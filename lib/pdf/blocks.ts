import "server-only";
import type { PdfBlock, PdfFact, PdfPicture, PdfShape } from "./model.ts";
import { INK, MARGIN, TYPE, type TypeName } from "./paper.ts";
import type { Sheet } from "./sheet.ts";
import { drawTable } from "./table.ts";

const HEADINGS = { 1: "title", 2: "heading", 3: "subheading" } as const satisfies Record<number, TypeName>;
const TERM_WIDTH = 140;
const GUTTER = 12;
const MOST_PICTURE_HEIGHT = 300;

export async function drawBlock(sheet: Sheet, block: PdfBlock): Promise<void> {
  switch (block.is) {
    case "heading":
      return drawHeading(sheet, block);
    case "text":
      return drawText(sheet, block.text, block.type ?? "text");
    case "facts":
      return drawFacts(sheet, block.facts);
    case "table":
      await drawTable(sheet, block.table);
      return;
    case "picture":
      return drawPicture(sheet, block.picture);
    case "page":
      return sheet.newPage();
  }
}

type Heading = Extract<PdfBlock, { is: "heading" }>;

function drawHeading(sheet: Sheet, { level, text, picture }: Heading): void {
  const type = TYPE[HEADINGS[level]];
  if (level > 1) sheet.gap(level === 2 ? 12 : 6);
  const lines = sheet.lines(text, type, sheet.textWidth);
  // Never alone at the foot of a page.
  const below = picture ? picture.height * scaleOf(sheet, picture) : 0;
  sheet.need(lines.length * type.lead + 3 * TYPE.text.lead + below);
  sheet.tag(sheet.root, `H${level}`, () => sheet.write(lines, type));
  if (level === 2) sheet.rule(sheet.y + 1);
  sheet.gap(level === 2 ? 6 : 4);
  if (picture) drawPicture(sheet, picture);
}

function drawText(sheet: Sheet, text: string, name: TypeName): void {
  const type = TYPE[name];
  sheet.tag(sheet.root, "P", () => sheet.write(sheet.lines(text, type, sheet.textWidth), type));
  sheet.gap(4);
}

function drawFacts(sheet: Sheet, facts: readonly PdfFact[]): void {
  const list = sheet.doc.struct("L");
  sheet.root.add(list);
  const x = MARGIN.side + TERM_WIDTH + GUTTER;
  const width = sheet.textWidth - TERM_WIDTH - GUTTER;
  for (const { term, value, raw } of facts) {
    const terms = sheet.lines(term, TYPE.quiet, TERM_WIDTH);
    const values = sheet.lines(value, TYPE.text, width);
    const raws = raw ? sheet.lines(raw, TYPE.mono, width) : [];
    sheet.need(Math.min(terms.length, 4) * TYPE.text.lead);
    const item = sheet.doc.struct("LI");
    list.add(item);
    const top = sheet.y;
    sheet.tag(item, "Lbl", () => {
      terms.forEach((line, at) => {
        sheet.writeLine(line, TYPE.quiet, MARGIN.side, top + 1 + at * TYPE.quiet.lead);
      });
    });
    sheet.tag(item, "LBody", () => {
      sheet.write(values, TYPE.text, x);
      sheet.write(raws, TYPE.mono, x);
    });
    item.end();
    sheet.y = sheet.y < top ? sheet.y : Math.max(sheet.y, top + terms.length * TYPE.quiet.lead);
    sheet.gap(2);
  }
  list.end();
  sheet.gap(6);
}

const scaleOf = (sheet: Sheet, { width, height }: PdfPicture): number =>
  Math.min(sheet.textWidth / width, MOST_PICTURE_HEIGHT / height);

function drawPicture(sheet: Sheet, picture: PdfPicture): void {
  const { says, height, shapes } = picture;
  const scale = scaleOf(sheet, picture);
  sheet.need(height * scale);
  const { doc } = sheet;
  const top = sheet.y;
  const draw = () => {
    doc.save().translate(MARGIN.side, top).scale(scale);
    for (const shape of shapes) drawShape(sheet, shape);
    doc.restore();
  };
  sheet.tag(sheet.root, "Figure", draw, says);
  sheet.y = top + height * scale;
  sheet.gap(8);
}

function drawShape(sheet: Sheet, shape: PdfShape): void {
  if (shape.is === "words") {
    const type = { ...TYPE.cell, size: shape.size, lead: shape.size * 1.3 };
    const width = sheet.widthOf(shape.text, type);
    const left = shape.x - (shape.at === "end" ? width : shape.at === "middle" ? width / 2 : 0);
    // A font's ascent is about its size above the line that letters stand on.
    sheet.writeText(shape.text, type, left, shape.y - shape.size);
    return;
  }
  const { d, fill, stroke, strokeWidth = 1, dashes } = shape;
  const path = sheet.doc.path(d).lineWidth(strokeWidth);
  if (dashes && dashes.length > 0) path.dash(dashes[0] ?? 1, { space: dashes[1] ?? dashes[0] ?? 1 });
  if (fill && stroke) path.fillAndStroke(fill, stroke);
  else if (stroke) path.stroke(stroke);
  else path.fill(fill ?? INK.text);
  if (dashes) sheet.doc.undash();
}
