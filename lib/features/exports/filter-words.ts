import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { entriesOf, narrowingOf } from "#lib/table/address.ts";
import { startOfDay } from "#lib/time.ts";

type Said = {
  /** Of whom a value is the id. */
  names?: ReadonlyMap<string, string> | undefined;
  /** Of a filter. */
  label: (name: string) => string;
  /** Of one of its values; what has none stands as it is. */
  word: (name: string, value: string) => string | undefined;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What a list is narrowed by and how it is ordered, in words. */
export function filterWords(
  locale: Locale,
  { sort, ...filter }: Readonly<Record<string, unknown>> & { sort: string },
  said: Said,
): { filters: string[]; orderWord: string } {
  const t = translatorFor(locale, "exports");
  const format = formatterFor(locale);
  const wordOf = (name: string, value: string) =>
    said.word(name, value) ??
    said.names?.get(value) ??
    (DAY.test(value) ? format.date(startOfDay(value)) : value);
  const filters = entriesOf(narrowingOf(filter)).map(
    ([name, value]) => `${said.label(name)}: ${wordOf(name, value)}`,
  );
  const isDown = sort.startsWith("-");
  const by = said.label(isDown ? sort.slice(1) : sort);
  return {
    filters: filters.length > 0 ? filters : [t("manifest.noFilters")],
    orderWord: t(isDown ? "manifest.descending" : "manifest.ascending", { by }),
  };
}

type Has = { has: (key: never) => boolean };

/** A message by a key that is put together, or nothing where there is none. */
export function wordAt<T extends Has>(t: T & ((key: never) => string), key: string): string | undefined {
  return t.has(key as never) ? t(key as never) : undefined;
}
