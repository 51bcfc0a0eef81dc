import "server-only";
import { env } from "#lib/env.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** The tag that says where one is; absence is production. */
export function environmentTag(t: Translator<"common">): string | undefined {
  const where = env().UNICO_ENV;
  return where === "production" ? undefined : t(where);
}

export const isSandbox = (): boolean => env().UNICO_ENV === "sandbox";

/** Unico's three hosts by name, as this process calls them. */
export function unicoHosts() {
  const { UNICO_ENV, UNICO_AUTH_URL, UNICO_ID_URL, UNICO_CADASTRO_URL } = env();
  const hostOf = (url: string) => new URL(url).host;
  return {
    environment: UNICO_ENV,
    auth: hostOf(UNICO_AUTH_URL),
    id: hostOf(UNICO_ID_URL),
    cadastro: hostOf(UNICO_CADASTRO_URL),
  };
}
