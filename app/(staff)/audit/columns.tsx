import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Glyph } from "#components/ui/glyph.tsx";
import type { Actor } from "#lib/auth/roles.ts";
import type { AuditRow } from "#lib/features/audit/service.ts";
import type { Formatter } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { detailWords } from "./detail-words.ts";
import { actionWord, entityHref, whatWord, whoWord } from "./event-words.ts";

type Given = {
  t: Translator<"audit">;
  format: Formatter;
  locale: Locale;
  actor: Actor;
  now: Date;
  sort: Column<AuditRow>["sort"];
  hrefOf: (row: AuditRow) => string;
  /** Adds the role in which somebody acted. */
  roleOf?: (row: AuditRow) => string;
};

const HEADS = ["time", "who", "action", "what", "detail"] as const;

/** What the columns are called, for whoever chooses among them. */
export const auditHeads = (t: Given["t"]) => HEADS.map((id) => ({ id, header: t(`column.${id}`) }));

export function auditColumns(given: Given): Column<AuditRow>[] {
  const { t, format, locale, actor, now, sort, hrefOf, roleOf } = given;
  const today = format.date(now);
  const time = (at: Date) => (format.date(at) === today ? format.exact(at) : format.dateTime(at));
  return [
    {
      id: "time",
      header: t("column.time"),
      width: "164px",
      phone: "line3",
      ...(sort ? { sort } : {}),
      cell: ({ at }) => (
        <time className="text-ink-2" dateTime={at.toISOString()} title={format.full(at)}>
          {time(at)}
        </time>
      ),
    },
    { id: "who", header: t("column.who"), width: "168px", phone: "line1", cell: (row) => who(t, row) },
    ...(roleOf
      ? [{ id: "role", header: t("person.role"), width: "112px", phone: "line3-end", cell: roleOf } as const]
      : []),
    {
      id: "action",
      header: t("column.action"),
      width: "236px",
      phone: "line2",
      cell: (row) => (
        <span className="inline-flex items-center gap-1.5">
          {row.outcome === "done" ? (
            <span className="w-3.5 phone:hidden" />
          ) : (
            <Glyph name="second-look" size={14} />
          )}
          {actionWord(t, row)}
        </span>
      ),
    },
    {
      id: "what",
      header: t("column.what"),
      phone: "line2",
      cell: (row) => {
        const href = entityHref(actor, row);
        const word = whatWord(t, row);
        return href ? (
          <Link href={href} prefetch={false}>
            {word}
          </Link>
        ) : (
          word
        );
      },
    },
    {
      id: "detail",
      header: t("column.detail"),
      hideUnder: "xl",
      phone: "hidden",
      cell: (row) => {
        const words = detailWords(locale, row);
        return (
          <span className="text-ink-2" title={words}>
            {words}
          </span>
        );
      },
    },
    {
      id: "event",
      always: true,
      header: t("column.event"),
      align: "end",
      width: "104px",
      phone: "end",
      cell: (row) => (
        <Link href={hrefOf(row)} prefetch={false} scroll={false} className="font-mono text-xs">
          {row.seq}
        </Link>
      ),
    },
  ];
}

function who(t: Translator<"audit">, row: AuditRow) {
  const name = whoWord(t, row);
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      {row.actorName ? <Avatar name={row.actorName} size="s" /> : null}
      <span className={row.actorName ? "truncate" : "truncate text-ink-2"}>{name}</span>
    </span>
  );
}
