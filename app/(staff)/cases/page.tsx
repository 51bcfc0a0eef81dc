import type { Metadata } from "next";
import { Suspense } from "react";
import { ExportList } from "#app/(staff)/export-list.tsx";
import { arrangeListAction } from "#app/(staff)/list-actions.ts";
import { listOf } from "#app/(staff)/list-columns.tsx";
import { Page } from "#components/shell/page.tsx";
import { ArrangeList } from "#components/table/arrange-list.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { can, grantOf } from "#lib/auth/roles.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { listChoices } from "#lib/features/cases/choices.ts";
import { seenUntilNow } from "#lib/features/cases/news.ts";
import { listCases } from "#lib/features/cases/reading.ts";
import type { Params } from "#lib/table/address.ts";
import { Decided } from "./[number]/decided.tsx";
import { Bulk } from "./bulk.tsx";
import { CaseFilters } from "./case-filters.tsx";
import { CaseCount, CaseTable } from "./case-table.tsx";
import { CaseViews } from "./case-views.tsx";
import { columnNames } from "./columns.tsx";
import { paramWord } from "./filter-words.ts";
import type { Given } from "./given.ts";
import { QueueNews } from "./queue-news.tsx";
import { readQueue } from "./read-queue.ts";
import { TakeNext } from "./take-next.tsx";
import { viewsFor } from "./views.ts";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("cases")("title") };
}

/** The queue: a filtered table whose state is the address. */
export default async function CasesPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words, format } = await pageContext("case:read");
  const isMasked = grantOf(ctx.actor, "case:read") === "masked";
  const mayWork = can(ctx.actor, "case:work");
  const mayBulk = can(ctx.actor, "case:bulk");
  const [params, { arrangement, views }] = await Promise.all([searchParams, listOf("cases")]);
  const queue = readQueue(params, isMasked, views);
  const { filter, dropped } = queue;
  const [t, tableWords, bulk] = [words("cases"), words("table"), words("bulk")];
  const given: Given = { ctx, t, verdicts: words("verdicts"), tableWords, format, now: ctx.now() };
  // Of what the list is read from: a replica shows later what counts here as seen.
  const since = seenUntilNow({ ...ctx, db: ctx.readDb });
  // Only once it is known from where news counts: what comes between the two is told rather than missed.
  const listed = since.then(() => listCases(ctx, filter));
  const choices = await listChoices(ctx, filter);
  return (
    <Page>
      <Decided params={params} given={given} hasNext={false} />
      <PageHead
        title={t("title")}
        count={
          <Suspense fallback={null}>
            <CaseCount tableWords={tableWords} listed={listed} />
          </Suspense>
        }
        actions={
          <>
            <ExportList ctx={ctx} list="cases" filter={filter} t={words("exports")} />
            {mayWork ? <TakeNext words={{ take: t("takeNext"), taking: t("taking") }} /> : null}
          </>
        }
      />
      <CaseViews given={given} queue={queue} views={viewsFor({ mayWork, isMasked })} />
      <CaseFilters
        given={given}
        queue={queue}
        isMasked={isMasked}
        choices={choices}
        dropped={dropped.map((name) => paramWord(t, name))}
        news={
          <>
            <Suspense fallback={null}>
              <QueueNews filter={filter} since={since} listed={listed} />
            </Suspense>
            <ArrangeList
              action={arrangeListAction}
              list="cases"
              columns={columnNames(t, isMasked)}
              arrangement={arrangement}
              t={tableWords}
            />
          </>
        }
      />
      <Suspense
        fallback={<TableSkeleton label={tableWords("loading", { name: t("title") })} rows={12} columns={8} />}
      >
        <CaseTable
          given={given}
          listed={listed}
          filter={filter}
          isMasked={isMasked}
          arrangement={arrangement}
          select={
            mayBulk ? { all: bulk("selectAll"), one: (number) => bulk("selectOne", { number }) } : undefined
          }
        />
      </Suspense>
      {mayBulk ? (
        <Suspense fallback={null}>
          <Bulk given={given} t={bulk} exportWords={words("exports")} filter={filter} listed={listed} />
        </Suspense>
      ) : null}
    </Page>
  );
}
