import { createTranslator } from "use-intl/core";
import type { Locale } from "./locale.ts";
import { type Messages, messages, type Namespace } from "./messages.ts";

export type Translator<N extends Namespace> = ReturnType<typeof createTranslator<Messages, N>>;

/** Words of one namespace. A missing key is a bug and throws: both languages have every key (a test holds it). */
export function translatorFor<N extends Namespace>(locale: Locale, namespace: N): Translator<N> {
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
