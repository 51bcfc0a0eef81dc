import type { Metadata } from "next";
import { ProofAlarms } from "#components/audit/proof-alarms.tsx";
import { Page } from "#components/shell/page.tsx";
import { AutoRefresh } from "#components/ui/auto-refresh.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { readProviderHealth } from "#lib/entry/company-health.ts";
import { unicoHosts, unicoSettings } from "#lib/entry/environment.ts";
import { orNotFound, pageContext, pageWords } from "#lib/entry/page.ts";
import { readCompanySignIns } from "#lib/features/accounts/company-health.ts";
import { readProofAlarms } from "#lib/features/audit/proof-alarms.ts";
import { readUnicoSide } from "#lib/features/connections/reading.ts";
import { SignInFacts } from "./sign-in-facts.tsx";
import { UnicoSideView } from "./unico-side.tsx";

const REFRESH_MS = 15_000;

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("connections")("title") };
}

export default async function ConnectionsPage() {
  const { ctx, words, format, locale } = await pageContext("settings:manage");
  const settings = unicoSettings();
  const [side, alarms, provider, signIns] = await Promise.all([
    orNotFound(ctx, readUnicoSide(ctx, settings)),
    readProofAlarms(ctx),
    readProviderHealth(),
    readCompanySignIns(ctx),
  ]);
  const t = words("connections");
  const given = { t, format, now: side.now, hosts: unicoHosts() };
  return (
    <Page>
      <AutoRefresh everyMs={REFRESH_MS} />
      <PageHead title={t("title")} meta={<span className="text-ink-2">{t("live")}</span>} />
      <ProofAlarms alarms={alarms} t={words("audit")} format={format} now={side.now} />
      <UnicoSideView
        side={side}
        isWebhookConfigured={settings.isWebhookConfigured}
        signIn={<SignInFacts provider={provider} signIns={signIns} given={given} locale={locale} />}
        given={given}
      />
    </Page>
  );
}
