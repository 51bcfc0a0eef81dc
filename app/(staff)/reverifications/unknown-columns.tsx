import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import type { UnknownRow } from "#lib/features/reverifications/reading.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { faint, sharedColumns, sortBy } from "./shared-columns.tsx";
import { agoOf, failureKeyOf, numberOf } from "./words.ts";

type Words = {
  t: Translator<"reverifications">;
  r: Translator<"reconciling">;
  format: Formatter;
  now: Date;
};

/** What is known of each that nobody knows the end of, and who looked into it; `filter` makes the heads sort. */
export function unknownColumns({ t, r, format, now }: Words, filter?: ReverificationFilter) {
  const { number, person, who } = sharedColumns(t, filter);
  const columns: Column<UnknownRow>[] = [
    number,
    { ...person, width: "152px", hideUnder: "lg" },
    {
      id: "how",
      header: r("list.how"),
      phone: "line2",
      cell: (row) => {
        const how = t(`failure.${failureKeyOf(row.state, row.failure)}.title`);
        return (
          // The words give way where it is tight, the code does not.
          <span className="flex min-w-0 items-baseline gap-2">
            <span title={how} className="min-w-0 truncate phone:whitespace-normal">
              {how}
            </span>
            {row.httpStatus === null ? null : (
              <span className="flex-none font-mono text-2xs whitespace-nowrap text-ink-3">
                HTTP {row.httpStatus}
              </span>
            )}
          </span>
        );
      },
    },
    {
      id: "process",
      header: r("list.processId"),
      width: "96px",
      phone: "line3",
      cell: (row) => (
        <span>
          <span className="hidden text-ink-2 phone:inline">{r("list.processId")}: </span>
          {row.unicoProcessId ? (
            <span title={row.unicoProcessId}>{r("list.hasId")}</span>
          ) : (
            faint(r("list.noId"))
          )}
        </span>
      ),
    },
    {
      id: "word",
      header: r("list.word"),
      width: "260px",
      phone: "line3",
      cell: (row) => <Standing row={row} r={r} />,
    },
    who,
    {
      id: "when",
      header: r("list.sent"),
      width: "176px",
      align: "end",
      phone: "end",
      ...sortBy(filter, "startedAt"),
      cell: ({ sentAt, startedAt }) => {
        const at = sentAt ?? startedAt;
        return (
          <time dateTime={at.toISOString()} title={format.full(at)}>
            {format.near(at, now)}{" "}
            <span className="text-ink-3">{agoOf(r, format, now.getTime() - at.getTime())}</span>
          </time>
        );
      },
    },
  ];
  return columns;
}

/** What somebody read in the portal and waits for a second person, and what was sent in its place. */
function Standing({ row: { word, replacedBy }, r }: { row: UnknownRow; r: Words["r"] }) {
  const said = word && r("list.proposed", { who: word.proposedBy.name, word: r(`word.${word.says}`) });
  // One piece: on a phone a cell lays out its pieces side by side, without the spaces between.
  return (
    <span>
      {said ? <span title={said}>{said}</span> : null}
      {said && replacedBy ? ", " : null}
      {replacedBy ? (
        <>
          {r("number.replacedBy")}{" "}
          <Link href={`/reverifications/${replacedBy.id}`} prefetch={false}>
            {numberOf(replacedBy.number)}
          </Link>
        </>
      ) : null}
      {said || replacedBy ? null : <span className="text-ink-2">{r("list.nobody")}</span>}
    </span>
  );
}
