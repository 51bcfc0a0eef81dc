"use server";

import { tableSearch } from "#lib/entry/table-search.ts";
import { referenceFilter } from "#lib/features/references/table-schema.ts";

export const searchReferencesAction = tableSearch("/references", "reference:read", referenceFilter);
