import type { Metadata } from "next";
import type { ReactNode } from "react";
import { SignOut } from "#app/(staff)/sign-out.tsx";
import { Page } from "#components/shell/page.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { THEMES } from "#lib/features/accounts/schema.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { PreferencesForm } from "./preferences-form.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { Sessions } from "./sessions.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("account")("title") };
}

export default async function AccountPage() {
  const { user, words } = await pageContext(null);
  const t = words("account");
  const common = words("common");
  return (
    <Page>
      <PageHead title={t("title")} />
      <div className="flex max-w-160 grow flex-col px-6 pb-10 phone:px-4">
        <Group title={t("profile")} text={t("profileText")}>
          <Facts>
            <Fact term={t("name")}>{user.name}</Fact>
            <Fact term={t("email")}>{user.email}</Fact>
            <Fact term={t("role")}>{common(`role.${user.role}`)}</Fact>
          </Facts>
          <div className="off-wide-bar">
            <SignOut t={common} />
          </div>
        </Group>
        <Group title={t("preferences")}>
          <PreferencesForm
            locale={{
              label: t("language"),
              value: user.locale ?? "",
              options: [
                { value: "", label: t("languageAsBrowser") },
                ...LOCALES.map((value) => ({ value, label: common(`languageName.${value}`) })),
              ],
            }}
            theme={{
              label: t("theme"),
              value: user.theme ?? "",
              options: [
                { value: "", label: common("themeName.system") },
                ...THEMES.map((value) => ({ value, label: common(`themeName.${value}`) })),
              ],
            }}
            letterKeys={{
              label: t("letterKeys"),
              hint: t("letterKeysHint"),
              value: user.letterKeys,
            }}
            words={{ save: common("save"), saving: common("saving"), saved: t("saved") }}
          />
        </Group>
        <Group title={words("secondFactor")("account.title")} text={words("secondFactor")("account.text")}>
          <SecondFactor />
        </Group>
        <Group title={t("sessions")} text={t("sessionsText")}>
          <Sessions />
        </Group>
      </div>
    </Page>
  );
}

function Group({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3 border-t border-line py-5 first:border-t-0 first:pt-1">
      <h2 className="text-base font-semibold">{title}</h2>
      {text ? <p className="-mt-2 text-ink-2">{text}</p> : null}
      {children}
    </section>
  );
}
