import { enumWords, sayEnum } from "#components/verdict/enum-words.ts";
import type { RESULTS, STATES } from "#lib/features/processes/table-schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type State = (typeof STATES)[number];
type Result = (typeof RESULTS)[number];

/** The values of the filter by their words, as every field says them. */
export const valueWords = (t: Translator<"processes">, verdicts: Translator<"verdicts">) => ({
  state: (value: State): string => {
    if (value === "other") return t("otherValue");
    const raw = value === "awaiting_document" ? "AWAITING_FOR_DOCUMENT" : value.toUpperCase();
    return sayEnum(verdicts, enumWords(`PROCESS_STATE_${raw}`));
  },
  result: (value: Result): string =>
    value === "other"
      ? t("otherValue")
      : sayEnum(verdicts, enumWords(`PROCESS_RESULT_${value.toUpperCase()}`)),
});
