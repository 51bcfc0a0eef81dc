"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { staffAction } from "#lib/entry/action.ts";
import { sayTooMany } from "#lib/entry/too-many.ts";
import { askForList, cancelList } from "#lib/features/lookups/asking.ts";
import { cancelInput, hrefOfList, listInput } from "#lib/features/lookups/schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

export const lookUpListAction = staffAction(
  listInput,
  async (ctx, input) => {
    const asked = await askForList(ctx, input);
    if (!asked.ok) return asked;
    redirect(hrefOfList(asked.value.id));
  },
  (locale, failure) => {
    if (failure.code === "too_many") return sayTooMany(locale, failure);
    const t = translatorFor(locale, "lookups");
    return "count" in failure
      ? t(`refusal.${failure.code}`, { count: failure.count })
      : t(`refusal.${failure.code}`);
  },
);

export const cancelListAction = staffAction(
  cancelInput,
  async (ctx, input) => {
    const cancelled = await cancelList(ctx, input);
    revalidatePath(hrefOfList(input.list));
    return cancelled;
  },
  (locale, { code }) => translatorFor(locale, "lookups")(`progress.${code}`),
);
