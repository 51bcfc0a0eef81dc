import { scaleBand, scaleLinear } from "d3-scale";
import Link from "next/link";
import { Drawing } from "./drawing.tsx";
import { type Fill, Fills, fillOf } from "./fills.tsx";
import { Rules } from "./rules.tsx";

export type Column = {
  key: string;
  value: number;
  /** Which filling. */
  kind: number;
  /** Where its rows are; none for what is empty. */
  href: string | null;
  name: string;
  /** Under the column, for some of them. */
  tick?: string | undefined;
};
type Props = {
  id: string;
  label: string;
  columns: readonly Column[];
  fills: readonly Fill[];
  /** Words under the ticks: where they begin and end, in columns. */
  bands?: readonly { key: string; from: number; to: number; text: string }[];
  say: (value: number) => string;
};

/** In units of the drawing. */
const WIDTH = 512;
const LEFT = 36;
/** The last tick is wider than its column. */
const RIGHT = WIDTH - 8;
const TOP = 10;
const BASE = 190;

/** Columns that stand, each a way to its rows. */
export function Columns({ id, label, columns, fills, bands = [], say }: Props) {
  const x = scaleBand<string>()
    .domain(columns.map(({ key }) => key))
    .range([LEFT, RIGHT])
    .padding(0.1);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...columns.map(({ value }) => value))])
    .nice(4)
    .range([BASE, TOP]);
  const middle = (place: number) => LEFT + (place + 0.5) * x.step();
  return (
    <Drawing label={label} width={WIDTH} height={BASE + 42}>
      <Fills chart={id} fills={fills} />
      <Rules scale={y} left={LEFT} right={RIGHT} say={say} />
      {columns.map((column, place) => (
        <g key={column.key}>
          {column.href && column.value > 0 ? (
            <Link href={column.href} prefetch={false} aria-label={column.name}>
              <rect x={x(column.key)} y={TOP} width={x.bandwidth()} height={BASE - TOP} fill="transparent" />
              <rect
                x={x(column.key)}
                y={Math.min(y(column.value), BASE - 1)}
                width={x.bandwidth()}
                height={Math.max(1, BASE - y(column.value))}
                fill={fillOf(id, column.kind)}
              />
            </Link>
          ) : null}
          {column.tick ? (
            <text x={middle(place)} y={BASE + 16} textAnchor="middle">
              {column.tick}
            </text>
          ) : null}
        </g>
      ))}
      {bands.map(({ key, from, to, text }) => (
        <text
          key={key}
          className="chart-total"
          x={(middle(from) + middle(to)) / 2}
          y={BASE + 36}
          textAnchor="middle"
        >
          {text}
        </text>
      ))}
    </Drawing>
  );
}
