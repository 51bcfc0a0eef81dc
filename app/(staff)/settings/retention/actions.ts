"use server";

import { revalidatePath } from "next/cache";
import { staffAction } from "#lib/entry/action.ts";
import { retentionInput } from "#lib/features/retention/schema.ts";
import { saveRetention } from "#lib/features/retention/settings.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

export const saveRetentionAction = staffAction(
  retentionInput,
  async (ctx, input) => {
    const saved = await saveRetention(ctx, input);
    if (saved.ok) revalidatePath("/settings/retention");
    return saved;
  },
  (locale, { code }) => translatorFor(locale, "privacy")(`retention.${code}`),
);
