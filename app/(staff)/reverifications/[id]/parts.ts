import type { ReverificationWhole } from "#lib/features/reverifications/reading.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** Whether its end is still under way, by itself. */
export const isWaiting = ({ state }: Pick<ReverificationWhole, "state">): boolean =>
  state === "pending" || state === "sent";

/** What every part of the page is drawn from. */
export type PartProps = {
  found: ReverificationWhole;
  t: Translator<"reverifications">;
  verdicts: Translator<"verdicts">;
  format: Formatter;
};
