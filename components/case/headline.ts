import type { GlyphName } from "#components/ui/glyph.tsx";
import {
  fraudWords,
  outcomeWords,
  scoreWords,
  sentenceOf,
  troubleOf,
  type VerdictKey,
} from "#components/verdict/words.ts";
import type { Outcome, ShownSignals } from "#lib/features/signals.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type Found = ShownSignals & { outcome: Outcome | null; score: number | null };

/** A case of an IDCheck process has no 1:1: its score then says most, unless something worse is known. */
const isScoreAll = ({ outcome, fraudsters, biometry, liveness, score }: Found): boolean =>
  outcome === null &&
  biometry === null &&
  score !== null &&
  liveness !== "not_live" &&
  (fraudsters === null || fraudsters === "inconclusive");

/** The sentence that opens a case and its glyph, worst signal first. */
export function headlineOf(found: Found): { glyph: GlyphName; word: VerdictKey } {
  if (isScoreAll(found)) return scoreWords(found.score);
  const word = sentenceOf(found);
  if (found.fraudsters === "yes") return { glyph: "alert", word };
  if (found.outcome) return { glyph: outcomeWords(found.outcome).glyph, word };
  if (found.liveness === "not_live" || found.biometry === "no_match") return { glyph: "refuted", word };
  const { glyph } = fraudWords(found.fraudsters);
  return { glyph: glyph === "no-alert" ? "second-look" : glyph, word };
}

const lowered = (word: string) => word.slice(0, 1).toLowerCase() + word.slice(1);

/** The signals of a row in words: what is wrong, or what is right when nothing is. */
export function signalWords(t: Translator<"verdicts">, found: Found): string {
  const { outcome } = found;
  if (outcome === "error" || outcome === "pending" || outcome === "cancelled") return t(sentenceOf(found));
  if (isScoreAll(found)) return t(scoreWords(found.score).word);
  const [first = "", ...rest] = troubleOf(found).map((key) => t(key));
  return [first, ...rest.map(lowered)].join(", ");
}
