export const LOCALES = ["pt-BR", "en"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = "pt-BR";

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale);

/** The user's own choice, else the cookie, else the first language of the browser that we speak. */
export function chooseLocale(own: unknown, cookie: unknown, acceptLanguage: string | null): Locale {
  if (isLocale(own)) return own;
  if (isLocale(cookie)) return cookie;
  for (const part of (acceptLanguage ?? "").split(",")) {
    const tag = part.split(";")[0]?.trim().toLowerCase() ?? "";
    if (tag.startsWith("pt")) return "pt-BR";
    if (tag.startsWith("en")) return "en";
  }
  return DEFAULT_LOCALE;
}
