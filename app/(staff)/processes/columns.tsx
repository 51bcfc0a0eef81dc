import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import { IdText } from "#components/ui/id-text.tsx";
import { MiniScore } from "#components/ui/score.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { hrefOfProcess } from "#lib/features/processes/schema.ts";
import type { ProcessRow } from "#lib/features/processes/table.ts";
import type { ProcessFilter } from "#lib/features/processes/table-schema.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { sortLink } from "#lib/table/links.ts";
import { OUTCOME_GLYPHS, sayHappened } from "./outcome-words.ts";

export const PROCESSES_PATH = "/processes";

type Given = {
  t: Translator<"processes">;
  verdicts: Translator<"verdicts">;
  format: Formatter;
  now: Date;
};

/** The columns of what was looked up; `filter` makes the heads sort. */
export const processColumns = (
  { t, verdicts, format, now }: Given,
  filter: ProcessFilter,
): Column<ProcessRow>[] => [
  {
    id: "process",
    header: t("table.process"),
    width: "140px",
    phone: "line1",
    cell: (row) => (
      <Link href={hrefOfProcess(row.id)} prefetch={false} className="text-accent-text">
        <IdText id={row.id} />
      </Link>
    ),
  },
  {
    id: "result",
    header: t("table.result"),
    width: "200px",
    cell: (row) => <Verdict glyph={OUTCOME_GLYPHS[row.outcome]} word={t(`outcome.${row.outcome}`)} />,
  },
  {
    id: "happened",
    header: t("table.happened"),
    phone: "line3",
    cell: (row) => {
      const said = sayHappened(verdicts, row);
      return <span title={said}>{said}</span>;
    },
  },
  {
    id: "customer",
    header: t("table.customer"),
    width: "160px",
    phone: "line3",
    hideUnder: "lg",
    cell: (row) => row.person?.name ?? <span className="text-ink-2">{t("table.nobody")}</span>,
  },
  {
    id: "cpf",
    header: t("table.cpf"),
    width: "124px",
    phone: "hidden",
    hideUnder: "xl",
    cell: (row) => (
      <span className={row.person ? "font-mono text-xs" : "text-ink-2"}>
        {row.person?.cpf ?? t("table.noCpf")}
      </span>
    ),
  },
  {
    id: "score",
    header: t("table.score"),
    width: "124px",
    align: "end",
    hideUnder: "xl",
    phone: "line3-end",
    sort: sortLink(PROCESSES_PATH, filter, "score"),
    cell: (row) => <MiniScore score={row.score} noScoreLabel={verdicts("noScore")} />,
  },
  {
    id: "seen",
    header: t("table.seen"),
    width: "120px",
    align: "end",
    phone: "end",
    sort: sortLink(PROCESSES_PATH, filter, "lastSeenAt"),
    cell: (row) => (
      <time dateTime={row.lastSeenAt.toISOString()} title={format.full(row.lastSeenAt)}>
        {format.near(row.lastSeenAt, now)}
      </time>
    ),
  },
];
