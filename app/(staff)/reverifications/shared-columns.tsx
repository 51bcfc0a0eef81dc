import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import type { ReverificationRow } from "#lib/features/reverifications/reading.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { sortLink } from "#lib/table/links.ts";
import { numberOf } from "./words.ts";

type Row = Pick<ReverificationRow, "id" | "number" | "person"> & { startedBy: { name: string } };

export const faint = (text: string) => <span className="text-ink-2">{text}</span>;

/** A head that sorts, where there is a filter to go on from. */
export const sortBy = (filter: ReverificationFilter | undefined, name: "number" | "startedAt") =>
  filter ? { sort: sortLink("/reverifications", filter, name) } : {};

/** What every list of re-verifications shows of each: which, of whom, by whom. */
export function sharedColumns(t: Translator<"reverifications">, filter?: ReverificationFilter) {
  return {
    number: {
      id: "number",
      header: t("list.number"),
      width: "96px",
      phone: "line1",
      ...sortBy(filter, "number"),
      cell: (row) => (
        <Link href={`/reverifications/${row.id}`} prefetch={false}>
          {numberOf(row.number)}
        </Link>
      ),
    },
    person: {
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
    who: {
      id: "who",
      header: t("list.who"),
      width: "136px",
      hideUnder: "lg",
      phone: "line3-end",
      cell: ({ startedBy }) => <span title={startedBy.name}>{startedBy.name}</span>,
    },
  } satisfies Record<string, Column<Row>>;
}
