import { scaleBand, scaleLinear } from "d3-scale";
import Link from "next/link";
import { Drawing } from "./drawing.tsx";
import { type Fill, Fills, fillOf } from "./fills.tsx";

export type StackedBar = {
  key: string;
  label: string;
  /** In the order of the fillings. */
  parts: readonly number[];
  total: string;
  href: string;
  /** What the bar says to who cannot see it. */
  name: string;
};
type Props = { id: string; label: string; bars: readonly StackedBar[]; fills: readonly Fill[] };

/** In units of the drawing. */
const WIDTH = 512;
const LABELS = 164;
const TOTALS = 68;
const ROW = 34;

/** Bars that lie, each parted into kinds and a way to its rows. */
export function StackedBars({ id, label, bars, fills }: Props) {
  const height = bars.length * ROW;
  const sums = bars.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0));
  const x = scaleLinear()
    .domain([0, Math.max(1, ...sums)])
    .range([0, WIDTH - LABELS - TOTALS]);
  const y = scaleBand<string>()
    .domain(bars.map(({ key }) => key))
    .range([0, height])
    .padding(0.24);
  return (
    <Drawing label={label} width={WIDTH} height={height}>
      <Fills chart={id} fills={fills} />
      {bars.map((bar, place) => {
        const top = y(bar.key) ?? 0;
        const middle = top + y.bandwidth() / 2 + 4;
        return (
          <Link key={bar.key} href={bar.href} prefetch={false} aria-label={bar.name}>
            <rect x="0" y={place * ROW} width={WIDTH} height={ROW} fill="transparent" />
            <text x="0" y={middle}>
              {bar.label}
            </text>
            {partsOf(bar.parts).map(({ kind, from, value }) => (
              <rect
                key={kind}
                x={LABELS + x(from)}
                y={top}
                width={Math.max(1, x(value) - 1)}
                height={y.bandwidth()}
                fill={fillOf(id, kind)}
              />
            ))}
            <text className="chart-total" x={LABELS + x(sums[place] ?? 0) + 6} y={middle}>
              {bar.total}
            </text>
          </Link>
        );
      })}
      <path d={`M${LABELS - 0.5} 0v${height}`} stroke="var(--control)" />
    </Drawing>
  );
}

/** Where each part begins; what is empty is left out. */
function partsOf(parts: readonly number[]) {
  let from = 0;
  return parts.flatMap((value, kind) => {
    const part = { kind, from, value };
    from += value;
    return value > 0 ? [part] : [];
  });
}
