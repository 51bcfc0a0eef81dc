"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { staffAction } from "#lib/entry/action.ts";
import { tableSearch } from "#lib/entry/table-search.ts";
import { sayTooMany } from "#lib/entry/too-many.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { flagInput } from "#lib/features/cases/schema.ts";
import type { TooMany } from "#lib/features/limits/limits.ts";
import type { LookUpTrouble } from "#lib/features/processes/rules.ts";
import { hrefOfProcess, lookUpInput } from "#lib/features/processes/schema.ts";
import { type Cooling, lookUpProcess, refreshProcess } from "#lib/features/processes/service.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

function sayTrouble(locale: Locale, failure: { code: LookUpTrouble } | TooMany | Cooling): string {
  if (failure.code === "too_many") return sayTooMany(locale, failure);
  const t = translatorFor(locale, "processes");
  if (failure.code === "cooling") return t("cooling", { seconds: failure.retryAfterS });
  return `${t(`trouble.${failure.code}.title`)}. ${t(`trouble.${failure.code}.text`)}`;
}

export const lookUpAction = staffAction(
  lookUpInput,
  async (ctx, input) => {
    const found = await lookUpProcess(ctx, input);
    if (!found.ok) return found;
    redirect(hrefOfProcess(found.value.id, found.value.trouble));
  },
  sayTrouble,
);

export const refreshAction = staffAction(
  lookUpInput,
  async (ctx, input) => {
    const found = await refreshProcess(ctx, input);
    if (!found.ok) return found;
    revalidatePath(hrefOfProcess(found.value.id));
    redirect(hrefOfProcess(found.value.id, found.value.trouble));
  },
  sayTrouble,
);

export const flagAction = staffAction(
  flagInput,
  async (ctx, input) => {
    const flagged = await flagCase(ctx, input);
    if (flagged.ok && input.processId) revalidatePath(hrefOfProcess(input.processId));
    return flagged;
  },
  (locale, { code }) => translatorFor(locale, "processes")(`flag.${code}`),
);

export const searchProcessesAction = tableSearch("/processes", "process:lookup", processFilter);
