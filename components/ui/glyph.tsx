import type { ReactNode } from "react";

export type Tone = "refute" | "confirm" | "doubt" | "void" | "accent";

const stroke = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.5,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

const OCTAGON = <path d="M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2Z" fill="currentColor" />;
// The mark is cut out of the filled octagon in the colour of the surface under it.
const cut = (d: string, width: number) => (
  <path
    d={d}
    fill="none"
    stroke="var(--glyph-on, var(--surface))"
    strokeWidth={width}
    strokeLinecap="round"
  />
);

const GLYPHS = {
  alert: {
    tone: "refute",
    shape: (
      <>
        {OCTAGON}
        {cut("M8 4.3v4.4M8 11.6v.01", 1.9)}
      </>
    ),
  },
  refuted: {
    tone: "refute",
    shape: (
      <>
        {OCTAGON}
        {cut("m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8", 1.7)}
      </>
    ),
  },
  confirmed: {
    tone: "confirm",
    shape: (
      <g {...stroke}>
        <circle cx="8" cy="8" r="6.25" />
        <path d="m5.2 8.3 2 2 3.7-4.3" />
      </g>
    ),
  },
  "second-look": {
    tone: "doubt",
    shape: (
      <g {...stroke}>
        <path d="M8 1.8 14.8 13.8H1.2Z" />
        <path d="M8 6.3v3.2M8 11.6v.01" />
      </g>
    ),
  },
  "no-alert": {
    tone: "void",
    shape: (
      <g {...stroke}>
        <circle cx="8" cy="8" r="6.25" />
        <circle cx="8" cy="8" r="1.6" fill="currentColor" stroke="none" />
      </g>
    ),
  },
  "no-answer": {
    tone: "void",
    shape: (
      <g {...stroke}>
        <circle cx="8" cy="8" r="6.25" strokeDasharray="2.2 2.16" />
        <path d="M5.7 8h4.6" />
      </g>
    ),
  },
  "not-finished": {
    tone: "accent",
    shape: (
      <g {...stroke}>
        <circle cx="8" cy="8" r="6.25" />
        <path d="M8 4.6V8l2.3 1.5" />
      </g>
    ),
  },
  "do-again": {
    tone: "accent",
    shape: (
      <g {...stroke}>
        <path d="M13.6 5.2A6.25 6.25 0 1 0 14.25 8" />
        <path d="M14.2 1.8V5.3H10.7" />
      </g>
    ),
  },
} as const satisfies Record<string, { tone: Tone; shape: ReactNode }>;

export type GlyphName = keyof typeof GLYPHS;

export const toneOf = (name: GlyphName): Tone => GLYPHS[name].tone;

const TONE_CLASS: Record<Tone, string> = {
  refute: "text-refute-solid",
  confirm: "text-confirm",
  doubt: "text-doubt",
  void: "text-void",
  accent: "text-accent-text",
};

/** A verdict's shape. Its word stands beside it: the glyph alone is decoration. */
export function Glyph({ name, size = 16 }: { name: GlyphName; size?: 14 | 16 | 20 | 28 }) {
  const { tone, shape } = GLYPHS[name];
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      data-glyph={name}
      className={`flex-none ${TONE_CLASS[tone]}`}
    >
      {shape}
    </svg>
  );
}

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
