import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const NAMED = 3;

/** Whom a note wanted to speak to and did not; null where everybody was told. */
export function unheardWords(locale: Locale, unheard: readonly string[]): string | null {
  if (unheard.length === 0) return null;
  const names = new Intl.ListFormat(locale, { type: "disjunction" }).format(unheard.slice(0, NAMED));
  return translatorFor(locale, "cases")("written.unheard", { count: unheard.length, names });
}
