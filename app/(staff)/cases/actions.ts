"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { staffAction } from "#lib/entry/action.ts";
import { tableSearch } from "#lib/entry/table-search.ts";
import { takeNextCase } from "#lib/features/cases/service.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { CASES_PATH, caseHref } from "./given.ts";

export const takeNextAction = staffAction(
  z.object({}),
  async (ctx) => {
    const taken = await takeNextCase(ctx);
    if (taken.ok) redirect(caseHref(taken.value.number));
    revalidatePath(CASES_PATH);
    return taken;
  },
  (locale) => translatorFor(locale, "cases")("noneDue"),
);

export const searchCasesAction = tableSearch("/cases", "case:read", caseTable);
