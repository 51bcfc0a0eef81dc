import type { z } from "zod";
import type { Searched } from "#lib/features/references/search.ts";
import { hrefOf, readAddress } from "#lib/table/address.ts";

type Shape = Record<string, z.ZodType>;

/** The address of a table in the state that a posted search came from, now with what was searched for. */
export function searchedAddress<S extends Shape>(
  path: string,
  schema: z.ZodObject<S>,
  state: string | undefined,
  searched: Searched,
): string {
  const query = new URLSearchParams(state);
  const params = Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));
  const { filter } = readAddress(schema, params);
  return hrefOf(path, filter, { q: undefined, subject: undefined, ...searched });
}
