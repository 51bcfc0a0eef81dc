"use server";

import { staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { sayTooMany } from "#lib/entry/too-many.ts";
import { findInput } from "#lib/features/finding/schema.ts";
import { find } from "#lib/features/finding/service.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";
import { foundOf } from "./found.ts";

/** Posted, as a CPF or a name may be typed: neither ever stands in an address. */
export const findAction = staffAction(
  findInput,
  async (ctx, input) => {
    const [hits, locale] = await Promise.all([find(ctx, input), currentLocale()]);
    return hits.ok ? ok(hits.value.map((hit) => foundOf(hit, translatorFor(locale, "finding")))) : hits;
  },
  (locale, failure) =>
    failure.code === "too_many" ? sayTooMany(locale, failure) : translatorFor(locale, "table")(failure.code),
);
