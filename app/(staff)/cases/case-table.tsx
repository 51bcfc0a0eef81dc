import { DataTable } from "#components/table/data-table.tsx";
import { ListSummary } from "#components/table/list-summary.tsx";
import { Pager } from "#components/table/pager.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { CaseRow } from "#lib/features/cases/reading.ts";
import type { CaseFilter } from "#lib/features/cases/table-schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { pagerLinks, sortLink } from "#lib/table/links.ts";
import type { Listed } from "#lib/table/list.ts";
import { caseColumns } from "./columns.tsx";
import { CASES_PATH, type Given } from "./given.ts";
import { isView, narrowingOf } from "./views.ts";

type Props = {
  given: Given;
  listed: Promise<Listed<CaseRow>>;
  filter: CaseFilter;
  isMasked: boolean;
};

/** The cases of one page with the ways on. */
export async function CaseTable({ given, listed, filter, isMasked }: Props) {
  const { t, tableWords } = given;
  const found = await listed;
  return (
    <>
      <DataTable
        name={t("title")}
        columns={caseColumns(given, isMasked, (column) => sortLink(CASES_PATH, filter, column))}
        rows={found.rows}
        rowKey={({ number }) => String(number)}
        empty={<NoCases given={given} filter={filter} />}
      />
      <Pager
        summary={<ListSummary t={tableWords} listed={found} filter={filter} />}
        {...pagerLinks(CASES_PATH, filter, found)}
        words={{ previous: tableWords("previousPage"), next: tableWords("nextPage") }}
      />
    </>
  );
}

/** Beside the title. */
export async function CaseCount({ tableWords, listed }: Pick<Given, "tableWords"> & Pick<Props, "listed">) {
  return countWord(tableWords, await listed);
}

const countWord = (t: Translator<"table">, { count, capped }: { count: number; capped: boolean }): string =>
  t(capped ? "countMany" : "count", { count });

/** Why there is nothing, and what to do about it. */
function NoCases({ given: { t, tableWords }, filter }: Pick<Props, "given" | "filter">) {
  if (filter.after !== undefined || filter.before !== undefined) {
    const first = hrefOf(CASES_PATH, filter, {});
    return (
      <EmptyState title={t("empty.page")} actions={<ButtonLink href={first}>{t("empty.first")}</ButtonLink>}>
        {t("empty.pageText")}
      </EmptyState>
    );
  }
  const all = hrefOf(CASES_PATH, { sort: filter.sort });
  if (isView(filter, "open")) {
    return (
      <EmptyState
        glyph="confirmed"
        title={t("empty.queue")}
        actions={<ButtonLink href={all}>{t("empty.all")}</ButtonLink>}
      >
        {t("empty.queueText")}
      </EmptyState>
    );
  }
  const filters = narrowingOf(filter).length;
  if (filters === 0) return <EmptyState title={tableWords("nothingYet")}>{t("empty.queueText")}</EmptyState>;
  return (
    <EmptyState
      title={tableWords("nothingMatches", { count: filters })}
      actions={<ButtonLink href={all}>{tableWords("clearFilters")}</ButtonLink>}
    >
      {tableWords("nothingMatchesText")}
    </EmptyState>
  );
}
