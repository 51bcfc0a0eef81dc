import type { GlyphName } from "#components/ui/glyph.tsx";
import type { en } from "#lib/i18n/messages/verdicts.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type EnumKey = keyof (typeof en)["enum"];

const GLYPH: Record<EnumKey, GlyphName> = {
  PROCESS_STATE_CREATED: "not-finished",
  PROCESS_STATE_AWAITING_FOR_DOCUMENT: "not-finished",
  PROCESS_STATE_FINISHED: "confirmed",
  PROCESS_STATE_FAILED: "do-again",
  PROCESS_STATE_CANCELED: "do-again",
  PROCESS_STATE_UNSPECIFIED: "no-answer",
  PROCESS_RESULT_OK: "confirmed",
  PROCESS_RESULT_WARNING: "second-look",
  PROCESS_RESULT_ERROR: "do-again",
  PROCESS_RESULT_EXPIRED: "do-again",
  PROCESS_RESULT_INVALID_IDENTITY: "refuted",
  PROCESS_RESULT_UNSPECIFIED: "no-answer",
  AUTHENTICATION_RESULT_POSITIVE: "confirmed",
  AUTHENTICATION_RESULT_NEGATIVE: "refuted",
  AUTHENTICATION_RESULT_INCONCLUSIVE: "second-look",
  AUTHENTICATION_RESULT_UNSPECIFIED: "no-answer",
  LIVENESS_RESULT_LIVE: "confirmed",
  LIVENESS_RESULT_NOT_LIVE: "refuted",
  LIVENESS_RESULT_UNSPECIFIED: "no-answer",
  LIVENESS_RESULT_NOT_ASKED: "no-answer",
  SCORE_ENABLED_TRUE: "confirmed",
  SCORE_ENABLED_FALSE: "no-answer",
  SCORE_ENABLED_UNSPECIFIED: "no-answer",
};

const isKnown = (value: string): value is EnumKey => Object.hasOwn(GLYPH, value);

export type EnumWords = { glyph: GlyphName; word: `enum.${EnumKey}` | "unknownAnswer"; value: string };

/** Words for a raw value of GetProcess. `asked: false` where the process has no such check, so silence is no fault. */
export function enumWords(value: string, { asked = true }: { asked?: boolean } = {}): EnumWords {
  if (value === "LIVENESS_RESULT_UNSPECIFIED" && !asked) {
    return { glyph: "no-answer", word: "enum.LIVENESS_RESULT_NOT_ASKED", value };
  }
  return isKnown(value)
    ? { glyph: GLYPH[value], word: `enum.${value}`, value }
    : { glyph: "second-look", word: "unknownAnswer", value };
}

/** Says it; an unknown value is named, never guessed. */
export const sayEnum = (t: Translator<"verdicts">, { word, value }: EnumWords): string =>
  word === "unknownAnswer" ? t("unknownAnswer", { value }) : t(word);
