"use server";

import { revalidatePath } from "next/cache";
import { staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { type AskRefusal, askExport } from "#lib/features/exports/asking.ts";
import { createSchedule, type ScheduleRefusal } from "#lib/features/exports/scheduling.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { formatterFor } from "#lib/format.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok, type Result } from "#lib/result.ts";

/** Where the file is to be had, or what is said in its place. */
export type Asked = { href: string } | { said: string };

/** Asks for a file of what a list shows, now or again and again. */
export const askExportAction = staffAction(
  askInput,
  async (ctx, { every, ...input }): Promise<Result<Asked, AskRefusal | ScheduleRefusal>> => {
    const locale = await currentLocale();
    const t = translatorFor(locale, "exports");
    if (every !== "once") {
      const made = await createSchedule(ctx, { ...input, every }, locale);
      revalidatePath("/exports");
      if (!made.ok) return made;
      return ok<Asked>({
        said: t("ask.scheduled", { at: formatterFor(locale).dateTime(made.value.nextAt) }),
      });
    }
    const asked = await askExport(ctx, { ...input, every }, locale);
    if (!asked.ok) return asked;
    const { id, isDirect } = asked.value;
    return ok<Asked>(isDirect ? { href: `/api/exports/${id}/download` } : { said: t("ask.queued") });
  },
  (locale, failure) => {
    const t = translatorFor(locale, "exports");
    switch (failure.code) {
      case "too_many":
        return t("refusal.too_many", { seconds: failure.retryAfterS });
      case "too_many_waiting":
      case "too_many_schedules":
        return t(`refusal.${failure.code}`, { max: failure.max });
      case "bad_selection":
        return t("refusal.bad_selection");
    }
  },
);
