import type { Column } from "#components/table/data-table.tsx";
import { buttonClass } from "#components/ui/button-look.ts";
import { Icon } from "#components/ui/icon.tsx";
import type { ExportListRow } from "#lib/features/exports/listing.ts";
import type { ExportFilter } from "#lib/features/exports/table-schema.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { sortLink } from "#lib/table/links.ts";
import { ClearDownload } from "./clear-download.tsx";
import { EXPORTS_PATH } from "./paths.ts";
import { RowForm } from "./row-form.tsx";

type Given = { t: Translator<"exports">; format: Formatter; now: Date };
type Row = ExportListRow;

const nameOf = (t: Given["t"], { list, format }: Row) =>
  `${t(`list.${list as "cases"}`)}, ${format.toUpperCase()}`;

/** The columns of the exports. */
export function exportColumns({ t, format, now }: Given, filter: ExportFilter): Column<Row>[] {
  return [
    {
      id: "what",
      header: t("column.what"),
      phone: "line1",
      cell: (row) => (
        <>
          {nameOf(t, row)} <span className="text-ink-2">({t(row.masked ? "row.masked" : "row.clear")})</span>
        </>
      ),
    },
    { id: "by", header: t("column.by"), width: "160px", phone: "line2", cell: ({ owner }) => owner.name },
    {
      id: "created",
      header: t("column.created"),
      width: "110px",
      phone: "end",
      sort: sortLink(EXPORTS_PATH, filter, "created"),
      cell: ({ createdAt }) => (
        <time className="text-ink-2" dateTime={createdAt.toISOString()} title={format.full(createdAt)}>
          {format.near(createdAt, now)}
        </time>
      ),
    },
    {
      id: "state",
      header: t("column.state"),
      width: "140px",
      phone: "line2",
      cell: (row) => <StateWord row={row} t={t} />,
    },
    {
      id: "progress",
      header: t("column.progress"),
      width: "150px",
      phone: "line3",
      cell: (row) => <Progress row={row} t={t} />,
    },
    {
      id: "file",
      header: t("column.file"),
      width: "360px",
      phone: "line3",
      cell: (row) => <File row={row} t={t} format={format} />,
    },
    {
      id: "acts",
      always: true,
      header: t("column.acts"),
      width: "140px",
      phone: "line3-end",
      cell: (row) => (
        <>
          <RowForm
            act="cancel"
            id={row.id}
            label={t("row.cancel")}
            name={nameOf(t, row)}
            done={t("cancelled")}
            isOffered={row.mayCancel}
          />
          <RowForm
            act="retry"
            id={row.id}
            label={t("row.retry")}
            name={nameOf(t, row)}
            done={t("retried")}
            isOffered={row.mayRetry}
          />
        </>
      ),
    },
  ];
}

type RowProps = { row: Row } & Pick<Given, "t">;

const FAILURES = ["database", "storage", "given_up", "broke_off", "forbidden", "unreadable"] as const;

function StateWord({ row: { state, place, failure }, t }: RowProps) {
  const why = FAILURES.find((known) => known === failure) ?? "other";
  return (
    <span title={state === "failed" ? t(`failure.${why}`) : undefined}>
      {t(`state.${state}`)}
      {place === null ? null : <span className="text-ink-2">, {t("row.position", { place })}</span>}
      {state === "failed" ? <span className="sr-only">: {t(`failure.${why}`)}</span> : null}
    </span>
  );
}

function Progress({ row: { id, state, rowsDone, rowsTotal }, t }: RowProps) {
  if (state === "done" || state === "expired") return t("row.rows", { count: rowsDone });
  if (state !== "running") return null;
  const words =
    rowsTotal === null
      ? t("row.rows", { count: rowsDone })
      : t("row.of", { done: rowsDone, total: rowsTotal });
  return (
    <span className="grid gap-0.5">
      <progress
        className="w-full"
        aria-labelledby={`progress-${id}`}
        {...(rowsTotal === null ? {} : { value: rowsDone, max: Math.max(rowsTotal, 1) })}
      />
      <span id={`progress-${id}`} className="text-xs text-ink-2">
        {words}
      </span>
    </span>
  );
}

function File({ row, t, format }: RowProps & Pick<Given, "format">) {
  const { id, state, isMine, owner, fileName, expiresAt } = row;
  if (state !== "done" && state !== "ready") return null;
  if (row.isUnreadable) return <span className="text-refute">{t("row.unreadable")}</span>;
  if (!isMine) return <span className="text-ink-3">{t("row.notYours", { name: owner.name })}</span>;
  const name = fileName ?? nameOf(t, row);
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {row.masked ? (
        // A form and not a link: a button by role, which nothing asks for ahead of time.
        <form action={`/api/exports/${id}/download`} method="get">
          <button type="submit" className={buttonClass({ size: "s" })} title={name}>
            <Icon name="download" size={14} />
            {t("row.download")}
          </button>
        </form>
      ) : (
        <ClearDownload id={id} label={t("row.download")} name={name} />
      )}
      {state === "done" ? (
        <a className="link text-xs" href={`/api/exports/${id}/manifest`}>
          {t("row.manifest")}
        </a>
      ) : null}
      {expiresAt ? (
        <span className="text-xs text-ink-2">{t("row.keptUntil", { when: format.date(expiresAt) })}</span>
      ) : null}
    </span>
  );
}
