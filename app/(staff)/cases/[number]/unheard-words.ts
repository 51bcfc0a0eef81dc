import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const NAMED = 3;

/** Whom a note wanted to speak to and did not; null where everybody was told. */
export function unheardWords(locale: Locale, unheard: readonly string[]): string | null {
  if (unheard.length === 0) return null;
  const names = new Intl.ListFormat(locale, { type: "disjunction" }).format(unheard.slice(0, NAMED));
  return translatorFor(locale, "cases")("written.unheard", { count: unheard.length, names });
}

/** What there is to say of a note beside that the step was taken. */
export function saidOf(
  locale: Locale,
  { unheard = [], isUnkept }: { unheard?: readonly string[]; isUnkept?: true },
): string | null {
  return isUnkept ? translatorFor(locale, "cases")("written.unkept") : unheardWords(locale, unheard);
}
