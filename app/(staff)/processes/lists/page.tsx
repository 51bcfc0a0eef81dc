import type { Metadata } from "next";
import { AskForList } from "#app/(staff)/processes/ask-for-list.tsx";
import { Tabs } from "#app/(staff)/processes/tabs.tsx";
import { Page } from "#components/shell/page.tsx";
import { DroppedNote } from "#components/table/dropped-note.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { listLists } from "#lib/features/lookups/reading.ts";
import { seesEveryList } from "#lib/features/lookups/rules.ts";
import { listsAddress } from "#lib/features/lookups/table-schema.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
import { listColumns } from "./columns.tsx";

const PATH = "/processes/lists";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("lookups")("title") };
}

/** One's own lists, or for managers those of everybody; and another one. */
export default async function ListsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words, format } = await pageContext("process:lookup");
  const { filter, dropped } = readAddress(listsAddress, await searchParams);
  const listed = await listLists(ctx, filter);
  const t = words("lookups");
  const table = words("table");
  return (
    <Page>
      <div className="bg-canvas">
        <PageHead title={t("title")} />
        <Tabs current="lists" />
        <AskForList />
      </div>
      <DroppedNote names={dropped} t={table} className="py-2" />
      <ListTable
        name={t("title")}
        path={PATH}
        filter={filter}
        listed={listed}
        columns={listColumns({ t, format, now: ctx.now(), filter, hasOthers: seesEveryList(ctx) })}
        rowKey={({ id }) => id}
        t={table}
        nothingYet={<EmptyState title={t("table.none")}>{t("table.noneText")}</EmptyState>}
      />
    </Page>
  );
}
