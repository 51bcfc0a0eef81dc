"use server";

import { tableSearch } from "#lib/entry/table-search.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";

export const searchReverificationsAction = tableSearch(
  "/reverifications",
  "reverification:read",
  reverificationTable,
);
