import { Moment } from "#components/connections/health.tsx";
import { type Given, sayTime } from "#components/connections/words.ts";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import type { UnicoSide } from "#lib/features/connections/reading.ts";
import { LOOK_BACK_DAYS } from "#lib/features/connections/rules.ts";

type Value = UnicoSide["unknownValues"][number];

/** What Unico sent that no document names: each kept as it came. */
export function UnknownValues({ values, given }: { values: readonly Value[]; given: Given }) {
  const { t } = given;
  return (
    <section aria-labelledby="unknown-values" className="border-t border-line pt-4">
      <h2 id="unknown-values" className="px-6 text-base font-semibold phone:px-4">
        {t("unknownValues")}
      </h2>
      <p className="max-w-160 px-6 pb-2 text-ink-2 phone:px-4">{t("unknownValuesWhy")}</p>
      {values.length === 0 ? (
        <p className="px-6 pb-8 phone:px-4">{t("noUnknownValues", { days: LOOK_BACK_DAYS })}</p>
      ) : (
        <DataTable
          flat
          name={t("unknownValues")}
          columns={columnsOf(given)}
          rows={values}
          rowKey={({ member, value }) => JSON.stringify([member, value])}
        />
      )}
    </section>
  );
}

const raw = (text: string) => (
  <span className="block py-1 font-mono text-xs break-all whitespace-normal">{text}</span>
);

const columnsOf = (given: Given): Column<Value>[] => [
  {
    id: "member",
    header: given.t("value.member"),
    width: "26%",
    phone: "line1",
    cell: ({ member }) => raw(member),
  },
  { id: "value", header: given.t("value.value"), phone: "line2", cell: ({ value }) => raw(value) },
  {
    id: "seen",
    header: given.t("value.seen"),
    width: "12%",
    align: "end",
    phone: "end",
    cell: ({ seen }) => given.t("seen", { count: seen }),
  },
  {
    id: "first",
    header: given.t("value.first"),
    width: "150px",
    align: "end",
    phone: "hidden",
    cell: ({ firstSeenAt: at }) => <Moment at={at} said={sayTime(given, at)} format={given.format} />,
  },
  {
    id: "last",
    header: given.t("value.last"),
    width: "150px",
    align: "end",
    phone: "line3",
    cell: ({ lastSeenAt: at }) => <Moment at={at} said={sayTime(given, at)} format={given.format} />,
  },
];
