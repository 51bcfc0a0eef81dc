import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Translator } from "#lib/i18n/translator.ts";
import { entriesOf, hrefOf, narrowingOf } from "#lib/table/address.ts";
import { pagerLinks } from "#lib/table/links.ts";
import { type Arrangement, arranged } from "./arranged.ts";
import { type Column, DataTable, type Place } from "./data-table.tsx";
import { ListSummary } from "./list-summary.tsx";
import { Pager } from "./pager.tsx";
import { type SelectWords, selectColumn } from "./select-column.tsx";

type State = Readonly<Record<string, unknown>> & { sort: string; after?: unknown; before?: unknown };
type Props<Row> = {
  name: string;
  /** Path of the list, without parameters. */
  path: string;
  filter: State;
  listed: {
    rows: Row[];
    keys: string[];
    hasPrevious: boolean;
    hasNext: boolean;
    count: number;
    capped: boolean;
  };
  columns: readonly Column<Row>[];
  /** How the reader has it drawn. */
  arrangement?: Arrangement | undefined;
  rowKey: (row: Row) => string;
  /** Draws the rows from something else than the columns' own cells. */
  drawRows?: (places: readonly Place[]) => ReactNode;
  /** Where rows can be selected. */
  select?: SelectWords | undefined;
  current?: string | undefined;
  t: Translator<"table">;
  /** Shown where there is nothing at all; where filters left nothing, the list says so itself. */
  nothingYet: ReactNode;
  /** Says more than that no row matches, where a view has its own words for being empty. */
  noMatch?: ReactNode;
};

/** One page of a list: its rows, or why there are none, and the ways on. */
export function ListTable<Row>({
  name,
  path,
  filter,
  listed,
  columns,
  arrangement,
  rowKey,
  drawRows,
  select,
  current,
  t,
  nothingYet,
  noMatch,
}: Props<Row>) {
  const { after, before, sort } = filter;
  const filters = entriesOf(narrowingOf(filter)).length;
  const isBeyond = after !== undefined || before !== undefined;
  return (
    <>
      <DataTable
        name={name}
        columns={[
          ...(select ? [selectColumn(rowKey, select)] : []),
          ...arranged(columns, arrangement?.columns ?? []),
        ]}
        density={arrangement?.density}
        rows={listed.rows}
        rowKey={rowKey}
        drawRows={drawRows}
        current={current}
        {...(current ? { selected: new Set([current]) } : {})}
        empty={
          isBeyond ? (
            <EmptyState
              title={t("emptyPage")}
              actions={<ButtonLink href={hrefOf(path, filter)}>{t("firstPage")}</ButtonLink>}
            >
              {t("emptyPageText")}
            </EmptyState>
          ) : filters > 0 ? (
            (noMatch ?? (
              <EmptyState
                title={t("nothingMatches", { count: filters })}
                actions={<ButtonLink href={hrefOf(path, { sort })}>{t("clearFilters")}</ButtonLink>}
              >
                {t("nothingMatchesText")}
              </EmptyState>
            ))
          ) : (
            nothingYet
          )
        }
      />
      <Pager
        summary={<ListSummary t={t} listed={listed} filter={filter} />}
        {...pagerLinks(path, filter, listed)}
        words={{ previous: t("previousPage"), next: t("nextPage") }}
      />
    </>
  );
}
