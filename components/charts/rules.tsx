import type { ScaleLinear } from "d3-scale";

type Props = {
  scale: ScaleLinear<number, number>;
  left: number;
  right: number;
  say: (value: number) => string;
};

/** The lines of a scale with their values at the left; the first is the ground. */
export const Rules = ({ scale, left, right, say }: Props) =>
  scale
    .ticks(4)
    .map((tick) => ({ tick, word: say(tick), y: Math.round(scale(tick)) + 0.5 }))
    // Two values that read the same would be one line too many.
    .filter(({ word }, place, all) => all.findIndex((other) => other.word === word) === place)
    .map(({ tick, word, y }) => (
      <g key={tick}>
        <path d={`M${left} ${y}H${right}`} stroke={tick === 0 ? "var(--control)" : "var(--chart-grid)"} />
        <text x={left - 8} y={y + 4} textAnchor="end">
          {word}
        </text>
      </g>
    ));
