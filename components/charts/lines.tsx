import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import { Rules } from "./rules.tsx";

export type Line = {
  name: string;
  color: string;
  dashed?: boolean;
  /** One a place; null where there is none. */
  values: readonly (number | null)[];
};
type Props = {
  /** The whole said in a sentence: a line has no parts to go to. */
  label: string;
  /** What stands along the ground, in order. */
  places: readonly string[];
  lines: readonly Line[];
  say: (value: number) => string;
};

/** In units of the drawing. */
const WIDTH = 512;
const [LEFT, RIGHT] = [56, 440];
const [TOP, BASE] = [12, 184];
const LEAST_APART = 14;

/** Lines over days, each named at its end; the second is dashed. */
export function Lines({ label, places, lines, say }: Props) {
  const x = scalePoint<number>()
    .domain(places.map((_, place) => place))
    .range([LEFT, RIGHT]);
  const known = lines.flatMap(({ values }) => values.flatMap((value) => value ?? []));
  const y = scaleLinear()
    .domain([0, Math.max(...known, Number.EPSILON)])
    .nice(4)
    .range([BASE, TOP]);
  const path = line<{ value: number | null; place: number }>()
    .defined(({ value }) => value !== null)
    .x(({ place }) => x(place) ?? LEFT)
    .y(({ value }) => y(value ?? 0));
  const ends = namesApart(lines.map(({ values }) => y(values.findLast((value) => value !== null) ?? 0) + 4));
  return (
    <svg
      className="chart chart-scaled block w-full"
      viewBox={`0 0 ${WIDTH} ${BASE + 28}`}
      role="img"
      aria-label={label}
    >
      <Rules scale={y} left={LEFT} right={RIGHT} say={say} />
      {lines.map(({ name, color, dashed, values }, place) => (
        <g key={name}>
          <path
            d={path(values.map((value, at) => ({ value, place: at }))) ?? ""}
            fill="none"
            stroke={color}
            strokeWidth="2"
            strokeLinejoin="round"
            strokeDasharray={dashed ? "5 3" : undefined}
          />
          {values.map((value, at) =>
            value !== null && values[at - 1] == null && values[at + 1] == null ? (
              // A day alone makes no line.
              <circle key={places[at]} cx={x(at)} cy={y(value)} r="2.5" fill={color} />
            ) : null,
          )}
          <text className="chart-total" x={RIGHT + 6} y={ends[place]}>
            {name}
          </text>
        </g>
      ))}
      {[0, Math.floor((places.length - 1) / 2), places.length - 1]
        .filter((at, place, all) => all.indexOf(at) === place)
        .map((at, place, all) => (
          <text
            key={places[at]}
            x={x(at)}
            y={BASE + 20}
            textAnchor={place === 0 ? "start" : place === all.length - 1 ? "end" : "middle"}
          >
            {places[at]}
          </text>
        ))}
    </svg>
  );
}

/** Names that would lie on each other are moved apart. */
function namesApart(tops: readonly number[]): number[] {
  const order = tops.map((_, place) => place).sort((a, b) => (tops[a] ?? 0) - (tops[b] ?? 0));
  const apart = [...tops];
  for (const [i, place] of order.entries()) {
    const above = i > 0 ? apart[order[i - 1] ?? 0] : undefined;
    if (above !== undefined) apart[place] = Math.max(tops[place] ?? 0, above + LEAST_APART);
  }
  return apart;
}
