import type { Metadata } from "next";
import { Suspense } from "react";
import { ExportList } from "#app/(staff)/export-list.tsx";
import { listOf } from "#app/(staff)/list-columns.tsx";
import { SavedViews } from "#app/(staff)/saved-views.tsx";
import { Page } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { countReferences, mayImport, readableFilter } from "#lib/features/references/service.ts";
import { referenceFilter } from "#lib/features/references/table-schema.ts";
import { readListState } from "#lib/features/views/state.ts";
import type { Params } from "#lib/table/address.ts";
import { ReferencesFilters } from "./references-filters.tsx";
import { ReferencesTable } from "./references-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("references")("title") };
}

export default async function ReferencesPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words } = await pageContext("reference:read");
  const [params, { views }] = await Promise.all([searchParams, listOf("references")]);
  const state = readListState(referenceFilter, params, views, {
    seen: (filter) => readableFilter(ctx, filter),
  });
  const { filter } = state;
  const t = words("references");
  const loading = words("table")("loading", { name: t("name") });
  return (
    <Page>
      <PageHead
        title={t("title")}
        actions={
          <>
            <ExportList ctx={ctx} list="references" filter={filter} t={words("exports")} />
            {mayImport(ctx) ? (
              <ButtonLink href="/references/import">{words("imports")("link")}</ButtonLink>
            ) : null}
          </>
        }
      />
      <SavedViews list="references" state={state} count={(filters) => countReferences(ctx, filters)} />
      <ReferencesFilters {...state} />
      <Suspense
        key={JSON.stringify(filter)}
        fallback={<TableSkeleton label={loading} rows={12} columns={6} />}
      >
        <ReferencesTable filter={filter} />
      </Suspense>
    </Page>
  );
}
