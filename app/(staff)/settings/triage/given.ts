import type { readTriage } from "#lib/features/triage/service.ts";
import type { Formatter } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import type { Translator } from "#lib/i18n/translator.ts";

export const TRIAGE_PATH = "/settings/triage";

export type Triage = NonNullable<Awaited<ReturnType<typeof readTriage>>>;
export type Given = {
  t: Translator<"triage">;
  cases: Translator<"cases">;
  verdicts: Translator<"verdicts">;
  format: Formatter;
  locale: Locale;
  subsidiaries: Triage["subsidiaries"];
};
