"use server";

import { setTimeout as sleep } from "node:timers/promises";
import { redirect } from "next/navigation";
import { after } from "next/server";
import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { type About, staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { sayTooMany } from "#lib/entry/too-many.ts";
import { searchReferences } from "#lib/features/references/finding.ts";
import type { Earlier } from "#lib/features/reverifications/intent.ts";
import { findInput, startInput } from "#lib/features/reverifications/schema.ts";
import { beginReverification } from "#lib/features/reverifications/service.ts";
import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";
import { cardOf } from "./card.ts";

/** Unico mostly answers within it; whoever waits longer sees on the page what is waited for. */
const WAIT_MS = 2_500;
/** The picture is mostly there a moment after the answer. */
const COPY_WAIT_MS = 300;

/** Whatever Unico says, or does not, is shown by the page of the re-verification. */
export const startReverificationAction = staffAction(
  startInput,
  async (ctx, input) => {
    const begun = await beginReverification(ctx, input);
    if (!begun.ok) return begun;
    const { id, settled, kept } = begun.value;
    // A server that is told to stop waits for it.
    after(kept);
    const ended = settled.catch(() => undefined).then(() => Promise.race([kept, sleep(COPY_WAIT_MS)]));
    await Promise.race([ended, sleep(WAIT_MS)]);
    return redirect(`/reverifications/${id}`);
  },
  (locale, failure) => {
    if (failure.code === "too_many") return sayTooMany(locale, failure);
    const t = translatorFor(locale, "reverifications");
    const message = t(`refusal.${failure.code}`);
    return failure.code === "duplicate" ? { message, about: earlierOf(failure.earlier, locale) } : message;
  },
);

/** The earlier one by its number, time and state: what a person needs to know before paying twice. */
function earlierOf({ id, number, startedAt, state }: Earlier, locale: Locale): About {
  const label = translatorFor(locale, "reverifications")("start.earlier", {
    number: numberOf(number),
    when: formatterFor(locale).dateTime(startedAt),
    state: translatorFor(locale, "verdicts")(`reverification.${state}`).toLowerCase(),
  });
  return { id, href: `/reverifications/${id}`, label };
}

/** Posted, because a CPF or a name may be typed; the answer is masked and worded already. */
export const findReferencesAction = staffAction(
  findInput,
  async (ctx, { q }) => {
    const locale = await currentLocale();
    const t = translatorFor(locale, "reverifications");
    const found = await searchReferences(ctx, q);
    if (!found.ok) return found;
    return ok({
      said: t("start.found", { count: found.value.length }),
      cards: found.value.map((reference) => cardOf(reference, t, formatterFor(locale))),
    });
  },
  sayTooMany,
);
