import { listBulkWorkers } from "#lib/features/cases/bulk.ts";
import type { CaseRow } from "#lib/features/cases/reading.ts";
import { PRIORITIES } from "#lib/features/cases/rules.ts";
import type { CaseFilter } from "#lib/features/cases/table-schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { entriesOf } from "#lib/table/address.ts";
import type { Listed } from "#lib/table/list.ts";
import { BulkBar } from "./bulk-bar.tsx";
import type { Given } from "./given.ts";

type Props = {
  given: Given;
  t: Translator<"bulk">;
  filter: CaseFilter;
  listed: Promise<Listed<CaseRow>>;
};

/** What can be done with selected cases, by whoever may. */
export async function Bulk({ given: { ctx, tableWords, verdicts }, t, filter, listed }: Props) {
  const [{ rows, count, capped }, workers] = await Promise.all([listed, listBulkWorkers(ctx)]);
  if (rows.length === 0) return null;
  const { after: _, before: __, view: ___, ...state } = filter;
  const matching = tableWords(capped ? "countMany" : "count", { count });
  return (
    <BulkBar
      // Other rows: what was selected before went with them.
      key={rows.map(({ number }) => number).join()}
      run={crypto.randomUUID()}
      state={new URLSearchParams(entriesOf(state)).toString()}
      hasMore={count > rows.length}
      people={workers.map(({ id, name }) => ({ value: id, label: name }))}
      priorities={PRIORITIES.toReversed().map((value) => ({ value, label: verdicts(`priority.${value}`) }))}
      counted={Array.from({ length: rows.length + 1 }, (_row, picked) => t("selected", { count: picked }))}
      words={{
        label: t("label"),
        clear: t("clear"),
        allMatching: t("allMatching", { count: matching }),
        allSelected: t("allSelected", { count: matching }),
        act: { take: t("act.take"), assign: t("act.assign"), prioritise: t("act.prioritise") },
        title: { take: t("title.take"), assign: t("title.assign"), prioritise: t("title.prioritise") },
        assignee: t("assignee"),
        choosePerson: t("choosePerson"),
        priority: t("priority"),
        choosePriority: t("choosePriority"),
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
