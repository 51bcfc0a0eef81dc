import { TellCustomer } from "#app/(staff)/tell-customer.tsx";
import type { Headline, OwnWords } from "#lib/features/processes/rules.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

export type Tell = { own: OwnWords } | { common: Headline | "not_found" };

const wordsIn = (locale: "pt-BR" | "en", tell: Tell): string =>
  "own" in tell
    ? translatorFor(locale, "processes")(`tell.${tell.own}`)
    : translatorFor(locale, "verdicts")(`say.${tell.common}`);

/** What support says on the phone about a process. */
export const TellOfProcess = ({ tell }: { tell: Tell }) => (
  <TellCustomer pt={wordsIn("pt-BR", tell)} en={wordsIn("en", tell)} />
);
