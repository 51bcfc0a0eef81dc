import type { Metadata } from "next";
import { Suspense } from "react";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { can, grantOf } from "#lib/auth/roles.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { listCases } from "#lib/features/cases/reading.ts";
import type { Params } from "#lib/table/address.ts";
import { CaseFilters } from "./case-filters.tsx";
import { CaseCount, CaseTable } from "./case-table.tsx";
import { CaseViews } from "./case-views.tsx";
import { paramWord } from "./filter-words.ts";
import type { Given } from "./given.ts";
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
  const queue = readQueue(await searchParams, isMasked);
  const { filter, dropped } = queue;
  const [t, tableWords] = [words("cases"), words("table")];
  const given: Given = { ctx, t, verdicts: words("verdicts"), tableWords, format, now: ctx.now() };
  const listed = listCases(ctx, filter);
  return (
    <Page>
      <PageHead
        title={t("title")}
        count={
          <Suspense fallback={null}>
            <CaseCount tableWords={tableWords} listed={listed} />
          </Suspense>
        }
        actions={mayWork ? <TakeNext words={{ take: t("takeNext"), taking: t("taking") }} /> : null}
      />
      <CaseViews given={given} filter={filter} views={viewsFor({ mayWork, isMasked })} />
      <CaseFilters
        given={given}
        queue={queue}
        isMasked={isMasked}
        dropped={dropped.map((name) => paramWord(t, name))}
      />
      <Suspense
        fallback={<TableSkeleton label={tableWords("loading", { name: t("title") })} rows={12} columns={8} />}
      >
        <CaseTable given={given} listed={listed} filter={filter} isMasked={isMasked} />
      </Suspense>
    </Page>
  );
}
