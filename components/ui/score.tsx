import type { ReactNode } from "react";
import { symbolOf } from "./sprite-names.ts";

type Band = { from: number; to: number; fill: string };

// Bands of Unico's score: refusal to −40, weigh to −10, says little to 9, holder from 10 on.
const BANDS: readonly Band[] = [
  { from: -100, to: -40, fill: "var(--score-deny)" },
  { from: -40, to: -10, fill: "var(--score-weigh)" },
  { from: -10, to: 10, fill: "var(--score-none)" },
  { from: 10, to: 100, fill: "var(--score-holder)" },
];
const TICKS = Array.from({ length: 21 }, (_, index) => index * 10 - 100);

/** With a sign: "−41", "+12", "0". */
export const signed = (score: number) => (score < 0 ? `−${-score}` : score > 0 ? `+${score}` : "0");

const fillOf = (score: number) =>
  score <= -40
    ? "var(--score-deny)"
    : score <= -10
      ? "var(--score-weigh)"
      : score < 10
        ? "var(--score-none)"
        : "var(--score-holder)";

const gaugeX = (score: number) => 188 + score * 1.68;
const miniX = (score: number) => 24 + score * 0.22;

type GaugeProps = {
  score: number | null;
  /** `label`: the whole gauge in words; `noScore`: shown instead where there is no score. */
  words: { label: string; noScore: string };
};

/** Four bands, ticks of ten, a needle and the number. */
export function ScoreGauge({ score, words }: GaugeProps) {
  if (score === null) return <p className="text-ink-3">{words.noScore}</p>;
  const x = gaugeX(score);
  return (
    <svg className="chart block w-full max-w-110" viewBox="0 0 376 62" role="img" aria-label={words.label}>
      {BANDS.map((band) => (
        <rect
          key={band.from}
          x={gaugeX(band.from) + 0.75}
          y="28"
          width={gaugeX(band.to) - gaugeX(band.from) - 1.5}
          height="6"
          fill={band.fill}
        />
      ))}
      {TICKS.map((tick) => (
        <path
          key={tick}
          d={`M${gaugeX(tick)} 36v${tick % 50 === 0 ? 7 : 4}`}
          stroke={tick % 50 === 0 ? "var(--control)" : "var(--line-strong)"}
        />
      ))}
      {TICKS.filter((tick) => tick % 50 === 0).map((tick) => (
        <text key={tick} x={gaugeX(tick)} y="56" textAnchor="middle">
          {signed(tick)}
        </text>
      ))}
      <path d={`M${x} 36 ${x - 5} 24V22h10v2Z`} fill="var(--ink)" />
      <path d={`M${x} 24v12`} stroke="var(--ink)" strokeWidth="1.5" />
      <text x={x} y="16" textAnchor="middle" className="chart-figure">
        {signed(score)}
      </text>
    </svg>
  );
}

/** Under every small score, 48 by 12. */
export const SCORE_AXIS: ReactNode = (
  <>
    <path d="M2 9.5h44" stroke="var(--line-strong)" />
    <path d="M24 7v4" stroke="var(--control)" />
  </>
);

type MiniProps = { score: number | null; noScoreLabel: string; locale?: string };

/** The number and a bar from zero, for a row; no score is said, never drawn as 0. */
export function MiniScore({ score, noScoreLabel }: MiniProps) {
  if (score === null) return <span className="text-ink-3">{noScoreLabel}</span>;
  const x = miniX(score);
  return (
    <span className="inline-flex items-center gap-2">
      <span>{signed(score)}</span>
      <svg width="48" height="12" viewBox="0 0 48 12" aria-hidden="true" className="flex-none">
        <use href={`#${symbolOf.scoreAxis}`} />
        <rect x={Math.min(24, x)} y="5.5" width={Math.abs(x - 24)} height="4" fill={fillOf(score)} />
        <path d={`M${x} 1v9`} stroke="var(--ink)" strokeWidth="1.5" />
      </svg>
    </span>
  );
}
