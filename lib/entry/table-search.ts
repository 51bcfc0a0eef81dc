import "server-only";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { resolveSearch, type SearchPermission, searchInput } from "#lib/features/subjects/search.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { hrefOf, paramsOf, readAddress } from "#lib/table/address.ts";
import { staffAction } from "./action.ts";
import { sayTooMany } from "./too-many.ts";

type Shape = Record<string, z.ZodType>;

/**
 * The search of a list: words go into its address, a CPF becomes the person's own opaque id. What narrowed the list
 * before stays; the first page shows.
 */
export const tableSearch = <S extends Shape>(
  path: string,
  permission: SearchPermission,
  schema: z.ZodObject<S>,
) =>
  staffAction(
    searchInput,
    async (ctx, input) => {
      const found = await resolveSearch(ctx, permission, input);
      if (!found.ok) return found;
      const { filter } = readAddress(schema, paramsOf(input.state ?? ""));
      redirect(hrefOf(path, filter, { q: undefined, subject: undefined, ...found.value }));
    },
    (locale, failure) =>
      failure.code === "too_many"
        ? sayTooMany(locale, failure)
        : translatorFor(locale, "table")(failure.code),
  );
