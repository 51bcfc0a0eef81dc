"use server";

import { openAction } from "#lib/entry/action.ts";
import { newPasswordInput } from "#lib/features/accounts/schema.ts";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

export const setPasswordAction = openAction(newPasswordInput, setPasswordByLink, (locale, { code }) =>
  translatorFor(locale, "errors")(`refusal.${code}`),
);
