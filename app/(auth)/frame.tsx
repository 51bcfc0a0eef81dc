import type { ReactNode } from "react";
import { Logo } from "#components/ui/glyph.tsx";
import { environmentTag, isSandbox } from "#lib/entry/environment.ts";
import { pageWords } from "#lib/entry/page.ts";
import { PreferenceSwitch } from "./preference-switch.tsx";
import { Rings } from "./rings.tsx";

/** What stands around a form for those who are not signed in: brand above, environment and choices below. */
export async function AuthFrame({ title, children }: { title: string; children: ReactNode }) {
  const { words } = await pageWords();
  const t = words("common");
  const environment = environmentTag(t);
  return (
    <main
      id="main"
      className="grid min-h-dvh grow grid-cols-[minmax(0,560px)_minmax(0,1fr)] max-[860px]:grid-cols-1"
    >
      <section className="flex flex-col border-e border-line bg-surface px-10 pt-8 pb-6 phone:px-4 phone:py-6">
        <p className="flex items-center gap-2 text-lg font-semibold tracking-tight">
          <Logo size={24} />
          {t("product")}
        </p>
        <div className="m-auto flex w-90 max-w-full flex-col gap-4 py-10">
          <h1 className="pb-1 text-2xl font-semibold">{title}</h1>
          {children}
        </div>
        <div className="flex flex-wrap items-center gap-x-2 gap-y-3 text-xs text-ink-2">
          {environment ? <span className="environment">{environment}</span> : null}
          {isSandbox() ? <span>{t("nobodyReal")}</span> : null}
          <PreferenceSwitch />
        </div>
      </section>
      <section aria-hidden="true" className="relative overflow-hidden bg-canvas max-[860px]:hidden">
        <Rings />
        <p className="absolute start-8 bottom-6 text-ink-2">
          <b lang="pt-BR" className="font-semibold text-ink">
            contraprova
          </b>{" "}
          <i lang="pt-BR">s. f.</i> {words("signIn")("meaning")}
        </p>
      </section>
    </main>
  );
}
