import { detailWords } from "#app/(staff)/audit/detail-words.ts";
import { Moment } from "#components/connections/health.tsx";
import { type Given, sayTime } from "#components/connections/words.ts";
import { FactGroup } from "#components/ui/fact-group.tsx";
import { Fact, Raw } from "#components/ui/facts.tsx";
import { SmallLink } from "#components/ui/small-link.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { ProviderHealth } from "#lib/entry/company-health.ts";
import type { CompanySignIns } from "#lib/features/accounts/company-health.ts";
import { LOOK_BACK_DAYS } from "#lib/features/connections/rules.ts";
import type { Locale } from "#lib/i18n/locale.ts";

type Props = { provider: ProviderHealth | null; signIns: CompanySignIns; given: Given; locale: Locale };

/** The company's sign-in: who vouches, whether they can be asked, and how the last ones ended. */
export function SignInFacts({ provider, signIns, given, locale }: Props) {
  const { t, format } = given;
  const { lastSuccessAt, lastRefusal } = signIns;
  const never = <span className="text-ink-2">{t("noneLately", { days: LOOK_BACK_DAYS })}</span>;
  if (!provider)
    return (
      <FactGroup id="sign-in" title={t("signIn")}>
        <Fact term={t("companySignIn")}>{t("companyOff")}</Fact>
      </FactGroup>
    );
  const { issuer, trouble, at } = provider;
  return (
    <FactGroup
      id="sign-in"
      title={t("signIn")}
      action={<SmallLink href="/audit?action=session.refuse">{t("allRefusals")}</SmallLink>}
    >
      <Fact term={t("companySignIn")}>
        <Raw>{issuer}</Raw>
      </Fact>
      <Fact term={t("discovery")} title={format.full(at)}>
        <Verdict
          glyph={trouble ? "refuted" : "confirmed"}
          word={t(`discoverySays.${trouble ?? "good"}`, { time: sayTime(given, at) })}
        />
      </Fact>
      <Fact term={t("column.lastSuccess")}>
        {lastSuccessAt ? (
          <Moment at={lastSuccessAt} said={sayTime(given, lastSuccessAt)} format={format} />
        ) : (
          never
        )}
      </Fact>
      <Fact term={t("lastRefusal")}>
        {lastRefusal ? (
          <>
            <Moment at={lastRefusal.at} said={sayTime(given, lastRefusal.at)} format={format} />
            {detailWords(locale, {
              action: "session.refuse",
              detail: [{ name: "why", value: lastRefusal.why ?? "" }],
            })}
          </>
        ) : (
          never
        )}
      </Fact>
    </FactGroup>
  );
}
