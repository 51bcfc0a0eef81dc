import { oneTimeLinkUrl } from "#lib/entry/environment.ts";
import type { OneTimeLink } from "#lib/features/accounts/one-time-link.ts";
import type { ChangeRefusal } from "#lib/features/accounts/people-changing.ts";
import type { InviteRefusal } from "#lib/features/accounts/people-inviting.ts";
import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

/** What is shown of a new link, this once. */
export type ShownLink = { id: string; url: string; text: string };

export function shownLink(
  locale: Locale,
  { id, token, expiresAt, name }: OneTimeLink & { id: string; name: string },
): ShownLink {
  const time = formatterFor(locale).dateTime(expiresAt);
  return {
    id,
    url: oneTimeLinkUrl(token),
    text: translatorFor(locale, "users")("link.text", { time, name }),
  };
}

export function refusalWords(locale: Locale, failure: ChangeRefusal | InviteRefusal) {
  const t = translatorFor(locale, "users");
  const message = t(`refusal.${failure.code}`);
  if (failure.code !== "email_taken") return message;
  const { id } = failure;
  return { message, about: { id, href: `/settings/users/${id}`, label: t("inviting.open") } };
}
