import type { Translator } from "#lib/i18n/translator.ts";

type Props = {
  t: Translator<"table">;
  listed: { rows: readonly unknown[]; count: number; capped: boolean };
  /** Where the page stands; pages by key have no number but the first. */
  filter: { after?: unknown; before?: unknown };
};

/** Which rows stand here, and of how many. */
export function ListSummary({ t, listed: { rows, count, capped }, filter }: Props) {
  const isFirst = filter.after === undefined && filter.before === undefined;
  const total = t(capped ? "countMany" : "count", { count });
  const shown = { from: 1, to: rows.length, total: count };
  return (
    <span role="status">
      {rows.length === 0
        ? total
        : isFirst
          ? t(capped ? "spanMany" : "span", shown)
          : t("shownOf", { shown: rows.length, total })}
    </span>
  );
}
