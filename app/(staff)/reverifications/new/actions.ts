"use server";

import { redirect } from "next/navigation";
import { staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { findReferences } from "#lib/features/references/finding.ts";
import { findInput, startInput } from "#lib/features/reverifications/schema.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { formatterFor } from "#lib/format.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";
import { cardOf } from "./card.ts";

/** Whatever Unico says, or does not, is shown by the page of the re-verification. */
export const startReverificationAction = staffAction(
  startInput,
  async (ctx, input) => {
    const started = await startReverification(ctx, input);
    if (started.ok) redirect(`/reverifications/${started.value.id}`);
    return started;
  },
  (locale, { code }) => translatorFor(locale, "reverifications")(`refusal.${code}`),
);

/** Posted, because a CPF or a name may be typed; the answer is masked and worded already. */
export const findReferencesAction = staffAction(
  findInput,
  async (ctx, { q }) => {
    const locale = await currentLocale();
    const t = translatorFor(locale, "reverifications");
    const found = await findReferences(ctx, q);
    return ok({
      said: t("start.found", { count: found.length }),
      cards: found.map((reference) => cardOf(reference, t, formatterFor(locale))),
    });
  },
  (_locale, failure: never) => failure,
);
