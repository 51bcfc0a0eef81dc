import type { GlyphName } from "#components/ui/glyph.tsx";
import type { Biometry, Fraudsters, Liveness, Outcome, ShownSignals } from "#lib/features/signals.ts";
import type { en } from "#lib/i18n/messages/verdicts.ts";
import { sentenceKey } from "./sentence.ts";

type Leaves<T, Path extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];
/** A message of namespace `verdicts` that takes no values. */
export type VerdictKey = Exclude<Leaves<typeof en>, "unknownAnswer" | "scoreGauge">;

export type Words = { glyph: GlyphName; word: VerdictKey; why: VerdictKey };

const FRAUD = {
  yes: { glyph: "alert", word: "fraud.yes", why: "why.fraud.yes" },
  inconclusive: { glyph: "no-alert", word: "fraud.inconclusive", why: "why.fraud.inconclusive" },
  suspicious: { glyph: "second-look", word: "fraud.suspicious", why: "why.fraud.suspicious" },
  other: { glyph: "second-look", word: "fraud.other", why: "why.fraud.other" },
  absent: { glyph: "no-answer", word: "fraud.absent", why: "why.fraud.absent" },
} as const satisfies Record<string, Words>;

const BIOMETRY = {
  match: { glyph: "confirmed", word: "biometry.match", why: "why.biometry.match" },
  no_match: { glyph: "refuted", word: "biometry.no_match", why: "why.biometry.no_match" },
  undecided: { glyph: "second-look", word: "biometry.undecided", why: "why.biometry.undecided" },
  absent: { glyph: "no-answer", word: "biometry.absent", why: "why.biometry.absent" },
} as const satisfies Record<string, Words>;

const LIVENESS = {
  live: { glyph: "confirmed", word: "liveness.live", why: "why.liveness.live" },
  not_live: { glyph: "refuted", word: "liveness.not_live", why: "why.liveness.not_live" },
  not_measured: { glyph: "no-answer", word: "liveness.not_measured", why: "why.liveness.not_measured" },
  absent: { glyph: "no-answer", word: "liveness.absent", why: "why.liveness.absent" },
} as const satisfies Record<string, Words>;

/** `raw` tells the one other value that has words of its own. */
export const fraudWords = (value: Fraudsters | null, raw?: string | null): Words =>
  value === "other" && raw === "suspicious" ? FRAUD.suspicious : FRAUD[value ?? "absent"];
export const biometryWords = (value: Biometry | null): Words => BIOMETRY[value ?? "absent"];
export const livenessWords = (value: Liveness | null): Words => LIVENESS[value ?? "absent"];

/** The three slots of a row: alert, same person, live. */
export const signalGlyphs = ({ fraudsters, biometry, liveness }: ShownSignals) =>
  [fraudWords(fraudsters).glyph, biometryWords(biometry).glyph, livenessWords(liveness).glyph] as const;

/** The headline of a re-verification or case, worst signal first. */
export const sentenceOf = (signals: ShownSignals & { outcome: Outcome | null }): VerdictKey =>
  `sentence.${sentenceKey(signals)}`;

/** The signals for a row: those that are wrong or missing, else those that are right. Join them with commas. */
export function troubleOf({ fraudsters, biometry, liveness }: ShownSignals): VerdictKey[] {
  const alert = fraudWords(fraudsters);
  const person = biometryWords(biometry);
  const wrong = [alert, person, livenessWords(liveness)].filter(
    ({ glyph }) => glyph !== "confirmed" && glyph !== "no-alert",
  );
  if (wrong.length === 0) return [person.word];
  // An alert beside the same person is said as both: neither may hide the other.
  if (fraudsters === "yes" && biometry === "match") {
    return [alert.word, person.word, ...wrong.slice(1).map(({ word }) => word)];
  }
  return wrong.map(({ word }) => word);
}

const OUTCOME_GLYPH: Record<Outcome, GlyphName> = {
  match: "confirmed",
  match_flagged: "alert",
  no_match: "refuted",
  no_match_flagged: "alert",
  not_live: "refuted",
  undecided: "second-look",
  error: "do-again",
  pending: "not-finished",
  cancelled: "do-again",
};

/** Our reading of all signals together. */
export const outcomeWords = (outcome: Outcome): { glyph: GlyphName; word: VerdictKey } => ({
  glyph: OUTCOME_GLYPH[outcome],
  word: `outcome.${outcome}`,
});

const SCORE_GLYPH = {
  deny: "refuted",
  weigh: "second-look",
  little: "second-look",
  none: "do-again",
  holder: "confirmed",
  absent: "no-answer",
} as const satisfies Record<string, GlyphName>;

function bandOf(score: number | null): keyof typeof SCORE_GLYPH {
  if (score === null) return "absent";
  if (score === 0) return "none";
  if (score <= -40) return "deny";
  if (score <= -10) return "weigh";
  return score < 10 ? "little" : "holder";
}

/** Null is a score that is off or not given; 0 is an answer of its own. */
export function scoreWords(score: number | null): Words {
  const band = bandOf(score);
  return { glyph: SCORE_GLYPH[band], word: `score.${band}`, why: `scoreWhy.${band}` };
}
