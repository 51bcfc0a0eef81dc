import type { Metadata } from "next";
import { Suspense } from "react";
import { ExportList } from "#app/(staff)/export-list.tsx";
import { listOf } from "#app/(staff)/list-columns.tsx";
import { SavedViews } from "#app/(staff)/saved-views.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { countProcesses } from "#lib/features/processes/table.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import { readListState } from "#lib/features/views/state.ts";
import type { Params } from "#lib/table/address.ts";
import { AskForList } from "./ask-for-list.tsx";
import { HandedOver } from "./handed-over.tsx";
import { LookUp } from "./look-up.tsx";
import { ProcessesFilters } from "./processes-filters.tsx";
import { ProcessesTable } from "./processes-table.tsx";
import { Recent } from "./recent.tsx";
import { Tabs } from "./tabs.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("processes")("title") };
}

export default async function ProcessesPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words } = await pageContext("process:lookup");
  const [params, { views }] = await Promise.all([searchParams, listOf("processes")]);
  const state = readListState(processFilter, params, views);
  const { filter } = state;
  const t = words("processes");
  const loading = words("table")("loading", { name: t("table.name") });
  return (
    <Page
      dock={
        <>
          <HandedOver />
          <Recent />
        </>
      }
      dockLabel={t("recent")}
    >
      <div className="bg-canvas">
        <PageHead
          title={t("title")}
          actions={<ExportList ctx={ctx} list="processes" filter={filter} t={words("exports")} />}
        />
        <Tabs />
        <LookUp />
      </div>
      <section id="list" aria-labelledby="list-title" className="border-t border-line bg-canvas">
        <h2 id="list-title" className="px-6 pt-4 text-base font-semibold phone:px-4">
          {words("lookups")("aList")}
        </h2>
        <AskForList />
      </section>
      <section id="before" aria-labelledby="before-title" className="border-t border-line">
        <h2 id="before-title" className="px-6 pt-4 text-base font-semibold phone:px-4">
          {t("lookedUpBefore")}
        </h2>
        <SavedViews list="processes" state={state} count={(filters) => countProcesses(ctx, filters)} />
        <ProcessesFilters {...state} />
        <Suspense
          key={JSON.stringify(filter)}
          fallback={<TableSkeleton label={loading} rows={8} columns={5} />}
        >
          <ProcessesTable filter={filter} />
        </Suspense>
      </section>
    </Page>
  );
}
