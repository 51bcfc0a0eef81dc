import Link from "next/link";
import { Due } from "#components/case/due.tsx";
import { signalWords } from "#components/case/headline.ts";
import { CaseAssignee, CasePriority, CaseStatusWord } from "#components/case/standing.tsx";
import { AtCase } from "#components/live/at-case.tsx";
import type { Column } from "#components/table/data-table.tsx";
import { MiniScore } from "#components/ui/score.tsx";
import { SignalStrip } from "#components/verdict/verdict.tsx";
import type { CaseRow } from "#lib/features/cases/reading.ts";
import type { CaseSort } from "#lib/features/cases/table-schema.ts";
import { caseHref, type Given } from "./given.ts";

type Sorts = (column: CaseSort) => NonNullable<Column<CaseRow>["sort"]>;

const URGENCY: readonly string[] = ["priority", "due"];

/** The columns of the queue; whoever reads it masked gets none that speaks of fraud. */
export function caseColumns(given: Given, isMasked: boolean, sort: Sorts): Column<CaseRow>[] {
  return [
    ...personColumns(given, sort),
    ...(isMasked ? [] : signalColumns(given, sort)),
    ...standing(given, sort).filter(({ id }) => !isMasked || !URGENCY.includes(id)),
  ];
}

const NAMES = [
  "number",
  "person",
  "cpf",
  "signals",
  "score",
  "priority",
  "status",
  "assignee",
  "opened",
  "due",
] as const;
const OF_SUSPICION: readonly string[] = ["signals", "score", ...URGENCY];

/** What the columns are called, for whoever chooses among them. */
export const columnNames = (t: Given["t"], isMasked: boolean) =>
  NAMES.filter((id) => !isMasked || !OF_SUSPICION.includes(id)).map((id) => ({
    id,
    label: t(`column.${id}`),
  }));

function personColumns({ t }: Given, sort: Sorts): Column<CaseRow>[] {
  return [
    {
      id: "number",
      header: t("column.number"),
      width: "76px",
      phone: "line1",
      sort: sort("number"),
      // No prefetch: looking at a case is written to the audit log.
      cell: ({ number }) => (
        <Link href={caseHref(number)} prefetch={false}>
          {number}
        </Link>
      ),
    },
    {
      id: "person",
      header: t("column.person"),
      width: "160px",
      phone: "line1",
      cell: ({ number, person }) => (
        <>
          {person?.name ? (
            <span title={person.name}>{person.name}</span>
          ) : (
            <span className="text-ink-3">{t(person ? "noName" : "noPerson")}</span>
          )}
          <AtCase number={number} />
        </>
      ),
    },
    {
      id: "cpf",
      header: t("column.cpf"),
      width: "124px",
      hideUnder: "xl",
      phone: "hidden",
      cell: ({ person }) =>
        person ? <span className="font-mono text-xs text-ink-2">{person.cpf}</span> : null,
    },
  ];
}

function signalColumns({ t, verdicts }: Given, sort: Sorts): Column<CaseRow>[] {
  return [
    {
      id: "signals",
      header: t("column.signals"),
      phone: "line2",
      cell: (row) => {
        const words = signalWords(verdicts, row);
        return <SignalStrip {...row} label={<span title={words}>{words}</span>} />;
      },
    },
    {
      id: "score",
      header: t("column.score"),
      align: "end",
      width: "104px",
      hideUnder: "lg",
      phone: "hidden",
      sort: sort("score"),
      cell: ({ score }) => <MiniScore score={score} noScoreLabel={verdicts("noScore")} />,
    },
  ];
}

function standing({ ctx, t, verdicts, format, now }: Given, sort: Sorts): Column<CaseRow>[] {
  return [
    {
      id: "priority",
      header: t("column.priority"),
      width: "88px",
      phone: "line3-end",
      sort: sort("priority"),
      cell: ({ priority }) => <CasePriority priority={priority} t={verdicts} />,
    },
    {
      id: "status",
      header: t("column.status"),
      width: "164px",
      phone: "line3",
      cell: ({ status }) => <CaseStatusWord status={status} t={verdicts} />,
    },
    {
      id: "assignee",
      header: t("column.assignee"),
      width: "136px",
      hideUnder: "lg",
      phone: "hidden",
      cell: ({ assignee }) => (
        <CaseAssignee assignee={assignee} me={ctx.actor.id} words={{ me: t("me"), nobody: t("nobody") }} />
      ),
    },
    {
      id: "opened",
      header: t("column.opened"),
      align: "end",
      width: "100px",
      hideUnder: "xl",
      phone: "hidden",
      sort: sort("openedAt"),
      cell: ({ openedAt }) => (
        <time className="text-ink-2" dateTime={openedAt.toISOString()} title={format.full(openedAt)}>
          {format.near(openedAt, now)}
        </time>
      ),
    },
    {
      id: "due",
      header: t("column.due"),
      width: "136px",
      phone: "end",
      sort: sort("dueAt"),
      cell: (row) => <Due times={row} now={now} t={t} format={format} />,
    },
  ];
}
