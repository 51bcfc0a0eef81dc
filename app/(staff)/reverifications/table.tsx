import { arrangementOf } from "#app/(staff)/list-columns.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { can } from "#lib/auth/roles.ts";
import { pageContext } from "#lib/entry/page.ts";
import { listReverifications, listUnknown } from "#lib/features/reverifications/reading.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import { isNarrowedTo } from "#lib/table/address.ts";
import { columnsOf } from "./columns.tsx";
import { unknownColumns } from "./unknown-columns.tsx";

const PATH = "/reverifications";

export async function ReverificationsTable({ filter }: { filter: ReverificationFilter }) {
  const { ctx, words, format } = await pageContext("reverification:read");
  const [t, table, verdicts] = [words("reverifications"), words("table"), words("verdicts")];
  const [listed, arrangement] = await Promise.all([
    listReverifications(ctx, filter),
    arrangementOf("reverifications"),
  ]);
  return (
    <ListTable
      name={t("title")}
      path={PATH}
      filter={filter}
      listed={listed}
      columns={columnsOf({ t, verdicts, format, now: ctx.now() }, filter)}
      arrangement={arrangement}
      rowKey={(row) => row.id}
      t={table}
      nothingYet={
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
      }
    />
  );
}

/** The ones to reconcile, with what is known of each. */
export async function UnknownTable({ filter }: { filter: ReverificationFilter }) {
  const { ctx, words, format } = await pageContext("reverification:read");
  const [t, r] = [words("reverifications"), words("reconciling")];
  const listed = await listUnknown(ctx, filter);
  return (
    <ListTable
      name={t("title")}
      path={PATH}
      filter={filter}
      listed={listed}
      columns={unknownColumns({ t, r, format, now: ctx.now() }, filter)}
      rowKey={(row) => row.id}
      t={words("table")}
      nothingYet={null}
      {...(isNarrowedTo(filter, { state: ["unknown"] })
        ? { noMatch: <EmptyState title={r("list.empty")}>{r("list.emptyText")}</EmptyState> }
        : {})}
    />
  );
}
