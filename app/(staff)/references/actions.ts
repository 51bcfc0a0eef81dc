"use server";

import { redirect } from "next/navigation";
import { staffAction } from "#lib/entry/action.ts";
import { resolveSearch, searchInput } from "#lib/features/references/search.ts";
import { referenceFilter } from "#lib/features/references/table-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { searchedAddress } from "./searched-address.ts";

export const searchReferencesAction = staffAction(
  searchInput,
  async (ctx, input) => {
    const found = await resolveSearch(ctx, "reference:read", input);
    if (!found.ok) return found;
    redirect(searchedAddress("/references", referenceFilter, input.state, found.value));
  },
  (locale, { code }) => translatorFor(locale, "references")(`search.${code}`),
);
