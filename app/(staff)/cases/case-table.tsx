import type { Arrangement } from "#components/table/arranged.ts";
import { ListTable } from "#components/table/list-table.tsx";
import type { SelectWords } from "#components/table/select-column.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { CaseRow } from "#lib/features/cases/reading.ts";
import type { CaseFilter } from "#lib/features/cases/table-schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { sortLink } from "#lib/table/links.ts";
import type { Listed } from "#lib/table/list.ts";
import { cellWords, linesOf } from "./case-lines.ts";
import { CaseRows } from "./case-rows.tsx";
import { caseColumns } from "./columns.tsx";
import { CASES_PATH, type Given } from "./given.ts";
import { isView } from "./views.ts";

type Props = {
  given: Given;
  listed: Promise<Listed<CaseRow>>;
  filter: CaseFilter;
  isMasked: boolean;
  arrangement: Arrangement;
  select?: SelectWords | undefined;
};

/** The cases of one page with the ways on. */
export async function CaseTable({ given, listed, filter, isMasked, arrangement, select }: Props) {
  const { t, tableWords } = given;
  const found = await listed;
  const lines = linesOf(given, found.rows, {
    isMasked,
    hasTags: arrangement.columns.includes("tags"),
  });
  const words = cellWords(given);
  const noCase = (
    <EmptyState
      glyph="confirmed"
      title={t("empty.queue")}
      actions={<ButtonLink href={hrefOf(CASES_PATH, { sort: filter.sort })}>{t("empty.all")}</ButtonLink>}
    >
      {t("empty.queueText")}
    </EmptyState>
  );
  return (
    <ListTable
      name={t("title")}
      path={CASES_PATH}
      filter={filter}
      listed={{ ...found, rows: lines }}
      columns={caseColumns(given, isMasked, words, (column) => sortLink(CASES_PATH, filter, column))}
      arrangement={arrangement}
      select={select}
      rowKey={({ number }) => String(number)}
      drawRows={(places) => (
        <CaseRows
          lines={lines}
          places={places}
          words={words}
          select={select ? aroundNumber(select.one) : null}
        />
      )}
      t={tableWords}
      nothingYet={<EmptyState title={tableWords("nothingYet")}>{t("empty.queueText")}</EmptyState>}
      noMatch={isView(filter, "open") ? noCase : undefined}
    />
  );
}

/** What a word says before and after the number that it is about. */
function aroundNumber(say: (number: string) => string): readonly [string, string] {
  const [before = "", after = ""] = say("{}").split("{}");
  return [before, after];
}

/** Beside the title. */
export async function CaseCount({ tableWords, listed }: Pick<Given, "tableWords"> & Pick<Props, "listed">) {
  return countWord(tableWords, await listed);
}

const countWord = (t: Translator<"table">, { count, capped }: { count: number; capped: boolean }): string =>
  t(capped ? "countMany" : "count", { count });
