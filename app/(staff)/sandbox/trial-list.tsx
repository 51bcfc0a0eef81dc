import type { ReactNode } from "react";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import type { Trial } from "#lib/features/sandbox/service.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type Words = Translator<"sandbox">;

/** Who it is: the columns that both lists begin with. */
export const personColumns = (t: Words): Column<Trial>[] => [
  {
    id: "number",
    header: t("number"),
    width: "56px",
    align: "end",
    phone: "hidden",
    cell: ({ number }) => String(number).padStart(2, "0"),
  },
  { id: "person", header: t("person"), width: "208px", phone: "line1", cell: ({ name }) => name },
  {
    id: "cpf",
    header: t("cpf"),
    width: "132px",
    hideUnder: "xl",
    phone: "line3",
    cell: ({ cpf }) => <span className="font-mono text-xs">{cpf}</span>,
  },
];

/** A sentence that is read in the list, not opened: it takes a second line rather than an ellipsis. */
export const WholeText = ({ children }: { children: ReactNode }) => (
  <div className="py-1 whitespace-normal">{children}</div>
);

type Props<T extends Trial> = {
  id: string;
  title: string;
  lead: string;
  /** Why nothing here can be tried by this person. */
  hint: string | null;
  columns: readonly Column<T>[];
  rows: readonly T[];
};

export function TrialList<T extends Trial>({ id, title, lead, hint, columns, rows }: Props<T>) {
  return (
    <section aria-labelledby={id} className="border-t border-line bg-surface pb-6">
      <div className="max-w-226 px-6 pt-4 pb-3 phone:px-4">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        <p className="text-ink-2">{lead}</p>
        {hint ? <p className="pt-1 font-medium">{hint}</p> : null}
      </div>
      <DataTable name={title} flat columns={columns} rows={rows} rowKey={(row) => row.id} />
    </section>
  );
}
