"use server";

import { redirect } from "next/navigation";
import { staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { sayTooMany } from "#lib/entry/too-many.ts";
import type { TooMany } from "#lib/features/limits/limits.ts";
import { retakeInput, triageInput } from "#lib/features/triage/form.ts";
import {
  type Limited,
  retakeTriage,
  type Stale,
  saveTriage,
  type TooLong,
  tryTriage,
} from "#lib/features/triage/service.ts";
import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok, type Result } from "#lib/result.ts";
import { TRIAGE_PATH } from "./given.ts";
import { type Report, reportOf } from "./report-words.ts";
import { type Slot, slotsOf } from "./slots.ts";

const savedPath = (number: number) => `${TRIAGE_PATH}?saved=${number}`;

function staleWords(locale: Locale, { number, by, at }: Stale) {
  const t = translatorFor(locale, "triage");
  const when = formatterFor(locale).dateTime(at);
  const label = t("failure.staleLink", { number: String(number) });
  return {
    message: t("failure.stale", { name: by, number: String(number), when }),
    about: { id: String(number), href: TRIAGE_PATH, label },
  };
}

const wordsIn = (locale: Locale) => ({
  t: translatorFor(locale, "triage"),
  cases: translatorFor(locale, "cases"),
  verdicts: translatorFor(locale, "verdicts"),
  format: formatterFor(locale),
  locale,
});

type Tried = { at: number; slots: Slot[]; report: Report };

/** Tries the rules of the form over the last days, or saves them as the next version: whichever button was pressed. */
export const triageAction = staffAction(
  triageInput,
  async (ctx, { act, rules, after, note }): Promise<Result<Tried, Stale | Limited | TooMany | TooLong>> => {
    if (act === "save") {
      const saved = await saveTriage(ctx, { after, rules, note });
      if (!saved.ok) return saved;
      redirect(savedPath(saved.value.number));
    }
    const tried = await tryTriage(ctx, rules);
    if (!tried.ok) return tried;
    const { found, subsidiaries } = tried.value;
    const given = { ...wordsIn(await currentLocale()), subsidiaries };
    const at = found.to.getTime();
    return ok({ at, slots: slotsOf(rules, given), report: reportOf(found, rules, given) });
  },
  (locale, failure) => {
    if (failure.code === "stale") return staleWords(locale, failure);
    if (failure.code === "too_many") return sayTooMany(locale, failure);
    return translatorFor(locale, "triage")(`failure.${failure.code}`);
  },
);

export const retakeAction = staffAction(
  retakeInput,
  async (ctx, { number, version: after, note }) => {
    const taken = await retakeTriage(ctx, { number, after, note });
    if (!taken.ok) return taken;
    redirect(savedPath(taken.value.number));
  },
  (locale, failure) =>
    failure.code === "stale"
      ? staleWords(locale, failure)
      : translatorFor(locale, "triage")(`failure.${failure.code}`),
);
