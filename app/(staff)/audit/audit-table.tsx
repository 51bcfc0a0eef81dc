import { DataTable } from "#components/table/data-table.tsx";
import { ListSummary } from "#components/table/list-summary.tsx";
import { Pager } from "#components/table/pager.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { AuditRow } from "#lib/features/audit/service.ts";
import type { AuditFilter } from "#lib/features/audit/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Formatter } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { entriesOf, hrefOf } from "#lib/table/address.ts";
import { pagerLinks, sortLink } from "#lib/table/links.ts";
import type { Listed } from "#lib/table/list.ts";
import { AUDIT_PATH } from "./audit-filters.tsx";
import { auditColumns } from "./columns.tsx";

type Props = {
  ctx: UserCtx;
  list: () => Promise<Listed<AuditRow>>;
  filter: Omit<AuditFilter, "event">;
  /** The event that is open beside the rows. */
  current: string | undefined;
  t: Translator<"audit">;
  tableWords: Translator<"table">;
  format: Formatter;
  locale: Locale;
};

/** The address of the same page of the log with an event open beside it. */
export const eventHref = (filter: Props["filter"], seq: string | undefined): string =>
  hrefOf(AUDIT_PATH, filter, { event: seq, after: filter.after, before: filter.before });

/** What narrows the list, without its order and place. */
function filtersOf({ sort: _, after: _a, before: _b, ...narrowing }: Props["filter"]) {
  return entriesOf(narrowing).length;
}

/** The events of one page, newest first unless asked otherwise. */
export async function AuditTable({ ctx, list, filter, current, t, tableWords, format, locale }: Props) {
  const listed = await list();
  const filters = filtersOf(filter);
  const columns = auditColumns({
    t,
    format,
    locale,
    actor: ctx.actor,
    now: ctx.now(),
    sort: sortLink(AUDIT_PATH, filter, "at"),
    hrefOf: (row) => eventHref(filter, row.seq),
  });
  return (
    <>
      <DataTable
        name={t("title")}
        columns={columns}
        rows={listed.rows}
        rowKey={({ seq }) => seq}
        current={current}
        selected={new Set(current ? [current] : [])}
        empty={
          filters > 0 ? (
            <EmptyState
              title={tableWords("nothingMatches", { count: filters })}
              actions={<ButtonLink href={AUDIT_PATH}>{tableWords("clearFilters")}</ButtonLink>}
            >
              {tableWords("nothingMatchesText")}
            </EmptyState>
          ) : (
            <EmptyState title={tableWords("nothingYet")} />
          )
        }
      />
      <Pager
        summary={<ListSummary t={tableWords} listed={listed} filter={filter} />}
        {...pagerLinks(AUDIT_PATH, filter, listed)}
        words={{ previous: tableWords("previousPage"), next: tableWords("nextPage") }}
      />
    </>
  );
}
