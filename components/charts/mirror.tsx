import { scaleBand, scaleLinear } from "d3-scale";
import Link from "next/link";
import type { ReactNode } from "react";
import { Drawing, Picture } from "./drawing.tsx";
import { type Fill, Fills, fillOf } from "./fills.tsx";

export type Mirrored = {
  key: string;
  up: number;
  down: number;
  upHref: string;
  downHref: string;
  upName: string;
  downName: string;
};
type Props = {
  id: string;
  label: string;
  columns: readonly Mirrored[];
  fills: readonly [Fill, Fill];
  /** Over and under the columns. */
  words: { up: string; down: string; first: string; last: string };
  say: (value: number) => string;
};

/** Our policy: of more days, two links a day are a way that nobody goes; the table has them. */
const LINKED_MAX = 31;

/** In units of the drawing. */
const WIDTH = 512;
const LEFT = 36;
const [TOP, MIDDLE, BOTTOM] = [24, 118, 212];

/** Two counts of each day, one up and one down from the same line, on the same scale. */
export function Mirror({ id, label, columns, fills, words, say }: Props) {
  const x = scaleBand<string>()
    .domain(columns.map(({ key }) => key))
    .range([LEFT, WIDTH])
    .padding(columns.length > 120 ? 0 : 0.2);
  const most = Math.max(1, ...columns.flatMap(({ up, down }) => [up, down]));
  const size = scaleLinear()
    .domain([0, most])
    .nice(2)
    .range([0, MIDDLE - TOP]);
  const far = size.ticks(2).at(-1) ?? most;
  const isLinked = columns.length <= LINKED_MAX;
  const Whole = isLinked ? Drawing : Picture;
  const leading = (href: string, name: string, part: ReactNode) =>
    isLinked ? (
      <Link href={href} prefetch={false} aria-label={name}>
        {part}
      </Link>
    ) : (
      part
    );
  return (
    <Whole label={label} width={WIDTH} height={BOTTOM + 26}>
      <Fills chart={id} fills={fills} />
      {[-far, 0, far].map((tick) => {
        const y = MIDDLE - Math.sign(tick) * size(Math.abs(tick));
        return (
          <g key={tick}>
            <path d={`M${LEFT} ${y}H${WIDTH}`} stroke={tick === 0 ? "var(--control)" : "var(--chart-grid)"} />
            <text x={LEFT - 8} y={y + 4} textAnchor="end">
              {say(Math.abs(tick))}
            </text>
          </g>
        );
      })}
      {columns.map(({ key, up, down, upHref, downHref, upName, downName }) => (
        <g key={key}>
          {up > 0
            ? leading(
                upHref,
                upName,
                <rect
                  x={x(key)}
                  y={MIDDLE - size(up)}
                  width={x.bandwidth()}
                  height={size(up)}
                  fill={fillOf(id, 0)}
                />,
              )
            : null}
          {down > 0
            ? leading(
                downHref,
                downName,
                <rect
                  x={x(key)}
                  y={MIDDLE + 1}
                  width={x.bandwidth()}
                  height={size(down)}
                  fill={fillOf(id, 1)}
                />,
              )
            : null}
        </g>
      ))}
      <text className="chart-total" x={LEFT} y={12}>
        {words.up}
      </text>
      <text className="chart-total" x={LEFT} y={BOTTOM + 20}>
        {words.down}
      </text>
      <text x={WIDTH} y={BOTTOM + 20} textAnchor="end">
        {words.first === words.last ? words.first : `${words.first} – ${words.last}`}
      </text>
    </Whole>
  );
}
