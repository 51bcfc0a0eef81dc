"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { grantOf } from "#lib/auth/roles.ts";
import { staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { tableSearch } from "#lib/entry/table-search.ts";
import { countFacets } from "#lib/features/cases/facets.ts";
import { takeNextCase } from "#lib/features/cases/service.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";
import { paramsOf } from "#lib/table/address.ts";
import { CASES_PATH, caseHref } from "./given.ts";
import { readQueue } from "./read-queue.ts";

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

/** What each value in the filter editor would find; asked for once it opens. */
export const countFacetsAction = staffAction(
  z.object({ state: z.string().max(4_000) }),
  async (ctx, { state }) => {
    const isMasked = grantOf(ctx.actor, "case:read") === "masked";
    const { filter } = readQueue(paramsOf(state), isMasked, []);
    const locale = await currentLocale();
    const t = translatorFor(locale, "table");
    const facets = await countFacets(ctx, filter);
    return ok(
      Object.fromEntries(
        facets.map(({ name, value, count, capped }) => [
          `${name}=${value}`,
          t(capped ? "countMany" : "count", { count }),
        ]),
      ),
    );
  },
  () => "",
);

export const searchCasesAction = tableSearch("/cases", "case:read", caseTable);
