type Props = { label: string; rows: number; columns: number };

// Uneven on purpose, so that the bars read as text to come.
const WIDTHS = ["38%", "62%", "74%", "46%", "54%", "34%"] as const;
const count = (length: number) => Array.from({ length }, (_, index) => index);

/** Rows to come, as high as real ones; only the hidden status is read aloud. */
export function TableSkeleton({ label, rows, columns }: Props) {
  return (
    <div className="border-t border-line bg-surface">
      <p role="status" className="sr-only">
        {label}
      </p>
      <div aria-hidden="true" className="skeleton">
        <div className="h-8 border-b border-line-strong" />
        {/* A column at a time: its bars are one background, or a dozen rows would weigh as much as real ones. */}
        <div className="skeleton-rows" style={{ height: `calc(var(--row) * ${rows})` }}>
          {count(columns).map((column) => (
            <span key={column} className="min-w-0 flex-1">
              <span className="skeleton-bars" style={{ width: WIDTHS[column % WIDTHS.length] }} />
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
