import type { Metadata } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Sprite } from "#components/ui/sprite.tsx";
import { currentLocale, currentTheme } from "#lib/entry/current.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ErrorWords } from "./error-words.tsx";
import { fontClass } from "./fonts.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Contraprova", template: "%s · Contraprova" },
  robots: { index: false, follow: false },
};

/** Every page is made per request: a page made at build time could not carry the nonce of the policy. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const [locale, theme] = await Promise.all([currentLocale(), currentTheme()]);
  const t = translatorFor(locale, "errors");
  const words = {
    title: t("page.failedTitle"),
    text: t("page.failedText"),
    retry: t("page.retry"),
    home: t("page.home"),
    reference: t("page.reference"),
    copy: translatorFor(locale, "common")("copy"),
    copied: translatorFor(locale, "common")("copied"),
  };
  return (
    <html lang={locale} data-theme={theme ?? undefined} className={fontClass}>
      <body>
        <Sprite />
        <ErrorWords value={words}>{children}</ErrorWords>
      </body>
    </html>
  );
}
