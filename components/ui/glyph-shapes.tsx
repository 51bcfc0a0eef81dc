import type { ReactNode } from "react";

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

/** Of verdicts, 16 by 16. */
export const GLYPH_SHAPES = {
  alert: (
    <>
      {OCTAGON}
      {cut("M8 4.3v4.4M8 11.6v.01", 1.9)}
    </>
  ),
  refuted: (
    <>
      {OCTAGON}
      {cut("m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8", 1.7)}
    </>
  ),
  confirmed: (
    <g {...stroke}>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m5.2 8.3 2 2 3.7-4.3" />
    </g>
  ),
  "second-look": (
    <g {...stroke}>
      <path d="M8 1.8 14.8 13.8H1.2Z" />
      <path d="M8 6.3v3.2M8 11.6v.01" />
    </g>
  ),
  "no-alert": (
    <g {...stroke}>
      <circle cx="8" cy="8" r="6.25" />
      <circle cx="8" cy="8" r="1.6" fill="currentColor" stroke="none" />
    </g>
  ),
  "no-answer": (
    <g {...stroke}>
      <circle cx="8" cy="8" r="6.25" strokeDasharray="2.2 2.16" />
      <path d="M5.7 8h4.6" />
    </g>
  ),
  "not-finished": (
    <g {...stroke}>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.6V8l2.3 1.5" />
    </g>
  ),
  "do-again": (
    <g {...stroke}>
      <path d="M13.6 5.2A6.25 6.25 0 1 0 14.25 8" />
      <path d="M14.2 1.8V5.3H10.7" />
    </g>
  ),
} satisfies Record<string, ReactNode>;
