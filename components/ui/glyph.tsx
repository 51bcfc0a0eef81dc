import type { GLYPH_SHAPES } from "./glyph-shapes.tsx";
import { symbolOf } from "./sprite-names.ts";

export type Tone = "refute" | "confirm" | "doubt" | "void" | "accent";

const TONES = {
  alert: "refute",
  refuted: "refute",
  confirmed: "confirm",
  "second-look": "doubt",
  "no-alert": "void",
  "no-answer": "void",
  "not-finished": "accent",
  "do-again": "accent",
} as const satisfies Record<keyof typeof GLYPH_SHAPES, Tone>;

export type GlyphName = keyof typeof TONES;

export const toneOf = (name: GlyphName): Tone => TONES[name];

const TONE_CLASS: Record<Tone, string> = {
  refute: "text-refute-solid",
  confirm: "text-confirm",
  doubt: "text-doubt",
  void: "text-void",
  accent: "text-accent-text",
};

/** A verdict's shape. Its word stands beside it: the glyph alone is decoration. */
export function Glyph({ name, size = 16 }: { name: GlyphName; size?: 14 | 16 | 20 | 28 }) {
  return (
    <svg
      width={size}
      height={size}
      aria-hidden="true"
      data-glyph={name}
      className={`flex-none ${TONE_CLASS[TONES[name]]}`}
    >
      <use href={`#${symbolOf.glyph(name)}`} />
    </svg>
  );
}

/** Three verdicts in a row as one drawing, for lists that have hundreds of them. */
export function ThreeGlyphs({
  names: [first, second, third],
}: {
  names: readonly [GlyphName, GlyphName, GlyphName];
}) {
  return (
    <svg width="54" height="16" aria-hidden="true" className="flex-none">
      {drawnAt(0, first)}
      {drawnAt(19, second)}
      {drawnAt(38, third)}
    </svg>
  );
}

const drawnAt = (x: number, name: GlyphName) => (
  <use
    href={`#${symbolOf.glyph(name)}`}
    x={x}
    width="16"
    height="16"
    data-glyph={name}
    className={TONE_CLASS[TONES[name]]}
  />
);

/** Two overlapping rings: the sample and its counter-sample. */
export function Logo({ size = 20 }: { size?: 20 | 24 }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      aria-hidden="true"
      className="flex-none text-accent-text"
    >
      <circle cx="7.5" cy="10" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <circle cx="12.5" cy="10" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M10 4.55a6 6 0 0 1 0 10.9 6 6 0 0 1 0-10.9Z" fill="currentColor" />
    </svg>
  );
}

export { PriorityBars, StatusGlyph } from "./status-glyph.tsx";
