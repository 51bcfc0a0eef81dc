import { symbolOf } from "./sprite-names.ts";
import type { STATUS_SHAPES } from "./status-shapes.tsx";

const TONES = {
  open: "text-ink-2",
  in_review: "text-accent-text",
  awaiting_approval: "text-accent-text",
  waiting: "text-ink-2",
  escalated: "text-doubt",
  closed: "text-ink-2",
} as const satisfies Record<keyof typeof STATUS_SHAPES, string>;

export type CaseStatus = keyof typeof TONES;

/** A case's status, 18 wide so that the words of a column stand in line. */
export function StatusGlyph({ status }: { status: CaseStatus }) {
  return (
    <svg width="18" height="14" aria-hidden="true" className={`flex-none ${TONES[status]}`}>
      <use href={`#${symbolOf.status(status)}`} />
    </svg>
  );
}

/** Four bars: 1 is low, 4 is urgent. */
export function PriorityBars({ level }: { level: 1 | 2 | 3 | 4 }) {
  return (
    <svg width="14" height="14" aria-hidden="true" className="flex-none text-ink-2">
      <use href={`#${symbolOf.priority(level)}`} />
    </svg>
  );
}
