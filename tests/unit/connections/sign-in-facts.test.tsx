import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { SignInFacts } from "#app/(staff)/settings/connections/sign-in-facts.tsx";
import type { ProviderHealth } from "#lib/entry/company-health.ts";
import type { CompanySignIns } from "#lib/features/accounts/company-health.ts";
import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

// 09:00 in São Paulo.
const NOW = new Date("2026-11-22T12:00:00Z");
const NONE: CompanySignIns = { lastSuccessAt: null, lastRefusal: null };
const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

const textOf = (provider: ProviderHealth | null, signIns: CompanySignIns, locale: Locale = "en") =>
  renderToStaticMarkup(
    <SignInFacts
      provider={provider}
      signIns={signIns}
      locale={locale}
      given={{
        t: translatorFor(locale, "connections"),
        format: formatterFor(locale),
        now: NOW,
        hosts: { auth: "token.example", id: "id.example", cadastro: "cadastro.example" },
      }}
    />,
  ).replace(/<[^>]+>/g, "|");

it("says that there is no company sign-in", () => {
  expect(textOf(null, NONE)).toContain("Off: people sign in with a password");
  expect(textOf(null, NONE, "pt-BR")).toContain("Desligada");
});

it("names the provider, whether it answers, and how the last sign-ins ended", () => {
  const provider = { issuer: "https://login.company.example", at: at(-1), trouble: null };
  const good = textOf(provider, { lastSuccessAt: at(-5), lastRefusal: null });
  expect(good).toContain("https://login.company.example");
  expect(good).toContain("Answers, asked 08:59:00");
  expect(good).toContain("08:55:00");
  expect(good).toContain("None in 30 days");
  const lastRefusal = { at: at(-2), why: "company_role_none" };
  expect(textOf(provider, { lastSuccessAt: null, lastRefusal })).toMatch(/08:58:00.*no role in the company/s);
});

it.each([
  ["provider", "Does not answer, asked 08:59:00", "Não responde"],
  ["discovery", "check AUTH_OIDC_ISSUER", "confira AUTH_OIDC_ISSUER"],
] as const)("says what is wrong with it: %s", (trouble, en, pt) => {
  const provider = { issuer: "https://login.company.example", at: at(-1), trouble };
  expect(textOf(provider, NONE)).toContain(en);
  expect(textOf(provider, NONE, "pt-BR")).toContain(pt);
});
