import Link from "next/link";
import { OUTCOME_GLYPHS } from "#app/(staff)/processes/outcome-words.ts";
import type { Column } from "#components/table/data-table.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { MiniScore } from "#components/ui/score.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { type ItemRow, type ListPage, listItems } from "#lib/features/lookups/reading.ts";
import { hrefOfList } from "#lib/features/lookups/schema.ts";
import type { ItemFilter } from "#lib/features/lookups/table-schema.ts";
import { hrefOfProcess } from "#lib/features/processes/schema.ts";
import { sortLink } from "#lib/table/links.ts";
import { itemWords } from "./item-words.ts";
import { STATE_GLYPHS } from "./state-glyphs.ts";

/** Each id of the list in the order given, with what became of it. */
export async function Items({ list, filter }: { list: ListPage; filter: ItemFilter }) {
  const { ctx, words, locale } = await pageContext("process:lookup");
  const t = words("lookups");
  const processes = words("processes");
  const verdicts = words("verdicts");
  const path = hrefOfList(list.id);
  const listed = await listItems(ctx, list, filter);
  const { resultOf, happenedTo } = itemWords(locale);
  const columns: Column<ItemRow>[] = [
    {
      id: "line",
      header: t("table.line"),
      width: "72px",
      align: "end",
      phone: "end",
      sort: sortLink(path, filter, "line"),
      cell: ({ line }) => <span className="text-ink-2">{line}</span>,
    },
    {
      id: "process",
      header: t("table.process"),
      width: "312px",
      phone: "line1",
      cell: ({ processId, process }) =>
        process ? (
          <Link
            href={hrefOfProcess(processId)}
            prefetch={false}
            className="font-mono text-xs text-accent-text"
          >
            {processId}
          </Link>
        ) : (
          <span className="font-mono text-xs text-ink-2">{processId}</span>
        ),
    },
    {
      id: "result",
      header: t("table.result"),
      width: "200px",
      cell: (row) => (
        <Verdict
          glyph={row.process ? OUTCOME_GLYPHS[row.process.outcome] : STATE_GLYPHS[row.state]}
          word={resultOf(row)}
        />
      ),
    },
    {
      id: "happened",
      header: t("table.happened"),
      phone: "line3",
      hideUnder: "lg",
      cell: (row) => {
        const said = happenedTo(row);
        return <span title={said}>{said}</span>;
      },
    },
    {
      id: "score",
      header: t("table.score"),
      width: "124px",
      align: "end",
      phone: "line3-end",
      hideUnder: "xl",
      cell: ({ process }) =>
        process ? (
          <MiniScore score={process.score} noScoreLabel={verdicts("noScore")} />
        ) : (
          <span className="text-ink-3">{t("table.notLookedUp")}</span>
        ),
    },
  ];
  return (
    <ListTable
      name={processes("table.name")}
      path={path}
      filter={filter}
      listed={listed}
      columns={columns}
      rowKey={({ key }) => key}
      t={words("table")}
      nothingYet={<EmptyState title={t("table.empty")} />}
    />
  );
}
