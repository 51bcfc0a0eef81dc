import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { pageWords } from "#lib/entry/page.ts";
import type { ListPage } from "#lib/features/lookups/reading.ts";

type Refused = ListPage["refusedLines"][number] & { place: number };

/** What was taken out of the text that was given, and every line that was not. */
export async function WhatWasRead({ list }: { list: ListPage }) {
  const { words, format } = await pageWords();
  const t = words("lookups");
  const { ids, repeated, refusedLines } = list;
  const columns: Column<Refused>[] = [
    {
      id: "line",
      header: t("read.line"),
      width: "72px",
      align: "end",
      phone: "line1",
      cell: ({ line }) => format.number(line),
    },
    { id: "why", header: t("read.why"), width: "220px", cell: ({ why }) => t(`why.${why}`) },
    {
      id: "given",
      header: t("read.given"),
      phone: "line3",
      cell: ({ said }) =>
        said ? (
          <span className="font-mono text-xs">{said}</span>
        ) : (
          <span className="text-ink-2">{t("read.notKept")}</span>
        ),
    },
  ];
  return (
    <section aria-label={t("read.title")} className="flex flex-col gap-2 px-6 pb-3 phone:px-4">
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        <li>
          <Verdict size={14} glyph="confirmed" word={t("read.ids", { count: ids })} />
        </li>
        {repeated > 0 ? (
          <li>
            <Verdict size={14} glyph="no-answer" word={t("read.repeated", { count: repeated })} />
          </li>
        ) : null}
        {refusedLines.length > 0 ? (
          <li>
            <Verdict size={14} glyph="second-look" word={t("read.refused", { count: refusedLines.length })} />
          </li>
        ) : null}
      </ul>
      {refusedLines.length > 0 ? (
        <details open={refusedLines.length <= 10}>
          <summary className="w-fit cursor-pointer text-accent-text">{t("read.refusedTitle")}</summary>
          <p className="py-1 text-xs text-ink-2">{t("read.all")}</p>
          <div className="max-w-180">
            <DataTable
              flat
              name={t("read.refusedTitle")}
              columns={columns}
              rows={refusedLines.map((refused, place) => ({ ...refused, place }))}
              rowKey={({ place }) => String(place)}
            />
          </div>
        </details>
      ) : null}
    </section>
  );
}
