"use server";

import { staffAction } from "#lib/entry/action.ts";
import { revealInput } from "#lib/features/revealing/schema.ts";
import { revealField } from "#lib/features/revealing/service.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

/** The value travels in the answer of the action alone: the page that it is shown on never holds it. */
export const revealAction = staffAction(revealInput, revealField, (locale, failure) => {
  const t = translatorFor(locale, "privacy");
  return failure.code === "too_many"
    ? t("reveal.too_many", { seconds: failure.retryAfterS })
    : t(`reveal.${failure.code}`);
});
