import type { Metadata } from "next";
import { Page } from "#components/shell/page.tsx";
import { AutoRefresh } from "#components/ui/auto-refresh.tsx";
import { buttonClass } from "#components/ui/button-look.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { orNotFound, pageContext, pageWords } from "#lib/entry/page.ts";
import { findImport, refusalTable } from "#lib/features/references/import-reading.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
import { ImportFacts } from "./import-facts.tsx";
import { ImportTold } from "./import-told.tsx";
import { RefusalsTable } from "./refusals-table.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

const LOOK_EVERY_MS = 1_500;

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("imports")("title") };
}

/** One file: how far it is, what it came to, and every line that was refused. */
export default async function OneImportPage({ params, searchParams }: Props) {
  const { ctx, words, format } = await pageContext("reference:import");
  const { id } = await params;
  const found = await orNotFound(ctx, findImport(ctx, id));
  const { filter } = readAddress(refusalTable, await searchParams);
  const t = words("imports");
  const isUnderWay = found.finishedAt === null;
  const hasReport = found.refusedCount > 0 && !found.isReportGone;
  return (
    <Page>
      {isUnderWay ? <AutoRefresh everyMs={LOOK_EVERY_MS} /> : null}
      <PageHead
        title={t("one", { when: format.dateTime(found.startedAt) })}
        back={{ href: "/references/import", label: t("title") }}
        actions={
          hasReport ? (
            // A file, not a page: the router is not to fetch it beforehand.
            <a className={buttonClass({})} href={`/api/references/imports/${found.id}/report`} download>
              {t("refusal.download")}
            </a>
          ) : null
        }
      />
      <div className="flex max-w-160 flex-col gap-4 px-6 pb-4 phone:px-4">
        <ImportTold found={found} />
        <ImportFacts found={found} />
      </div>
      {hasReport ? <RefusalsTable found={found} filter={filter} /> : null}
      {found.isReportGone ? (
        <p className="px-6 text-ink-2 phone:px-4">{t("refusal.gone", { count: found.refusedCount })}</p>
      ) : null}
    </Page>
  );
}
