import type { TypeName } from "./paper.ts";

/** What a paper says, from top to bottom. Words come in the reader's language, personal data as the reader may see it. */
export type PdfBlock =
  | {
      readonly is: "heading";
      readonly level: 1 | 2 | 3;
      readonly text: string;
      /** Under it, on the same page. */
      readonly picture?: PdfPicture | undefined;
    }
  | { readonly is: "text"; readonly text: string; readonly type?: TypeName }
  /** Each fact in plain words, the raw value beside it. */
  | { readonly is: "facts"; readonly facts: readonly PdfFact[] }
  | { readonly is: "table"; readonly table: PdfTable }
  | { readonly is: "picture"; readonly picture: PdfPicture }
  | { readonly is: "page" };

export type PdfFact = { readonly term: string; readonly value: string; readonly raw?: string | null };

export type PdfColumn = { readonly head: string; readonly width: number; readonly isNumber?: boolean };
/** Widths are shares of the page's; the head stands again on every page that the rows run over. */
export type PdfTable = {
  readonly name: string;
  readonly columns: readonly PdfColumn[];
  readonly rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>;
};

/** Shapes in units of their own, drawn as wide as the page allows: what an SVG of the same numbers shows. */
export type PdfPicture = {
  /** What a screen reader says for it. */
  readonly says: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly PdfShape[];
};
export type PdfShape =
  | {
      readonly is: "path";
      /** As in SVG. */
      readonly d: string;
      readonly fill?: string;
      readonly stroke?: string;
      readonly strokeWidth?: number;
      readonly dashes?: readonly number[];
    }
  | {
      readonly is: "words";
      readonly text: string;
      readonly x: number;
      /** Of the line that the letters stand on. */
      readonly y: number;
      readonly size: number;
      readonly at?: "start" | "middle" | "end";
      readonly fill?: string;
    };

export type PdfPaper = {
  readonly title: string;
  readonly language: string;
  readonly madeAt: Date;
  /** At the foot of every page, before its number. */
  readonly foot: string;
  readonly pageOf: (page: number, pages: number) => string;
  /** On its side: for tables of many columns. */
  readonly isWide?: boolean;
};
