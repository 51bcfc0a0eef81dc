import type { TooMany } from "#lib/features/limits/limits.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

/** The same words wherever a person has done too much in a minute: how long to wait. */
export const sayTooMany = (locale: Locale, { retryAfterS }: TooMany): string =>
  translatorFor(locale, "errors")("refusal.too_many", { seconds: retryAfterS });
