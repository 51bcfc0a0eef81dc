import Link from "next/link";
import { RevealButton } from "#app/(staff)/revealable.tsx";
import type { Column } from "#components/table/data-table.tsx";
import type { ReferenceRow } from "#lib/features/references/service.ts";
import type { ReferenceFilter } from "#lib/features/references/table-schema.ts";
import { type Formatter, shortId } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { sortLink } from "#lib/table/links.ts";
import { Marked } from "./marked.tsx";

export const REFERENCES_PATH = "/references";

type Given = {
  t: Translator<"references">;
  privacy: Translator<"privacy">;
  format: Formatter;
  now: Date;
  mayReverify: boolean;
  /** Whose CPF the reader may reveal, of the people on this page. */
  revealable?: ReadonlySet<string>;
};

/** The columns of references; `filter` makes the heads sort. */
export function referenceColumns(given: Given, filter: ReferenceFilter): Column<ReferenceRow>[] {
  const { t, privacy, format, now, mayReverify, revealable } = given;
  const faint = (text: string) => <span className="text-ink-2">{text}</span>;
  const nameOf = (row: ReferenceRow) => row.person?.name ?? shortId(row.id);
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
          href={hrefOf(REFERENCES_PATH, { q: row.id })}
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
          href={hrefOf(REFERENCES_PATH, { subject: person?.id })}
        >
          {person?.name ?? faint(t(person ? "noName" : "nobody"))}
        </Marked>
      ),
    },
    {
      id: "cpf",
      header: t("cpf"),
      width: "164px",
      cell: (row) =>
        row.person ? (
          <span className="inline-flex items-center gap-1">
            <span className="font-mono text-xs">{row.person.cpf}</span>
            {revealable?.has(row.person.id) ? (
              <RevealButton field="cpf" record={row.id} name={nameOf(row)} t={privacy} />
            ) : null}
          </span>
        ) : (
          faint(t("noCpf"))
        ),
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
      sort: sortLink(REFERENCES_PATH, filter, "enrolledAt"),
      cell: (row) => (row.enrolledAt ? time(row.enrolledAt) : faint(t("notKnown"))),
    },
    {
      id: "added",
      header: t("added"),
      width: "104px",
      align: "end",
      hideUnder: "lg",
      phone: "hidden",
      sort: sortLink(REFERENCES_PATH, filter, "addedAt"),
      cell: (row) => time(row.createdAt),
    },
  ];
  if (!mayReverify) return columns;
  columns.push({
    id: "act",
    always: true,
    header: t("act"),
    width: "112px",
    align: "end",
    phone: "end",
    cell: (row) => (
      <Link
        href={`/reverifications/new?reference=${row.id}`}
        prefetch={false}
        className="text-accent-text"
        aria-label={t("reverifyOf", { name: nameOf(row) })}
      >
        {t("reverify")}
      </Link>
    ),
  });
  return columns;
}
