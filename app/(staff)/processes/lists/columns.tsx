import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import type { ListRow } from "#lib/features/lookups/reading.ts";
import { hrefOfList } from "#lib/features/lookups/schema.ts";
import type { ListsAddress } from "#lib/features/lookups/table-schema.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { sortLink } from "#lib/table/links.ts";

type Given = {
  t: Translator<"lookups">;
  format: Formatter;
  now: Date;
  filter: ListsAddress;
  hasOthers: boolean;
};

export function listColumns({ t, format, now, filter, hasOthers }: Given): Column<ListRow>[] {
  const who: Column<ListRow> = {
    id: "who",
    header: t("table.who"),
    phone: "line2",
    cell: ({ askedBy }) => askedBy.name,
  };
  return [
    {
      id: "list",
      header: t("table.list"),
      width: "180px",
      phone: "line1",
      sort: sortLink("/processes/lists", filter, "askedAt"),
      cell: ({ id, askedAt }) => (
        <Link
          href={hrefOfList(id)}
          prefetch={false}
          className="text-accent-text"
          title={format.full(askedAt)}
        >
          <time dateTime={askedAt.toISOString()}>
            {format.near(askedAt, now) === format.clock(askedAt)
              ? format.exact(askedAt)
              : format.dateTime(askedAt)}
          </time>
        </Link>
      ),
    },
    ...(hasOthers ? [who] : []),
    {
      id: "state",
      header: t("table.state"),
      cell: ({ ending, trouble, ids, waiting }) =>
        ending
          ? t(`ending.${ending}`)
          : [
              t("table.running", { done: ids - waiting, total: ids }),
              ...(trouble ? [t("table.waits")] : []),
            ].join(", "),
    },
    {
      id: "ids",
      header: t("table.ids"),
      width: "100px",
      align: "end",
      phone: "end",
      cell: ({ ids }) => (
        <span>
          <span className="hidden text-ink-2 phone:inline">{t("table.ids")}: </span>
          {format.number(ids)}
        </span>
      ),
    },
    {
      id: "refused",
      header: t("table.refused"),
      width: "120px",
      align: "end",
      phone: "hidden",
      cell: ({ refused }) => format.number(refused),
    },
  ];
}
