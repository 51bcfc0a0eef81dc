import { DECISIONS, type Decision } from "#lib/features/cases/rules.ts";

/** Our policy: of fewer values a percentile or a share says little, and the page says so. */
export const FEW = 20;
export const isFew = (n: number): boolean => n < FEW;

/** A part of a whole; null where there is none to be a part of. */
export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** Half and nine of ten (or nineteen of twenty) took no longer, in milliseconds; null where nothing was measured. */
export type Spread = { n: number; p50Ms: number | null; highMs: number | null };
export const NO_SPREAD: Spread = { n: 0, p50Ms: null, highMs: null };

/** How often the first decided so and the other stands. */
export type Pair = { first: Decision; stands: Decision; count: number };

export type Agreement = {
  n: number;
  agreed: number;
  /** Cohen's; null where it is not defined: nothing was looked at twice, or chance alone would agree always. */
  kappa: number | null;
};

/** Agreement beyond chance: (observed − expected) ÷ (1 − expected), expected from how often each decided what. */
export function agreementOf(pairs: readonly Pair[]): Agreement {
  const n = sum(pairs, () => true);
  const agreed = sum(pairs, ({ first, stands }) => first === stands);
  if (n === 0) return { n, agreed, kappa: null };
  const expected = DECISIONS.reduce((chance, decision) => {
    const first = sum(pairs, (pair) => pair.first === decision);
    const second = sum(pairs, (pair) => pair.stands === decision);
    return chance + (first / n) * (second / n);
  }, 0);
  return {
    n,
    agreed,
    kappa: 1 - expected < Number.EPSILON ? null : (agreed / n - expected) / (1 - expected),
  };
}

const sum = (pairs: readonly Pair[], is: (pair: Pair) => boolean): number =>
  pairs.reduce((count, pair) => count + (is(pair) ? pair.count : 0), 0);

/**
 * Steps of a score, from −10 to 10: so that none lies in two bands, each begins at its end nearer to zero (10 to 19.9,
 * −10 to −19.9); nothing but zero is in the middle one.
 */
export const SCORE_STEPS = Array.from({ length: 21 }, (_, place) => place - 10);
const WIDTH = 10;
/** Less than a score is ever told to. */
const HAIR = 0.001;

export type ScoreStep = { step: number; least: number; most: number };

/** Which scores a step holds, both ends counted. */
export function boundsOf(step: number): ScoreStep {
  if (step === 0) return { step, least: 0, most: 0 };
  const near = (Math.abs(step) - 1) * WIDTH || HAIR;
  const far = Math.abs(step) === 10 ? 100 : Math.abs(step) * WIDTH - HAIR;
  return step > 0 ? { step, least: near, most: far } : { step, least: -far, most: -near };
}

export type ScoreBand = "deny" | "weigh" | "little" | "holder";
/** Unico's own bands: refused at −40, weighed to −10, the holder's from 10. */
export const bandOf = (step: number): ScoreBand =>
  step <= -5 ? "deny" : step <= -2 ? "weigh" : step <= 1 ? "little" : "holder";
