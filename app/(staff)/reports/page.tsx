import type { Metadata } from "next";
import { Suspense } from "react";
import { ExportList } from "#app/(staff)/export-list.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { callPrice } from "#lib/entry/environment.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { periodOf } from "#lib/features/reports/period.ts";
import { reportFilter } from "#lib/features/reports/schema.ts";
import { readChoices } from "#lib/features/reports/service.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
import { startOfDay } from "#lib/time.ts";
import { ReportFilters } from "./report-filters.tsx";
import { ReportPanels } from "./report-panels.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("reports")("title") };
}

export default async function ReportsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words, format } = await pageContext("report:read");
  const { filter, dropped } = readAddress(reportFilter, await searchParams);
  const r = words("reports");
  const said = { r, verdicts: words("verdicts"), cases: words("cases"), format };
  const choices = await readChoices(ctx);
  const now = ctx.now();
  const period = periodOf(filter, now);
  const day = (name: string) => format.date(startOfDay(name));
  return (
    <Page>
      <PageHead
        title={r("title")}
        meta={
          <span className="text-ink-2">
            {choices.isOwn ? `${r("ownTitle")}, ` : ""}
            {r("span", { from: day(period.from), to: day(period.to), days: period.days })}
          </span>
        }
        actions={
          <>
            <span className="text-xs text-ink-3">{r("asOf", { time: format.clock(now) })}</span>
            <span className="not-on-paper">
              <ExportList ctx={ctx} list="report" filter={filter} t={words("exports")} />
            </span>
          </>
        }
      />
      <ReportFilters words={said} filter={filter} period={period} choices={choices} dropped={dropped} />
      <Suspense
        key={JSON.stringify(filter)}
        fallback={<TableSkeleton label={r("loading")} rows={20} columns={4} />}
      >
        <ReportPanels ctx={ctx} words={said} filter={filter} price={callPrice()} />
      </Suspense>
    </Page>
  );
}
