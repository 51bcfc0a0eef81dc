import type { Metadata } from "next";
import { Suspense } from "react";
import { ExportList } from "#app/(staff)/export-list.tsx";
import { listOf } from "#app/(staff)/list-columns.tsx";
import { Page } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { can } from "#lib/auth/roles.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { readListState } from "#lib/features/views/state.ts";
import type { Params } from "#lib/table/address.ts";
import { ReverificationsFilters } from "./filters.tsx";
import { ReverificationsTable, UnknownTable } from "./table.tsx";
import { isOfUnknown, ReverificationViews } from "./views.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("reverifications")("title") };
}

export default async function ReverificationsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words } = await pageContext("reverification:read");
  const [params, { views }] = await Promise.all([searchParams, listOf("reverifications")]);
  const state = readListState(reverificationTable, params, views);
  const { filter } = state;
  const t = words("reverifications");
  const loading = words("table")("loading", { name: t("title") });
  return (
    <Page>
      <PageHead
        title={t("title")}
        actions={
          <>
            <ExportList ctx={ctx} list="reverifications" filter={filter} t={words("exports")} />
            {can(ctx.actor, "reverification:start") ? (
              <ButtonLink href="/reverifications/new" variant="primary" icon={<Icon name="plus" size={14} />}>
                {t("newTitle")}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <ReverificationViews state={state} />
      <ReverificationsFilters {...state} />
      <Suspense
        key={JSON.stringify(filter)}
        fallback={<TableSkeleton label={loading} rows={12} columns={6} />}
      >
        {isOfUnknown(filter) ? <UnknownTable filter={filter} /> : <ReverificationsTable filter={filter} />}
      </Suspense>
    </Page>
  );
}
