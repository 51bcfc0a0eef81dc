import { scaleBand, scaleLinear } from "d3-scale";
import Link from "next/link";
import { Drawing } from "./drawing.tsx";
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
  return (
    <Drawing label={label} width={WIDTH} height={BOTTOM + 26}>
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
          {up > 0 ? (
            <Link href={upHref} prefetch={false} aria-label={upName}>
              <rect
                x={x(key)}
                y={MIDDLE - size(up)}
                width={x.bandwidth()}
                height={size(up)}
                fill={fillOf(id, 0)}
              />
            </Link>
          ) : null}
          {down > 0 ? (
            <Link href={downHref} prefetch={false} aria-label={downName}>
              <rect
                x={x(key)}
                y={MIDDLE + 1}
                width={x.bandwidth()}
                height={size(down)}
                fill={fillOf(id, 1)}
              />
            </Link>
          ) : null}
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
    </Drawing>
  );
}
