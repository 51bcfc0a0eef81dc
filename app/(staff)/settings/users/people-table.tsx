import { arrangementOf } from "#app/(staff)/list-columns.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { listPeople } from "#lib/features/accounts/people.ts";
import type { PeopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import { peopleColumns } from "./people-columns.tsx";
import { USERS_PATH } from "./people-filters.tsx";

export async function PeopleTable({ filter }: { filter: PeopleFilter }) {
  const { ctx, words, format } = await pageContext("user:manage");
  const [t, common] = [words("users"), words("common")];
  const [listed, arrangement] = await Promise.all([listPeople(ctx, filter), arrangementOf("users")]);
  return (
    <ListTable
      name={t("title")}
      path={USERS_PATH}
      filter={filter}
      listed={listed}
      columns={peopleColumns({ t, common, format, now: ctx.now(), me: ctx.actor.id }, filter)}
      arrangement={arrangement}
      rowKey={({ id }) => id}
      t={words("table")}
      nothingYet={<EmptyState title={t("none")}>{t("emptyText")}</EmptyState>}
    />
  );
}
