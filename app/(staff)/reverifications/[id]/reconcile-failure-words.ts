import { numberOf } from "#app/(staff)/reverifications/words.ts";
import type { ReconcileFailure } from "#lib/features/reverifications/reconciling.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

/** Why it was not done, and who was first. */
export function reconcileFailureWords(locale: Locale, failure: ReconcileFailure): string {
  const t = translatorFor(locale, "reconciling");
  switch (failure.code) {
    case "word_ended":
      return t(`failure.word_ended.${failure.ending}`, { by: failure.by ?? t("failure.somebody") });
    case "word_open":
    case "other_word":
      return t(`failure.${failure.code}`, { by: failure.by });
    case "process_other":
      return t("failure.process_other", { number: numberOf(failure.number) });
    default:
      return t(`failure.${failure.code}`);
  }
}
