import { sayHappened } from "#app/(staff)/processes/outcome-words.ts";
import type { DownloadedItem } from "#lib/features/lookups/downloading.ts";
import { LOOK_UP_TROUBLES } from "#lib/features/processes/rules.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

/** What is said of the ids of a list, in its table and in its file. */
export function itemWords(locale: Locale) {
  const t = translatorFor(locale, "lookups");
  const [processes, verdicts] = [translatorFor(locale, "processes"), translatorFor(locale, "verdicts")];
  const resultOf = ({ process, state }: DownloadedItem): string =>
    process ? processes(`outcome.${process.outcome}`) : t(`state.${state}`);
  const happenedTo = ({ process, trouble, state }: DownloadedItem): string => {
    if (process) return sayHappened(verdicts, process);
    const known = LOOK_UP_TROUBLES.find((each) => each === trouble);
    return known && state !== "waiting" ? processes(`trouble.${known}.title`) : "";
  };
  return {
    resultOf,
    happenedTo,
    heads: [t("table.line"), t("table.process"), t("table.result"), t("table.happened")],
    cellsOf: (item: DownloadedItem) => [item.line, item.processId, resultOf(item), happenedTo(item)],
  };
}
