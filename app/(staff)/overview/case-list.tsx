import Link from "next/link";
import { cellWords, linesOf } from "#app/(staff)/cases/case-lines.ts";
import { caseColumns } from "#app/(staff)/cases/columns.tsx";
import { CASES_PATH } from "#app/(staff)/cases/given.ts";
import { DataTable } from "#components/table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { CaseRow } from "#lib/features/cases/reading.ts";
import type { CaseFilter } from "#lib/features/cases/table-schema.ts";
import { hrefOf } from "#lib/table/address.ts";
import type { Given } from "./given.ts";

const SHOWN = ["number", "person", "signals", "priority", "status", "due"];

type Props = {
  given: Given;
  id: string;
  title: string;
  rows: readonly CaseRow[];
  filter: Partial<CaseFilter>;
  all: string;
  empty: string;
};

/** The first rows of a filter of the queue; heads and link lead to all of them. */
export function CaseList({ given, id, title, rows, filter, all, empty }: Props) {
  const columns = caseColumns(given, false, cellWords(given), (sort) => ({
    href: hrefOf(CASES_PATH, filter, { sort }),
    direction: null,
  }));
  return (
    <section aria-labelledby={id} className="bg-surface">
      <div className="flex min-h-12 flex-wrap items-center gap-3 px-6 phone:px-4">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        <Link href={hrefOf(CASES_PATH, filter)} prefetch={false} className="link ms-auto text-xs">
          {all}
        </Link>
      </div>
      <DataTable
        name={title}
        flat
        columns={columns.filter((column) => SHOWN.includes(column.id))}
        rows={linesOf(given, rows, { isMasked: false })}
        rowKey={({ number }) => String(number)}
        empty={<EmptyState glyph="confirmed" title={empty} />}
      />
    </section>
  );
}
