import { arrangementOf } from "#app/(staff)/list-columns.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { listProcesses } from "#lib/features/processes/table.ts";
import type { ProcessFilter } from "#lib/features/processes/table-schema.ts";
import { PROCESSES_PATH, processColumns } from "./columns.tsx";

export async function ProcessesTable({ filter }: { filter: ProcessFilter }) {
  const { ctx, words, format } = await pageContext("process:lookup");
  const [t, table, verdicts] = [words("processes"), words("table"), words("verdicts")];
  const [listed, arrangement] = await Promise.all([listProcesses(ctx, filter), arrangementOf("processes")]);
  return (
    <ListTable
      name={t("table.name")}
      path={PROCESSES_PATH}
      filter={filter}
      listed={listed}
      columns={processColumns({ t, verdicts, format, now: ctx.now() }, filter)}
      arrangement={arrangement}
      rowKey={(row) => row.id}
      t={table}
      nothingYet={<EmptyState title={t("table.empty")}>{t("table.emptyText")}</EmptyState>}
    />
  );
}
