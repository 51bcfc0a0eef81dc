import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { listReferences, mayReverify, type ReferenceRow } from "#lib/features/references/service.ts";
import type { ReferenceFilter } from "#lib/features/references/table-schema.ts";
import { shortId } from "#lib/format.ts";
import { hrefOf } from "#lib/table/address.ts";
import { sortLink } from "#lib/table/links.ts";
import { Marked } from "./marked.tsx";

const PATH = "/references";

export async function ReferencesTable({ filter }: { filter: ReferenceFilter }) {
  const { ctx, words, format } = await pageContext("reference:read");
  const t = words("references");
  const table = words("table");
  const listed = await listReferences(ctx, filter);
  const now = ctx.now();
  const faint = (text: string) => <span className="text-ink-2">{text}</span>;
  const time = (at: Date) => (
    <time dateTime={at.toISOString()} title={format.full(at)}>
      {format.near(at, now)}
    </time>
  );

  const columns: Column<ReferenceRow>[] = [
    {
      id: "reference",
      header: t("reference"),
      width: "304px",
      phone: "line3",
      cell: (row) => (
        <Marked
          mark={row.people ? t("severalPeople", { count: format.number(row.people) }) : null}
          href={hrefOf(PATH, { q: row.id })}
        >
          <span className="font-mono text-xs select-all">{row.id}</span>
        </Marked>
      ),
    },
    {
      id: "person",
      header: t("person"),
      phone: "line1",
      cell: ({ person, referencesOfPerson: count }) => (
        <Marked
          mark={count ? t("severalReferences", { count: format.number(count) }) : null}
          href={hrefOf(PATH, { subject: person?.id })}
        >
          {person?.name ?? faint(t(person ? "noName" : "nobody"))}
        </Marked>
      ),
    },
    {
      id: "cpf",
      header: t("cpf"),
      width: "132px",
      cell: (row) =>
        row.person ? <span className="font-mono text-xs">{row.person.cpf}</span> : faint(t("noCpf")),
    },
    { id: "origin", header: t("origin"), width: "132px", cell: (row) => t(`originName.${row.origin}`) },
    {
      id: "subsidiary",
      header: t("subsidiary"),
      width: "152px",
      hideUnder: "lg",
      cell: (row) => row.subsidiary?.name ?? faint(t("noSubsidiary")),
    },
    {
      id: "reverifications",
      header: t("reverifications"),
      width: "120px",
      align: "end",
      hideUnder: "xl",
      phone: "hidden",
      cell: (row) => format.number(row.reverifications),
    },
    {
      id: "enrolled",
      header: t("enrolled"),
      width: "112px",
      align: "end",
      sort: sortLink(PATH, filter, "enrolledAt"),
      cell: (row) => (row.enrolledAt ? time(row.enrolledAt) : faint(t("notKnown"))),
    },
    {
      id: "added",
      header: t("added"),
      width: "104px",
      align: "end",
      hideUnder: "lg",
      phone: "hidden",
      sort: sortLink(PATH, filter, "addedAt"),
      cell: (row) => time(row.createdAt),
    },
  ];
  if (mayReverify(ctx)) {
    columns.push({
      id: "act",
      header: t("act"),
      width: "112px",
      align: "end",
      phone: "end",
      cell: (row) => (
        <Link
          href={`/reverifications/new?reference=${row.id}`}
          prefetch={false}
          className="text-accent-text"
          aria-label={t("reverifyOf", { name: row.person?.name ?? shortId(row.id) })}
        >
          {t("reverify")}
        </Link>
      ),
    });
  }
  return (
    <ListTable
      name={t("name")}
      path={PATH}
      filter={filter}
      listed={listed}
      columns={columns}
      rowKey={(row) => row.id}
      t={table}
      nothingYet={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
    />
  );
}
