import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { type ImportFilter, listImports, type ShownImport } from "#lib/features/references/import-reading.ts";
import { sortLink } from "#lib/table/links.ts";

const PATH = "/references/import";

/** What was sent before, and what it came to. */
export async function ImportsTable({ filter }: { filter: ImportFilter }) {
  const { ctx, words, format } = await pageContext("reference:import");
  const t = words("imports");
  const counted = (
    name: "lines" | "added" | "refused",
    of: (row: ShownImport) => number,
  ): Column<ShownImport> => ({
    id: name,
    header: t(`column.${name}`),
    width: "104px",
    align: "end",
    cell: (row) => (
      <span>
        <span className="hidden text-ink-2 phone:inline">{t(`column.${name}`)}: </span>
        {format.number(of(row))}
      </span>
    ),
  });
  const columns: Column<ShownImport>[] = [
    {
      id: "started",
      header: t("column.started"),
      phone: "line1",
      sort: sortLink(PATH, filter, "startedAt"),
      cell: (row) => (
        <Link
          href={`${PATH}/${row.id}`}
          prefetch={false}
          className="link"
          aria-label={t("open", { when: format.dateTime(row.startedAt) })}
        >
          {format.dateTime(row.startedAt)}
        </Link>
      ),
    },
    { id: "state", header: t("column.state"), width: "152px", cell: (row) => t(`state.${row.state}`) },
    { id: "by", header: t("column.by"), hideUnder: "lg", cell: (row) => row.startedBy.name },
    counted("lines", (row) => row.lineCount),
    counted("added", (row) => row.addedCount),
    counted("refused", (row) => row.refusedCount),
  ];
  return (
    <ListTable
      name={t("name")}
      path={PATH}
      filter={filter}
      listed={await listImports(ctx, filter)}
      columns={columns}
      rowKey={(row) => row.id}
      t={words("table")}
      nothingYet={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
    />
  );
}
