import { arrangementOf } from "#app/(staff)/list-columns.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { AuditRow } from "#lib/features/audit/service.ts";
import type { AuditFilter } from "#lib/features/audit/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Formatter } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { sortLink } from "#lib/table/links.ts";
import type { Listed } from "#lib/table/list.ts";
import { auditColumns } from "./columns.tsx";
import { AUDIT_PATH } from "./paths.ts";

type Props = {
  ctx: UserCtx;
  list: () => Promise<Listed<AuditRow>>;
  filter: Omit<AuditFilter, "event">;
  /** The event that is open beside the rows. */
  current: string | undefined;
  t: Translator<"audit">;
  tableWords: Translator<"table">;
  format: Formatter;
  locale: Locale;
};

/** The address of the same page of the log with an event open beside it. */
export const eventHref = (filter: Props["filter"], seq: string | undefined): string =>
  hrefOf(AUDIT_PATH, filter, { event: seq, after: filter.after, before: filter.before });

/** The events of one page, newest first unless asked otherwise. */
export async function AuditTable({ ctx, list, filter, current, t, tableWords, format, locale }: Props) {
  const [listed, arrangement] = await Promise.all([list(), arrangementOf("audit")]);
  const columns = auditColumns({
    t,
    format,
    locale,
    actor: ctx.actor,
    now: ctx.now(),
    sort: sortLink(AUDIT_PATH, filter, "at"),
    hrefOf: (row) => eventHref(filter, row.seq),
  });
  return (
    <ListTable
      name={t("title")}
      path={AUDIT_PATH}
      filter={filter}
      listed={listed}
      columns={columns}
      arrangement={arrangement}
      rowKey={({ seq }) => seq}
      current={current}
      t={tableWords}
      nothingYet={<EmptyState title={tableWords("nothingYet")} />}
    />
  );
}
