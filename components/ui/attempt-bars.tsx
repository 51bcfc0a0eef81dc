export type AttemptRow = {
  label: string;
  startMs: number;
  durationMs: number;
  tone: "own" | "token" | "unico" | "failed";
  /** Shown at the right instead of the plain milliseconds. */
  value?: string;
};

const FILL: Record<AttemptRow["tone"], string> = {
  own: "var(--ink-3)",
  token: "var(--chart-4)",
  unico: "var(--chart-1)",
  failed: "var(--refute-solid)",
};

/** Where the time of an attempt went: one bar a part, all on one scale. */
export function AttemptBars({ rows, totalLabel }: { rows: readonly AttemptRow[]; totalLabel: string }) {
  const endMs = Math.max(1, ...rows.map((row) => row.startMs + row.durationMs));
  const percent = (ms: number) => `${((ms / endMs) * 100).toFixed(2)}%`;
  return (
    <figure>
      <ul className="attempt-bars">
        {rows.map((row) => (
          <li key={`${row.label} ${row.startMs}`}>
            <span className="truncate text-ink-2">{row.label}</span>
            <span className="relative h-2.5" aria-hidden="true">
              <i
                style={{
                  left: percent(row.startMs),
                  width: `max(3px, ${percent(row.durationMs)})`,
                  background: FILL[row.tone],
                }}
              />
            </span>
            <span className="text-end whitespace-nowrap">
              {row.value ?? `${Math.round(row.durationMs)} ms`}
            </span>
          </li>
        ))}
      </ul>
      <figcaption className="pt-1 text-xs text-ink-3">{totalLabel}</figcaption>
    </figure>
  );
}
