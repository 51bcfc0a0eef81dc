import { arrangementOf } from "#app/(staff)/list-columns.tsx";
import { RevealInList } from "#app/(staff)/revealable.tsx";
import { ListTable } from "#components/table/list-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { listReferences, mayReverify } from "#lib/features/references/service.ts";
import type { ReferenceFilter } from "#lib/features/references/table-schema.ts";
import { revealableAmong } from "#lib/features/revealing/service.ts";
import { REFERENCES_PATH, referenceColumns } from "./columns.tsx";

export async function ReferencesTable({ filter }: { filter: ReferenceFilter }) {
  const { ctx, words, format } = await pageContext("reference:read");
  const [t, privacy] = [words("references"), words("privacy")];
  const [listed, arrangement] = await Promise.all([listReferences(ctx, filter), arrangementOf("references")]);
  const people = listed.rows.flatMap(({ person }) => person?.id ?? []);
  const revealable = await revealableAmong(ctx, "reference", people);
  const given = { t, privacy, format, now: ctx.now(), mayReverify: mayReverify(ctx), revealable };
  return (
    <>
      {revealable.size > 0 ? <RevealInList field="cpf" place="reference" t={privacy} /> : null}
      <ListTable
        name={t("name")}
        path={REFERENCES_PATH}
        filter={filter}
        listed={listed}
        columns={referenceColumns(given, filter)}
        arrangement={arrangement}
        rowKey={(row) => row.id}
        t={words("table")}
        nothingYet={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
      />
    </>
  );
}
