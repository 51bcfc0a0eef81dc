import type { Metadata } from "next";
import { Suspense } from "react";
import { ExportList } from "#app/(staff)/export-list.tsx";
import { ListColumns, listOf } from "#app/(staff)/list-columns.tsx";
import { SavedViews } from "#app/(staff)/saved-views.tsx";
import { Page } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { countPeople } from "#lib/features/accounts/people.ts";
import { peopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import { readListState } from "#lib/features/views/state.ts";
import type { Params } from "#lib/table/address.ts";
import { peopleColumns } from "./people-columns.tsx";
import { PeopleFilters } from "./people-filters.tsx";
import { PeopleTable } from "./people-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("users")("title") };
}

export default async function UsersPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words, format } = await pageContext("user:manage");
  const [params, { views }] = await Promise.all([searchParams, listOf("users")]);
  const state = readListState(peopleFilter, params, views);
  const { filter, dropped } = state;
  const t = words("users");
  const given = { t, common: words("common"), format, now: ctx.now(), me: ctx.actor.id };
  const loading = words("table")("loading", { name: t("title") });
  return (
    <Page>
      <PageHead
        title={t("title")}
        actions={
          <>
            <ExportList ctx={ctx} list="users" filter={filter} t={words("exports")} />
            <ButtonLink href="/settings/users/new" variant="primary" icon={<Icon name="plus" />}>
              {t("invite")}
            </ButtonLink>
          </>
        }
      />
      <SavedViews list="users" state={state} count={(filters) => countPeople(ctx, filters)} />
      <PeopleFilters
        filter={filter}
        dropped={dropped}
        tools={<ListColumns list="users" columns={peopleColumns(given, filter)} />}
      />
      <Suspense
        key={JSON.stringify(filter)}
        fallback={<TableSkeleton label={loading} rows={12} columns={7} />}
      >
        <PeopleTable filter={filter} />
      </Suspense>
    </Page>
  );
}
