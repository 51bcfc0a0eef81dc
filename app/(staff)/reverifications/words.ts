import type { GlyphName } from "#components/ui/glyph.tsx";
import { outcomeWords, sentenceOf, type VerdictKey } from "#components/verdict/words.ts";
import { tokenTroubleOf } from "#lib/features/connections/rules.ts";
import type { ReverificationState } from "#lib/features/reverifications/rules.ts";
import type { Biometry, Fraudsters, Liveness, Outcome } from "#lib/features/signals.ts";
import type { Formatter } from "#lib/format.ts";
import { en } from "#lib/i18n/messages/reverifications.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** The number as people say it. */
export const numberOf = (number: number): string => `R-${number}`;

const MINUTE_MS = 60_000;

/** How long ago it was, in whole minutes or longer spans. */
export const agoOf = (r: Translator<"reconciling">, format: Formatter, ms: number): string =>
  ms < MINUTE_MS ? r("list.moments") : r("list.ago", { span: format.span(ms) });

type Failures = (typeof en)["failure"];
export type FailureKey = keyof Failures;

const isFailureKey = (value: string): value is FailureKey => Object.hasOwn(en.failure, value);

/** A sender that died before the call left did no harm; one that died after it may have. */
export function failureKeyOf(
  state: ReverificationState,
  failure: string | null,
  unicoCode: string | null = null,
): FailureKey {
  if (failure === "sender_died" && state === "failed") return "never_sent";
  // A lockout passes by itself: nobody has to look at a key.
  if (failure === "credentials" && tokenTroubleOf({ failure, unicoCode }) === "locked") return "locked";
  return failure !== null && isFailureKey(failure) ? failure : "other";
}

const STATE_GLYPH: Record<ReverificationState, GlyphName | "closed"> = {
  pending: "not-finished",
  sent: "not-finished",
  completed: "closed",
  refused: "do-again",
  failed: "do-again",
  unknown: "no-answer",
};
export const stateGlyph = (state: ReverificationState) => STATE_GLYPH[state];

type Facts = {
  state: ReverificationState;
  outcome: Outcome | null;
  fraudsters: Fraudsters | null;
  biometry: Biometry | null;
  liveness: Liveness | null;
  failure: string | null;
  unicoCode?: string | null;
};

/** Where the words of the headline stand: in the namespace of verdicts, or in that of failures. */
export type Headline = { glyph: GlyphName; verdict: VerdictKey } | { glyph: GlyphName; failure: FailureKey };

/** What a re-verification says first: the worst signal, or why there is none. */
export function headlineOf(facts: Facts): Headline {
  const { state, outcome } = facts;
  if (state === "completed" && outcome)
    return { glyph: outcomeWords(outcome).glyph, verdict: sentenceOf({ ...facts, outcome }) };
  if (state === "pending" || state === "sent")
    return { glyph: "not-finished", verdict: `reverification.${state}` };
  return {
    glyph: state === "unknown" ? "no-answer" : "do-again",
    failure: failureKeyOf(state, facts.failure, facts.unicoCode),
  };
}
