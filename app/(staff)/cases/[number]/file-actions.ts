"use server";

import { revalidatePath } from "next/cache";
import { caseHref } from "#app/(staff)/cases/given.ts";
import { staffAction } from "#lib/entry/action.ts";
import { type DetachFailure, detachFile } from "#lib/features/attachments/removing.ts";
import { detachInput } from "#lib/features/attachments/schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

export const removeFileAction = staffAction(
  detachInput,
  async (ctx, input) => {
    const result = await detachFile(ctx, input);
    if (result.ok) revalidatePath(caseHref(input.number));
    return result;
  },
  (locale, { code }: DetachFailure) => translatorFor(locale, "cases")(`files.failure.${code}`),
);
