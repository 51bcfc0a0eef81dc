import "server-only";
import type { Locale } from "#lib/i18n/locale.ts";
import { entriesOf, paramsOf } from "#lib/table/address.ts";
import type { ExportList } from "./list.ts";
import { columnsOf } from "./query.ts";
import type { Asked, AskInput } from "./schema.ts";

/** What a form asks for, as it is kept. */
export const askedOf = (list: ExportList, input: AskInput, locale: Locale): Asked => ({
  params: paramsFrom(input.state),
  keys: input.keys.length > 0 ? input.keys : null,
  columns: columnsOf(list, input.columns).map(({ id }) => id),
  separator: input.separator,
  bom: input.bom,
  locale,
});

/** An address's query as lists of values, without the place in the list. */
function paramsFrom(state: string): Asked["params"] {
  const { after: _, before: __, view: ___, ...params } = paramsOf(state);
  const names = Object.keys(params);
  return Object.fromEntries(
    names.map((name) => [name, entriesOf({ [name]: params[name] }).map(([, value]) => value)]),
  );
}
