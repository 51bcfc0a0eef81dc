import type { Given as CaseGiven } from "#app/(staff)/cases/given.ts";
import type { Count } from "#lib/features/overview/rules.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** What the parts of the overview are drawn with. */
export type Given = CaseGiven & {
  o: Translator<"overview">;
  reverifications: Translator<"reverifications">;
  exports: Translator<"exports">;
};

export const sayCount = ({ o, format }: Pick<Given, "o" | "format">, { count, capped }: Count): string =>
  capped ? o("many") : format.number(count);
