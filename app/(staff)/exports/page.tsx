import type { Metadata } from "next";
import { ListColumns, listOf } from "#app/(staff)/list-columns.tsx";
import { SavedViews } from "#app/(staff)/saved-views.tsx";
import { Page } from "#components/shell/page.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { AutoRefresh } from "#components/ui/auto-refresh.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { countExports, listExports } from "#lib/features/exports/listing.ts";
import { readNotices } from "#lib/features/exports/noticing.ts";
import { seesOwnOnly } from "#lib/features/exports/permitted.ts";
import { listSchedules } from "#lib/features/exports/scheduling.ts";
import { sourcesOffered } from "#lib/features/exports/seeing.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import { readListState } from "#lib/features/views/state.ts";
import type { Params } from "#lib/table/address.ts";
import { exportColumns } from "./columns.tsx";
import { ExportNotices } from "./export-notices.tsx";
import { ExportsFilters } from "./exports-filters.tsx";
import { EXPORTS_PATH } from "./paths.ts";
import { Said } from "./said.tsx";
import { Schedules } from "./schedules.tsx";

/** While something is made the page asks how far it is. */
const REFRESH_MS = 2_000;

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("exports")("title") };
}

/** Files that were asked for, how far they are, and where they are to be had. */
export default async function ExportsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words, format } = await pageContext("export:create");
  const [params, { views, arrangement }] = await Promise.all([searchParams, listOf("exports")]);
  const state = readListState(exportFilter, params, views);
  const { filter, dropped } = state;
  const [t, table] = [words("exports"), words("table")];
  const [listed, schedules, notices] = await Promise.all([
    listExports(ctx, filter),
    listSchedules(ctx),
    readNotices(ctx),
  ]);
  const columns = exportColumns({ t, format, now: ctx.now() }, filter);
  const isMoving = listed.rows.some(({ state }) => state === "queued" || state === "running");
  return (
    <Page>
      <PageHead
        title={t("title")}
        count={table(listed.capped ? "countMany" : "count", { count: listed.count })}
      />
      <Said>
        <ExportNotices notices={notices} t={t} />
        <SavedViews list="exports" state={state} count={(filters) => countExports(ctx, filters)} />
        <ExportsFilters
          filter={filter}
          dropped={dropped}
          seesAll={!seesOwnOnly(ctx.actor)}
          lists={sourcesOffered(ctx.actor)}
          t={t}
          table={table}
          tools={<ListColumns list="exports" columns={columns} />}
        />
        <ListTable
          name={t("title")}
          path={EXPORTS_PATH}
          filter={filter}
          listed={listed}
          columns={columns}
          arrangement={arrangement}
          rowKey={({ id }) => id}
          t={table}
          nothingYet={<EmptyState title={t("empty.title")}>{t("empty.text")}</EmptyState>}
        />
        <Schedules schedules={schedules} t={t} format={format} />
      </Said>
      {isMoving ? <AutoRefresh everyMs={REFRESH_MS} /> : null}
    </Page>
  );
}
