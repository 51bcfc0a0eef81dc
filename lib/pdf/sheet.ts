import "server-only";
import PDFDocument from "pdfkit";
import { partsOf } from "./fonts.ts";
import { type Line, linesOf, type Run, runsOf } from "./lines.ts";
import type { PdfPaper } from "./model.ts";
import { A4, INK, type Ink, MARGIN, type Type } from "./paper.ts";

/** Of a letter's size: strong ones are drawn with an edge, for the font comes in one weight (see sfnt.ts). */
const STROKE = 0.035;
export type Element = PDFKit.PDFStructureElement;

/**
 * Pages that are written from top to bottom. Everything that is said stands in the tree of tags that a screen reader follows;
 * lines, repeated heads and feet do not.
 */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly root: Element;
  readonly width: number;
  readonly height: number;
  y: number = MARGIN.top;
  /** Drawn again at the top of each page while a table lasts. */
  headAgain: (() => void) | null = null;
  readonly #registered = new Set<string>();

  constructor({ title, language, madeAt, isWide = false }: PdfPaper) {
    [this.width, this.height] = isWide ? [A4.height, A4.width] : [A4.width, A4.height];
    this.doc = new PDFDocument({
      size: [this.width, this.height],
      margin: 0,
      pdfVersion: "1.7",
      tagged: true,
      displayTitle: true,
      lang: language,
      bufferPages: true,
      // None to begin with: the standard fonts are in no file of ours.
      font: "",
      info: {
        Title: title,
        CreationDate: madeAt,
        ModDate: madeAt,
        Producer: "Contraprova",
        Creator: "Contraprova",
      },
    });
    this.root = this.doc.struct("Document");
    this.doc.addStructure(this.root);
  }

  /** Between the margins. */
  get textWidth(): number {
    return this.width - 2 * MARGIN.side;
  }

  room(): number {
    return this.height - MARGIN.bottom - this.y;
  }

  newPage(): void {
    this.doc.addPage();
    this.y = MARGIN.top;
    this.headAgain?.();
  }

  /** A new page where so much does not fit on this one. */
  need(height: number): void {
    if (this.room() < height && this.y > MARGIN.top) this.newPage();
  }

  gap(height: number): void {
    this.y += Math.min(height, Math.max(0, this.room()));
  }

  lines(text: string, type: Type, width: number): Line[] {
    return linesOf(text, width, partsOf(type.face), (run) => this.#widthOf(run, type));
  }

  widthOf(text: string, type: Type): number {
    return runsOf(text, partsOf(type.face)).reduce((sum, run) => sum + this.#widthOf(run, type), 0);
  }

  /** Lines one under the other, over as many pages as they need. */
  write(lines: readonly Line[], type: Type, x: number = MARGIN.side): void {
    for (const line of lines) {
      this.need(type.lead);
      this.writeLine(line, type, x, this.y);
      this.y += type.lead;
    }
  }

  writeLine(line: Line, type: Type, x: number, y: number): void {
    let at = x;
    const isStrong = type.face === "strong";
    this.doc
      .fillColor(INK[type.ink])
      .strokeColor(INK[type.ink])
      .lineWidth(type.size * STROKE);
    for (const run of line) {
      this.#choose(run, type);
      const top = y + (type.lead - type.size * 1.3) / 2;
      this.doc.text(run.text, at, top, { lineBreak: false, fill: true, stroke: isStrong });
      at += this.doc.widthOfString(run.text);
    }
  }

  writeText(text: string, type: Type, x: number, y: number): void {
    this.writeLine(runsOf(text, partsOf(type.face)), type, x, y);
  }

  rule(y: number, ink: Ink = "line"): void {
    this.unsaid(() =>
      this.doc
        .moveTo(MARGIN.side, y)
        .lineTo(MARGIN.side + this.textWidth, y)
        .lineWidth(0.5)
        .strokeColor(INK[ink])
        .stroke(),
    );
  }

  /** What a screen reader passes over. */
  unsaid(draw: () => void, type: "Layout" | "Pagination" = "Layout"): void {
    this.doc.markContent("Artifact", { type });
    draw();
    this.doc.endMarkedContent();
  }

  /** An element with what is drawn in it, below another. */
  tag(parent: Element, tag: string, draw: () => void, alt?: string): void {
    const element = this.doc.struct(tag, alt === undefined ? {} : { alt });
    parent.add(element);
    element.add(draw);
    element.end();
  }

  #widthOf(run: Run, type: Type): number {
    this.#choose(run, type);
    return this.doc.widthOfString(run.text);
  }

  #choose(run: Run, { face, size }: Type): void {
    if (!this.#registered.has(run.font)) {
      for (const { name, bytes } of partsOf(face)) {
        this.#registered.add(name);
        this.doc.registerFont(name, bytes);
      }
    }
    this.doc.font(run.font).fontSize(size);
  }
}
