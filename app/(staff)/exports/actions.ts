"use server";

import { revalidatePath } from "next/cache";
import { staffAction } from "#lib/entry/action.ts";
import { cancelExport, retryExport } from "#lib/features/exports/changing.ts";
import { prepareDownload } from "#lib/features/exports/downloading.ts";
import { dismissInput, dismissNotices } from "#lib/features/exports/noticing.ts";
import { endSchedule } from "#lib/features/exports/scheduling.ts";
import { exportId } from "#lib/features/exports/schema.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

type Failure =
  | { code: "not_found" | "not_now" | "bad_selection" }
  | { code: "too_many"; retryAfterS: number }
  | { code: "too_many_waiting"; max: number };

const wordsOf = (locale: Locale, failure: Failure): string => {
  const t = translatorFor(locale, "exports");
  if (failure.code === "too_many") return t("refusal.too_many", { seconds: failure.retryAfterS });
  if (failure.code === "too_many_waiting") return t("refusal.too_many_waiting", { max: failure.max });
  return t(`refusal.${failure.code}`);
};

export const cancelExportAction = staffAction(
  exportId,
  async (ctx, input) => {
    const done = await cancelExport(ctx, input);
    revalidatePath("/exports");
    return done;
  },
  wordsOf,
);

export const retryExportAction = staffAction(
  exportId,
  async (ctx, input) => {
    const done = await retryExport(ctx, input);
    revalidatePath("/exports");
    return done;
  },
  wordsOf,
);

export const prepareDownloadAction = staffAction(exportId, prepareDownload, wordsOf);

export const endScheduleAction = staffAction(
  exportId,
  async (ctx, input) => {
    const done = await endSchedule(ctx, input);
    revalidatePath("/exports");
    return done;
  },
  wordsOf,
);

export const dismissNoticesAction = staffAction(
  dismissInput,
  async (ctx, input) => {
    const done = await dismissNotices(ctx, input);
    revalidatePath("/");
    revalidatePath("/exports");
    return done;
  },
  wordsOf,
);
