import type { ReverificationWhole } from "#lib/features/reverifications/reading.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** What every part of the page is drawn from. */
export type PartProps = {
  found: ReverificationWhole;
  t: Translator<"reverifications">;
  verdicts: Translator<"verdicts">;
  format: Formatter;
};
