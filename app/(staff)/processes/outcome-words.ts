import type { GlyphName } from "#components/ui/glyph.tsx";
import { enumWords, sayEnum } from "#components/verdict/enum-words.ts";
import { fraudWords } from "#components/verdict/words.ts";
import { type HEADLINES, happenedIn } from "#lib/features/processes/rules.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type Outcome = keyof typeof HEADLINES;

export const OUTCOME_GLYPHS: Record<Outcome, GlyphName> = {
  approve: "confirmed",
  review: "second-look",
  reprove: "refuted",
  retry: "do-again",
  wait: "not-finished",
};

/** "Fraud alert, Holder not certain": what happened, for a row. */
export const sayHappened = (t: Translator<"verdicts">, row: Parameters<typeof happenedIn>[0]): string =>
  happenedIn(row)
    .map((said) =>
      "raw" in said ? sayEnum(t, enumWords(said.raw)) : t(fraudWords(said.fraudsters, row.fraudsters).word),
    )
    .map((said, place) => (place === 0 ? said : said.charAt(0).toLowerCase() + said.slice(1)))
    .join(", ");
