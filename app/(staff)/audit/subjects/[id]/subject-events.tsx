import { auditColumns } from "#app/(staff)/audit/columns.tsx";
import { AUDIT_PATH } from "#app/(staff)/audit/paths.ts";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Note } from "#components/ui/note.tsx";
import { listSubjectEvents, THINGS_MAX } from "#lib/features/audit/subjects.ts";
import type { SubjectAuditFilter } from "#lib/features/audit/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Formatter } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { sortLink } from "#lib/table/links.ts";

type Props = {
  ctx: UserCtx;
  id: string;
  path: string;
  filter: Omit<SubjectAuditFilter, "event">;
  t: Translator<"audit">;
  tableWords: Translator<"table">;
  common: Translator<"common">;
  format: Formatter;
  locale: Locale;
};

/** Who, in which role, when, and what; each event opens in the log itself. */
export async function SubjectEvents({ ctx, id, path, filter, t, tableWords, common, format, locale }: Props) {
  const listed = await listSubjectEvents(ctx, id, { ...filter, event: undefined });
  const columns = auditColumns({
    t,
    format,
    locale,
    actor: ctx.actor,
    now: ctx.now(),
    sort: sortLink(path, filter, "at"),
    hrefOf: (row) => hrefOf(AUDIT_PATH, { event: row.seq }),
    roleOf: ({ actorRole }) => (actorRole ? common(`role.${actorRole}`) : ""),
  });
  return (
    <>
      {listed.isCut ? (
        <div className="px-6 pb-2 phone:px-4">
          <Note tone="doubt" role="status">
            {t("person.cutOff", { max: THINGS_MAX })}
          </Note>
        </div>
      ) : null}
      <ListTable
        name={t("person.table")}
        path={path}
        filter={filter}
        listed={listed}
        columns={columns}
        rowKey={({ seq }) => seq}
        t={tableWords}
        nothingYet={<EmptyState title={t("person.nothing")} />}
      />
    </>
  );
}
