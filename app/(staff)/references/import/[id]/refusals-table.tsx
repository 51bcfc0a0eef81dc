import type { Column } from "#components/table/data-table.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { pageContext } from "#lib/entry/page.ts";
import {
  listRefusals,
  type RefusalFilter,
  type ShownImport,
  type ShownRefusal,
} from "#lib/features/references/import-reading.ts";
import { sortLink } from "#lib/table/links.ts";

/** Each refused line, which field it was and why; never what stood there. */
export async function RefusalsTable({ found, filter }: { found: ShownImport; filter: RefusalFilter }) {
  const { ctx, words, format } = await pageContext("reference:import");
  const t = words("imports");
  const path = `/references/import/${found.id}`;
  const columns: Column<ShownRefusal>[] = [
    {
      id: "line",
      header: t("refusal.line"),
      width: "104px",
      align: "end",
      sort: sortLink(path, filter, "line"),
      cell: (row) => format.number(row.line),
    },
    {
      id: "field",
      header: t("refusal.field"),
      width: "184px",
      phone: "line1",
      cell: (row) => t(`field.${row.field}`),
    },
    { id: "reason", header: t("refusal.reason"), phone: "line3", cell: (row) => t(`reason.${row.reason}`) },
  ];
  return (
    <section aria-labelledby="refused-lines">
      <h2 id="refused-lines" className="px-6 pb-2 text-base font-semibold phone:px-4">
        {t("refusal.title")}
      </h2>
      <ListTable
        name={t("refusal.name")}
        path={path}
        filter={filter}
        listed={await listRefusals(ctx, found.id, filter)}
        columns={columns}
        rowKey={(row) => row.id}
        t={words("table")}
        nothingYet={<EmptyState title={t("refusal.none")}>{t("refusal.noneText")}</EmptyState>}
      />
    </section>
  );
}
