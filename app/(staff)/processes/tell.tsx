import { Icon } from "#components/ui/icon.tsx";
import { pageWords } from "#lib/entry/page.ts";
import type { Headline, OwnWords } from "#lib/features/processes/rules.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { Script } from "./tell-script.tsx";

export type Tell = { own: OwnWords } | { common: Headline | "not_found" };

const wordsIn = (locale: "pt-BR" | "en", tell: Tell): string =>
  "own" in tell
    ? translatorFor(locale, "processes")(`tell.${tell.own}`)
    : translatorFor(locale, "verdicts")(`say.${tell.common}`);

/** What to say on the phone, in the customer's language: Portuguese first, whatever the screen's is. */
export async function TellCustomer({ tell }: { tell: Tell }) {
  const { words } = await pageWords();
  const t = words("verdicts");
  const common = words("common");
  return (
    <section className="rounded-e-md border-s-[3px] border-accent bg-accent-soft px-5 pt-3 pb-3.5">
      <Script
        title={
          <h2 className="flex items-center gap-2 text-base font-semibold text-accent-text">
            <Icon name="phone" size={14} />
            {t("tellTheCustomer")}
          </h2>
        }
        pt={wordsIn("pt-BR", tell)}
        en={wordsIn("en", tell)}
        words={{
          switch: words("processes")("tell.switchLabel"),
          pt: common("languageName.pt-BR"),
          en: common("languageName.en"),
          copy: common("copy"),
          copied: common("copied"),
        }}
      />
      <p className="text-xs text-ink-2">{t("sayNothingOf")}</p>
    </section>
  );
}
