"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { caseHref } from "#app/(staff)/cases/given.ts";
import { staffAction } from "#lib/entry/action.ts";
import { tagInput } from "#lib/features/cases/schema.ts";
import { type TagFailure, tagCase, untagCase } from "#lib/features/cases/tags.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";

/** A button that removes a tag names it; the other one adds what was written. */
const tagForm = z.preprocess(
  (form: Record<string, unknown>) => ({ ...form, tag: form.remove ?? form.tag }),
  tagInput.extend({ remove: z.string().optional() }),
);

export const tagCaseAction = staffAction(
  tagForm,
  async (ctx, { remove, ...input }) => {
    const result = await (remove === undefined ? tagCase(ctx, input) : untagCase(ctx, input));
    revalidatePath(caseHref(input.number));
    return result.ok ? ok({ isAdded: remove === undefined }) : result;
  },
  (locale, { code }: TagFailure) => translatorFor(locale, "cases")(`tags.${code}`),
);
