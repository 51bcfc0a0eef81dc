import "server-only";
import type { Locale } from "#lib/i18n/locale.ts";
import { entriesOf, paramsOf } from "#lib/table/address.ts";
import type { Asked, AskInput } from "./schema.ts";
import type { ExportSource } from "./source.ts";

/** What a form asks for, as it is kept. */
export const askedOf = (source: ExportSource, input: AskInput, locale: Locale): Asked => ({
  params: paramsFrom(input.state),
  keys: input.keys.length > 0 ? input.keys : null,
  columns: chosenOf(source.columns, input.columns),
  separator: input.separator,
  bom: input.bom,
  locale,
});

/** In the order of the source; all of them where none is known. */
function chosenOf(all: readonly string[], asked: readonly string[]): string[] {
  const chosen = all.filter((id) => asked.includes(id));
  return chosen.length > 0 ? chosen : [...all];
}

/** An address's query as lists of values, without the place in the list. */
function paramsFrom(state: string): Asked["params"] {
  const { after: _, before: __, view: ___, ...params } = paramsOf(state);
  const names = Object.keys(params);
  return Object.fromEntries(
    names.map((name) => [name, entriesOf({ [name]: params[name] }).map(([, value]) => value)]),
  );
}
