import type { ReactNode } from "react";

const ring = (cx: number, r: number) => (
  <circle cx={cx} cy="7" r={r} fill="none" stroke="currentColor" strokeWidth="1.5" />
);

const SHAPES = {
  open: { tone: "text-ink-2", shape: ring(9, 5.5) },
  in_review: {
    tone: "text-accent-text",
    shape: (
      <>
        {ring(9, 5.5)}
        <path d="M9 4v6a3 3 0 0 0 0-6Z" fill="currentColor" />
      </>
    ),
  },
  awaiting_approval: {
    tone: "text-accent-text",
    shape: (
      <>
        {ring(6, 4.75)}
        {ring(12, 4.75)}
      </>
    ),
  },
  waiting: {
    tone: "text-ink-2",
    shape: (
      <>
        {ring(9, 5.5)}
        <path d="M7.5 5v4M10.5 5v4" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </>
    ),
  },
  escalated: {
    tone: "text-doubt",
    shape: (
      <path
        d="m5 6.5 4-4 4 4M5 11.5l4-4 4 4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    ),
  },
  closed: {
    tone: "text-ink-2",
    shape: (
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
  },
} as const satisfies Record<string, { tone: string; shape: ReactNode }>;

export type CaseStatus = keyof typeof SHAPES;

/** A case's status, 18 wide so that the words of a column stand in line. */
export function StatusGlyph({ status }: { status: CaseStatus }) {
  const { tone, shape } = SHAPES[status];
  return (
    <svg width="18" height="14" viewBox="0 0 18 14" aria-hidden="true" className={`flex-none ${tone}`}>
      {shape}
    </svg>
  );
}

const BARS = [
  { x: 0.5, y: 10 },
  { x: 4, y: 7 },
  { x: 7.5, y: 4 },
  { x: 11, y: 1 },
] as const;

/** Four bars: 1 is low, 4 is urgent. */
export function PriorityBars({ level }: { level: 1 | 2 | 3 | 4 }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className="flex-none text-ink-2">
      {BARS.map(({ x, y }, index) => (
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
      ))}
    </svg>
  );
}
