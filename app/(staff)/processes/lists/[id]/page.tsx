import type { Metadata } from "next";
import { Tabs } from "#app/(staff)/processes/tabs.tsx";
import { Page } from "#components/shell/page.tsx";
import { DroppedNote } from "#components/table/dropped-note.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-look.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { orNotFound, pageContext, pageWords } from "#lib/entry/page.ts";
import { readList } from "#lib/features/lookups/reading.ts";
import { itemFilter } from "#lib/features/lookups/table-schema.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
import { Items } from "./items.tsx";
import { Narrow } from "./narrow.tsx";
import { Progress } from "./progress.tsx";
import { WhatWasRead } from "./what-was-read.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("lookups")("aList") };
}

/** One list: how far it is, and what was found of each id. */
export default async function ListPage({ params, searchParams }: Props) {
  const { ctx, words, format } = await pageContext("process:lookup");
  const { id } = await params;
  const list = await orNotFound(ctx, readList(ctx, id));
  const { filter, dropped } = readAddress(itemFilter, await searchParams);
  const t = words("lookups");
  return (
    <Page>
      <div className="bg-canvas">
        <PageHead
          title={t("one", { when: format.dateTime(list.askedAt) })}
          actions={
            <>
              <a className={buttonClass({})} href={`/api/processes/lists/${list.id}/file`} download>
                {t("download")}
              </a>
              <ButtonLink href={`/processes?list=${list.id}#before`} prefetch={false}>
                {t("among")}
              </ButtonLink>
            </>
          }
          meta={
            list.isOwn ? null : (
              <span className="text-ink-2">{t("progress.by", { name: list.askedBy.name })}</span>
            )
          }
        />
        <Tabs current="lists" />
      </div>
      <Progress list={list} />
      <WhatWasRead list={list} />
      <DroppedNote names={dropped} t={words("table")} />
      <Narrow list={list} filter={filter} />
      <Items list={list} filter={filter} />
    </Page>
  );
}
