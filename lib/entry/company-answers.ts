import "server-only";
import type { NextRequest } from "next/server";
import { chooseLocale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

/** To a path of ours. A whole address is not needed: the browser knows where it is. */
export function leadTo(path: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location: path, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? "");

/**
 * A page that goes on to the provider by itself. No redirect: Chromium holds `form-action` against every step that a
 * redirect after a form takes, and a company's provider may lead on to others that nobody can list.
 */
export function goOn(request: NextRequest, url: string, cookies: readonly string[]): Response {
  const locale = chooseLocale(
    null,
    request.cookies.get("locale")?.value,
    request.headers.get("accept-language"),
  );
  const t = translatorFor(locale, "company");
  const to = escaped(url);
  const page = `<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0; url=${to}">
<title>${escaped(t("goingOn"))}</title>
<main><h1>${escaped(t("goingOn"))}</h1><p><a href="${to}">${escaped(t("goOn"))}</a></p></main>
</html>`;
  const headers = new Headers({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(page, { headers });
}
