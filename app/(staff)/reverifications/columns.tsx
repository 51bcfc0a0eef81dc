import type { Column } from "#components/table/data-table.tsx";
import { SignalStrip } from "#components/verdict/verdict.tsx";
import { sentenceOf } from "#components/verdict/words.ts";
import type { ReverificationRow } from "#lib/features/reverifications/reading.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import { type Formatter, shortId } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { faint, sharedColumns, sortBy } from "./shared-columns.tsx";
import { StateMark } from "./state-mark.tsx";
import { failureKeyOf } from "./words.ts";

type Words = {
  t: Translator<"reverifications">;
  verdicts: Translator<"verdicts">;
  format: Formatter;
  now: Date;
};

/** The columns of re-verifications; `filter` makes the heads sort. */
export function columnsOf({ t, verdicts, format, now }: Words, filter?: ReverificationFilter) {
  const { number, person, who } = sharedColumns(t, filter);
  const wordsOf = (row: ReverificationRow) => verdicts(sentenceOf(row));
  const columns: Column<ReverificationRow>[] = [
    number,
    person,
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
    who,
    {
      id: "when",
      header: t("list.when"),
      width: "116px",
      align: "end",
      phone: "end",
      ...sortBy(filter, "startedAt"),
      cell: (row) => (
        <time dateTime={row.startedAt.toISOString()} title={format.full(row.startedAt)}>
          {format.near(row.startedAt, now)}
        </time>
      ),
    },
  ];
  return columns;
}
