import { exportFormOf } from "#app/(staff)/export-list.tsx";
import { listBulkWorkers } from "#lib/features/cases/bulk.ts";
import type { CaseRow } from "#lib/features/cases/reading.ts";
import { PRIORITIES } from "#lib/features/cases/rules.ts";
import type { CaseFilter } from "#lib/features/cases/table-schema.ts";
import { listTagNames } from "#lib/features/cases/tags.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { entriesOf } from "#lib/table/address.ts";
import type { Listed } from "#lib/table/list.ts";
import { BulkBar } from "./bulk-bar.tsx";
import type { Given } from "./given.ts";

type Props = {
  given: Given;
  t: Translator<"bulk">;
  exportWords: Translator<"exports">;
  filter: CaseFilter;
  listed: Promise<Listed<CaseRow>>;
};

/** What can be done with selected cases, by whoever may. */
export async function Bulk({ given: { ctx, tableWords, verdicts }, t, exportWords, filter, listed }: Props) {
  const [{ rows, count, capped }, workers, tags] = await Promise.all([
    listed,
    listBulkWorkers(ctx),
    listTagNames(ctx),
  ]);
  if (rows.length === 0) return null;
  const { after: _, before: __, view: ___, ...state } = filter;
  const exporting = exportFormOf(ctx, "cases", filter, exportWords);
  const matching = tableWords(capped ? "countMany" : "count", { count });
  return (
    <BulkBar
      // Other rows: what was selected before went with them.
      key={rows.map(({ number }) => number).join()}
      run={crypto.randomUUID()}
      state={new URLSearchParams(entriesOf(state)).toString()}
      hasMore={count > rows.length}
      choices={{
        assign: workers.map(({ id, name }) => ({ value: id, label: name })),
        prioritise: PRIORITIES.toReversed().map((value) => ({ value, label: verdicts(`priority.${value}`) })),
        tag: tags.map((tag) => ({ value: tag, label: tag })),
      }}
      exporting={
        exporting && {
          ...exporting,
          open: exportWords("ask.open"),
          close: t("close"),
          words: { ...exporting.words, title: exportWords("ask.picked") },
        }
      }
      counted={Array.from({ length: rows.length + 1 }, (_row, picked) => t("selected", { count: picked }))}
      words={{
        label: t("label"),
        clear: t("clear"),
        allMatching: t("allMatching", { count: matching }),
        allSelected: t("allSelected", { count: matching }),
        act: {
          take: t("act.take"),
          assign: t("act.assign"),
          prioritise: t("act.prioritise"),
          tag: t("act.tag"),
        },
        title: {
          take: t("title.take"),
          assign: t("title.assign"),
          prioritise: t("title.prioritise"),
          tag: t("title.tag"),
        },
        choice: {
          assign: { label: t("assignee"), choose: t("choosePerson") },
          prioritise: { label: t("priority"), choose: t("choosePriority") },
          tag: {
            label: t("tag"),
            choose: t("chooseTag"),
            another: { option: t("anotherTag"), label: t("written"), hint: t("writtenHint") },
          },
        },
        counting: t("counting"),
        busy: t("busy"),
        cancel: t("cancel"),
        close: t("close"),
        stop: t("stop"),
        changed: t("changed"),
        failed: t("failed"),
        stopped: t("stopped"),
      }}
    />
  );
}
