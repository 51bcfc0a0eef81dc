import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import { SignalStrip } from "#components/verdict/verdict.tsx";
import { sentenceOf } from "#components/verdict/words.ts";
import type { ReverificationRow } from "#lib/features/reverifications/reading.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import { type Formatter, shortId } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { sortLink } from "#lib/table/links.ts";
import { StateMark } from "./state-mark.tsx";
import { failureKeyOf, numberOf } from "./words.ts";

type Words = {
  t: Translator<"reverifications">;
  verdicts: Translator<"verdicts">;
  format: Formatter;
  now: Date;
};

/** The columns of re-verifications; `filter` makes the heads sort. */
export function columnsOf({ t, verdicts, format, now }: Words, filter?: ReverificationFilter) {
  const sort = (name: "number" | "startedAt") =>
    filter ? { sort: sortLink("/reverifications", filter, name) } : {};
  const wordsOf = (row: ReverificationRow) => verdicts(sentenceOf(row));
  const faint = (text: string) => <span className="text-ink-2">{text}</span>;
  const columns: Column<ReverificationRow>[] = [
    {
      id: "number",
      header: t("list.number"),
      width: "96px",
      phone: "line1",
      ...sort("number"),
      cell: (row) => (
        <Link href={`/reverifications/${row.id}`} prefetch={false}>
          {numberOf(row.number)}
        </Link>
      ),
    },
    {
      id: "person",
      header: t("list.person"),
      width: "168px",
      phone: "line1",
      cell: ({ person }) =>
        person?.name ? (
          <span title={person.name}>{person.name}</span>
        ) : (
          faint(t(person ? "start.noName" : "start.nobody"))
        ),
    },
    {
      id: "cpf",
      header: "CPF",
      width: "124px",
      hideUnder: "xl",
      phone: "hidden",
      cell: (row) =>
        row.person ? <span className="font-mono text-xs">{row.person.cpf}</span> : faint(t("start.noCpf")),
    },
    {
      id: "signals",
      header: t("list.signals"),
      phone: "line2",
      cell: (row) =>
        row.state === "completed" ? (
          <SignalStrip {...row} label={<span title={wordsOf(row)}>{wordsOf(row)}</span>} />
        ) : (
          faint(
            row.failure === null
              ? t(row.state === "pending" ? "list.waitsTurn" : "list.notEven")
              : t(`failure.${failureKeyOf(row.state, row.failure, row.unicoCode)}.title`),
          )
        ),
    },
    {
      id: "state",
      header: t("list.state"),
      width: "260px",
      phone: "line3",
      cell: (row) => <StateMark state={row.state} verdicts={verdicts} />,
    },
    {
      id: "reference",
      header: t("list.reference"),
      width: "136px",
      hideUnder: "lg",
      phone: "hidden",
      cell: (row) => (
        <span className="font-mono text-xs" title={row.referenceId}>
          {shortId(row.referenceId)}
        </span>
      ),
    },
    {
      id: "who",
      header: t("list.who"),
      width: "136px",
      hideUnder: "lg",
      phone: "line3-end",
      cell: ({ startedBy }) => <span title={startedBy.name}>{startedBy.name}</span>,
    },
    {
      id: "when",
      header: t("list.when"),
      width: "116px",
      align: "end",
      phone: "end",
      ...sort("startedAt"),
      cell: (row) => (
        <time dateTime={row.startedAt.toISOString()} title={format.full(row.startedAt)}>
          {format.near(row.startedAt, now)}
        </time>
      ),
    },
  ];
  return columns;
}
