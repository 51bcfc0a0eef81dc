import { Icon } from "#components/ui/icon.tsx";
import { Script } from "#components/verdict/tell-script.tsx";
import { pageWords } from "#lib/entry/page.ts";

/** What to say to the customer, in either language: Portuguese first, whatever the screen's is. */
export async function TellCustomer({ pt, en }: { pt: string; en: string }) {
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
        pt={pt}
        en={en}
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
