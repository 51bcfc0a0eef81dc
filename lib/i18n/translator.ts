import { createTranslator } from "use-intl/core";
import type { Locale } from "./locale.ts";
import { type Messages, messages, type Namespace } from "./messages.ts";

export type Translator<N extends Namespace> = ReturnType<typeof createTranslator<Messages, N>>;

const made: Record<Locale, { [N in Namespace]?: Translator<N> }> = { "pt-BR": {}, en: {} };

/**
 * Words of one namespace. A missing key is a bug and throws: both languages have every key (a test holds it).
 * Made once: a translator parses each message the first time that it says it, and holds nothing of a request.
 */
export function translatorFor<N extends Namespace>(locale: Locale, namespace: N): Translator<N> {
  const ofLocale: { [M in N]?: Translator<M> } = made[locale];
  const translator = ofLocale[namespace] ?? makeTranslator(locale, namespace);
  ofLocale[namespace] = translator;
  return translator;
}

function makeTranslator<N extends Namespace>(locale: Locale, namespace: N): Translator<N> {
  return createTranslator<Messages, N>({
    locale,
    namespace,
    messages: messages[locale],
    timeZone: "America/Sao_Paulo",
    onError(error) {
      throw error;
    },
  });
}
