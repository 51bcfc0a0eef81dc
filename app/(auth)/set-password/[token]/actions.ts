"use server";

import { openAction } from "#lib/entry/action.ts";
import { sayTooMany } from "#lib/entry/too-many.ts";
import { newPasswordInput } from "#lib/features/accounts/schema.ts";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { never } from "#lib/result.ts";

export const setPasswordAction = openAction(newPasswordInput, setPasswordByLink, (locale, failure) => {
  switch (failure.code) {
    case "weak":
      return translatorFor(locale, "signIn")(`setPassword.weak.${failure.weakness}`);
    case "too_many":
      return sayTooMany(locale, failure);
    case "link":
      return translatorFor(locale, "errors")("refusal.link");
    default:
      return never(failure);
  }
});
