import { scaleLinear } from "d3-scale";
import type { PaperChart } from "#lib/export/pdf-file.ts";
import type { PdfPicture, PdfShape } from "#lib/pdf/model.ts";
import { INK } from "#lib/pdf/paper.ts";

export type Bar = {
  label: string;
  value: number;
  /** Of another kind than the others: its number alone is shown, for its length would say nothing beside theirs. */
  isApart?: boolean;
};
/** Two kinds, told apart without colour. */
export type Kind = "full" | "hollow";

/** In units of the picture. */
export const WIDTH = 720;
export const LABELS = 150;
export const ROW = 16;
const MOST_LABELS = 300;
const TOTALS = 60;
const LETTERS = 9;
/** Of its size, a letter's width as people's words have them. */
const LETTER_WIDTH = 0.56;

export const words = (text: string, x: number, y: number, at: "start" | "end" = "start"): PdfShape => ({
  is: "words",
  text,
  x,
  y,
  size: LETTERS,
  at,
});
export const box = (x: number, y: number, width: number, height: number, kind: Kind = "full"): PdfShape => ({
  is: "path",
  d: `M${x} ${y}h${width}v${height}h${-width}z`,
  ...(kind === "full"
    ? { fill: INK.quiet }
    : { fill: "#ffffff", stroke: INK.quiet, strokeWidth: Math.min(0.8, width / 3) }),
});
export const mostOf = (bars: readonly Bar[]): number => Math.max(1, ...bars.map(({ value }) => value));

const plain = (value: number): string => String(value);
export const sayBars = (bars: readonly Bar[], numberOf = plain): string =>
  bars.map(({ label, value }) => `${label} ${numberOf(value)}`).join("; ");

const roomFor = (bars: readonly Bar[]): number => {
  const longest = Math.max(0, ...bars.map(({ label }) => label.length));
  return Math.min(Math.max(LABELS, longest * LETTERS * LETTER_WIDTH + ROW), MOST_LABELS);
};

/** A bar below the other, each as long as its number is large, which stands beside it. */
export function lyingBars(title: string, bars: readonly Bar[], numberOf = plain): PdfPicture {
  const labels = roomFor(bars);
  const x = scaleLinear()
    .domain([0, mostOf(bars.filter(({ isApart }) => !isApart))])
    .range([0, WIDTH - labels - TOTALS]);
  const lengthOf = ({ value, isApart }: Bar) => (isApart ? 0 : x(value));
  return {
    says: `${title}: ${sayBars(bars, numberOf)}`,
    width: WIDTH,
    height: bars.length * ROW,
    shapes: bars.flatMap((bar, place) => [
      words(bar.label, 0, place * ROW + ROW - 5),
      ...(lengthOf(bar) > 0 ? [box(labels, place * ROW + 3, lengthOf(bar), ROW - 6)] : []),
      words(numberOf(bar.value), labels + lengthOf(bar) + 6, place * ROW + ROW - 5),
    ]),
  };
}

/** The same as one of the charts over a table. */
export const chartOf = (title: string, bars: readonly Bar[], numberOf = plain): PaperChart => ({
  title,
  picture: lyingBars(title, bars, numberOf),
});
