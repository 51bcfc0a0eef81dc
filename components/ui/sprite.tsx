import type { ReactNode } from "react";
import { GLYPH_SHAPES } from "./glyph-shapes.tsx";
import { ICON_SHAPES } from "./icon-shapes.tsx";
import { SCORE_AXIS } from "./score.tsx";
import { symbolOf } from "./sprite-names.ts";
import { priorityShape, STATUS_SHAPES } from "./status-shapes.tsx";

const LINE = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.5,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;
const LEVELS = [1, 2, 3, 4] as const;

/** Every shape once a page: a list of fifty rows repeats them hundreds of times, and only names them. */
export function Sprite() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      {symbols(ICON_SHAPES, symbolOf.icon, "0 0 16 16", LINE)}
      {symbols(GLYPH_SHAPES, symbolOf.glyph, "0 0 16 16")}
      {symbols(STATUS_SHAPES, symbolOf.status, "0 0 18 14")}
      {LEVELS.map((level) => (
        <symbol key={level} id={symbolOf.priority(level)} viewBox="0 0 14 14">
          {priorityShape(level)}
        </symbol>
      ))}
      <symbol id={symbolOf.scoreAxis} viewBox="0 0 48 12">
        {SCORE_AXIS}
      </symbol>
    </svg>
  );
}

const symbols = (
  shapes: Record<string, ReactNode>,
  idOf: (name: string) => string,
  viewBox: string,
  look: typeof LINE | Record<string, never> = {},
) =>
  Object.entries(shapes).map(([name, shape]) => (
    <symbol key={name} id={idOf(name)} viewBox={viewBox} {...look}>
      {shape}
    </symbol>
  ));
