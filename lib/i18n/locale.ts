export const LOCALES = ["pt-BR", "en"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = "pt-BR";

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale);

/** The user's own choice, else the cookie, else of the browser's languages the most wanted that we speak. */
export function chooseLocale(own: unknown, cookie: unknown, acceptLanguage: string | null): Locale {
  if (isLocale(own)) return own;
  if (isLocale(cookie)) return cookie;
  for (const tag of tagsIn(acceptLanguage ?? "")) {
    if (/^pt(-|$)/.test(tag)) return "pt-BR";
    if (/^en(-|$)/.test(tag)) return "en";
  }
  return DEFAULT_LOCALE;
}

/** The languages of an `Accept-Language`, the most wanted first; a weight of 0 means not at all (RFC 9110, 12.4.2). */
function tagsIn(header: string): string[] {
  const weighed = header.split(",").map((part) => {
    const [tag = "", ...parameters] = part.split(";").map((each) => each.trim().toLowerCase());
    const weight = parameters.find((each) => each.startsWith("q="))?.slice(2) ?? "1";
    return { tag, weight: Number(weight) || 0 };
  });
  return weighed
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
