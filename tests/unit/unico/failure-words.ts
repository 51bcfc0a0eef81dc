import { expect } from "vitest";
import { failureKeyOf } from "#app/(staff)/reverifications/words.ts";
import { settlementOfFailure } from "#lib/features/reverifications/rules.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import type { CallFailure } from "#lib/unico/failures.ts";

/** Verbs that tell a person what to do next. */
export const WHAT_TO_DO = {
  en: /\b(start|correct|hand|take|ask|must|tell|wait|send|compare|try|needs|offer|look)\b/i,
  "pt-BR":
    /(inicie|corrija|informe|capture|tire|pergunte|precis|avise|espere|mande|compare|tente|ofereça|consulte|veja)/i,
} as const;

/** A title, and what to do next, in both languages. */
export function expectWords(failure: CallFailure): void {
  const { state, failure: reason } = settlementOfFailure(failure);
  const key = failureKeyOf(state, reason);
  expect(key).toBe(reason);
  for (const locale of LOCALES) {
    const t = translatorFor(locale, "reverifications");
    expect(t(`failure.${key}.title`)).not.toBe("");
    expect(t(`failure.${key}.text`)).toMatch(WHAT_TO_DO[locale]);
  }
}
