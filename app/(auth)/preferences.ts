"use server";

import { keepPreferences } from "#lib/entry/preference-cookies.ts";
import { THEMES } from "#lib/features/accounts/schema.ts";
import { LOCALES } from "#lib/i18n/locale.ts";

/** Language or theme of this browser, before anybody has signed in. What makes no sense changes nothing. */
export async function choosePreferenceAction(form: FormData): Promise<void> {
  if (!(form instanceof FormData)) return;
  const locale = LOCALES.find((each) => each === form.get("locale"));
  const theme = THEMES.find((each) => each === form.get("theme"));
  await keepPreferences({ ...(locale && { locale }), ...(theme && { theme }) });
}
