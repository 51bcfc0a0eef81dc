import type { ReactNode } from "react";

const ring = (cx: number, r: number) => (
  <circle cx={cx} cy="7" r={r} fill="none" stroke="currentColor" strokeWidth="1.5" />
);

/** Of a case's status, 18 by 14. */
export const STATUS_SHAPES = {
  open: ring(9, 5.5),
  in_review: (
    <>
      {ring(9, 5.5)}
      <path d="M9 4v6a3 3 0 0 0 0-6Z" fill="currentColor" />
    </>
  ),
  awaiting_approval: (
    <>
      {ring(6, 4.75)}
      {ring(12, 4.75)}
    </>
  ),
  waiting: (
    <>
      {ring(9, 5.5)}
      <path d="M7.5 5v4M10.5 5v4" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  escalated: (
    <path
      d="m5 6.5 4-4 4 4M5 11.5l4-4 4 4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  closed: (
    <>
      <circle cx="9" cy="7" r="6.25" fill="currentColor" />
      <path
        d="m6.5 7.2 1.8 1.8 3.2-3.7"
        fill="none"
        stroke="var(--glyph-on, var(--surface))"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
} satisfies Record<string, ReactNode>;

const BARS = [
  { x: 0.5, y: 10 },
  { x: 4, y: 7 },
  { x: 7.5, y: 4 },
  { x: 11, y: 1 },
] as const;

/** 14 by 14. */
export const priorityShape = (level: number): ReactNode =>
  BARS.map(({ x, y }, index) => (
    <rect
      key={x}
      x={x}
      y={y}
      width="2.5"
      height={13 - y}
      rx="0.6"
      fill="currentColor"
      opacity={index < level ? 1 : 0.25}
    />
  ));
