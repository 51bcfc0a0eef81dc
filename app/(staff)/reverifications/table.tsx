import { DataTable } from "#components/table/data-table.tsx";
import { ListSummary } from "#components/table/list-summary.tsx";
import { Pager } from "#components/table/pager.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { can } from "#lib/auth/roles.ts";
import { pageContext } from "#lib/entry/page.ts";
import { listReverifications } from "#lib/features/reverifications/reading.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import { entriesOf } from "#lib/table/address.ts";
import { pagerLinks } from "#lib/table/links.ts";
import { columnsOf } from "./columns.tsx";

const PATH = "/reverifications";

export async function ReverificationsTable({ filter }: { filter: ReverificationFilter }) {
  const { ctx, words, format } = await pageContext("reverification:read");
  const [t, table, verdicts] = [words("reverifications"), words("table"), words("verdicts")];
  const listed = await listReverifications(ctx, filter);
  const { sort: ___, after: _, before: __, ...narrowing } = filter;
  const filters = entriesOf(narrowing).length;
  return (
    <>
      <DataTable
        name={t("title")}
        columns={columnsOf({ t, verdicts, format, now: ctx.now() }, filter)}
        rows={listed.rows}
        rowKey={(row) => row.id}
        empty={
          filters > 0 ? (
            <EmptyState
              title={table("nothingMatches", { count: filters })}
              actions={<ButtonLink href={PATH}>{table("clearFilters")}</ButtonLink>}
            >
              {table("nothingMatchesText")}
            </EmptyState>
          ) : (
            <EmptyState
              title={t("list.empty")}
              actions={
                can(ctx.actor, "reverification:start") ? (
                  <ButtonLink href={`${PATH}/new`}>{t("newTitle")}</ButtonLink>
                ) : null
              }
            >
              {t("list.emptyText")}
            </EmptyState>
          )
        }
      />
      <Pager
        summary={<ListSummary t={table} listed={listed} filter={filter} />}
        {...pagerLinks(PATH, filter, listed)}
        words={{ previous: table("previousPage"), next: table("nextPage") }}
      />
    </>
  );
}
