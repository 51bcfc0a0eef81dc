"use server";

import { staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { type BulkTrial, runBulk, tryBulk } from "#lib/features/cases/bulk.ts";
import { bulkInput } from "#lib/features/cases/bulk-schema.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";
import { whyOf } from "./[number]/failure-words.ts";

const neverRefused = () => "";

export type Trial = { changes: number; total: number; until: number | null; go: string; sentences: string[] };

/** What it would do, in words; nothing is done. */
export const tryBulkAction = staffAction(
  bulkInput,
  async (ctx, input) => {
    const [trial, locale] = await Promise.all([tryBulk(ctx, input), currentLocale()]);
    const t = translatorFor(locale, "bulk");
    const { changes, total, until } = trial;
    const go = t(`go.${input.act}`, { count: changes });
    return ok<Trial>({ changes, total, until, go, sentences: sentencesOf(locale, trial) });
  },
  neverRefused,
);

function sentencesOf(locale: Locale, { changes, total, capped, same, refused }: BulkTrial): string[] {
  const t = translatorFor(locale, "bulk");
  const left = [...refused, ...(same > 0 ? [{ code: "same" as const, count: same }] : [])];
  const reasons = left.map(({ code, count }) => {
    const key = `reason.${code}`;
    return t.has(key as never) ? t(key as never, { count } as never) : t("reason.other", { count });
  });
  const list = new Intl.ListFormat(locale).format(reasons);
  return [
    t(capped ? "changesCapped" : "changes", { changes, total }),
    ...(reasons.length > 0 ? [t("leftOut", { reasons: list })] : []),
  ];
}

export type Batch = {
  changed: number;
  same: number;
  failed: { number: number; why: string }[];
  next: number | null;
};

/** One batch, with what became of each case. */
export const runBulkAction = staffAction(
  bulkInput,
  async (ctx, input) => {
    const [{ results, same, next }, locale] = await Promise.all([runBulk(ctx, input), currentLocale()]);
    const t = translatorFor(locale, "cases");
    const failed = results.flatMap(({ number, failure }) =>
      failure ? [{ number, why: whyOf(t, locale, failure) }] : [],
    );
    return ok<Batch>({ changed: results.length - failed.length, same, failed, next });
  },
  neverRefused,
);
