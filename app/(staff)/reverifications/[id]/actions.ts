"use server";

import { revalidatePath } from "next/cache";
import { staffAction } from "#lib/entry/action.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { flagInput } from "#lib/features/cases/schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

export const flagReverificationAction = staffAction(
  flagInput,
  async (ctx, input) => {
    const flagged = await flagCase(ctx, input);
    revalidatePath(`/reverifications/${input.reverificationId}`);
    return flagged;
  },
  (locale, { code }) => translatorFor(locale, "reverifications")(`refusal.${code}`),
);
