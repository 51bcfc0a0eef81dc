/** How a part of a chart is filled: told apart by its lines where the colour is not seen. */
export type Fill = { color: string; lines: "none" | "rising" | "dots" | "falling" | "level" | "cross" };

export const CATEGORY_FILLS = [
  { color: "var(--chart-3)", lines: "none" },
  { color: "var(--chart-4)", lines: "rising" },
  { color: "var(--chart-2)", lines: "dots" },
  { color: "var(--chart-6)", lines: "level" },
] as const satisfies readonly Fill[];

/** One ordered thing, the gravest first. */
export const ORDER_FILLS = [
  { color: "var(--seq-1)", lines: "none" },
  { color: "var(--seq-2)", lines: "rising" },
  { color: "var(--seq-3)", lines: "dots" },
  { color: "var(--seq-4)", lines: "level" },
] as const satisfies readonly Fill[];

const SIZE = 6;
const LINES = {
  none: null,
  rising: <path d="M-1 1l2-2M0 6l6-6M5 7l2-2" />,
  falling: <path d="M-1 5l2 2M0 0l6 6M5-1l2 2" />,
  level: <path d="M0 3h6" />,
  cross: <path d="M0 0l6 6M0 6l6-6" />,
  dots: <path d="M1.5 1.5h.01M4.5 4.5h.01" strokeLinecap="round" strokeWidth="1.6" />,
} as const;

/** Of one chart: the page holds several, and ids are the page's. */
export const fillOf = (chart: string, place: number): string => `url(#${chart}-fill-${place})`;

export const Fills = ({ chart, fills }: { chart: string; fills: readonly Fill[] }) => (
  <defs>
    {fills.map(({ color, lines }, place) => (
      <pattern
        key={`${color} ${lines}`}
        id={`${chart}-fill-${place}`}
        width={SIZE}
        height={SIZE}
        patternUnits="userSpaceOnUse"
      >
        <rect width={SIZE} height={SIZE} fill={color} />
        <g stroke="var(--surface)" strokeWidth="1" fill="none">
          {LINES[lines]}
        </g>
      </pattern>
    ))}
  </defs>
);

type LegendProps = { chart: string; fills: readonly Fill[]; names: readonly string[] };

/** What each filling stands for. */
export const Legend = ({ chart, fills, names }: LegendProps) => (
  <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-1 pb-2 text-xs text-ink-2">
    {names.map((name, place) => (
      <li key={name} className="inline-flex items-center gap-1.5">
        <svg width="12" height="12" aria-hidden="true">
          <Fills chart={`${chart}-${place}`} fills={fills.slice(place, place + 1)} />
          <rect width="12" height="12" rx="2" fill={fillOf(`${chart}-${place}`, 0)} />
        </svg>
        {name}
      </li>
    ))}
  </ul>
);
