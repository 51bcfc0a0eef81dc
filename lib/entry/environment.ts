import "server-only";
import { env } from "#lib/env.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** The tag that says where one is; absence is production. */
export function environmentTag(t: Translator<"common">): string | undefined {
  const where = env().UNICO_ENV;
  return where === "production" ? undefined : t(where);
}

export const isSandbox = (): boolean => env().UNICO_ENV === "sandbox";

/** The demo's, for a figure to look at. */
const SANDBOX_PRICE = 1.2;
/** What one paid call costs, in reais; null where nobody said. */
export const callPrice = (): number | null => env().UNICO_CALL_PRICE ?? (isSandbox() ? SANDBOX_PRICE : null);

/** Where a one-time link leads: the address that people open, whatever the request called it. */
export const oneTimeLinkUrl = (token: string): string => `${env().APP_URL}/set-password/${token}`;

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

/** How selfies are captured with a key that measures liveness: the page's own part of the settings, no secret. */
export function captureSettings() {
  const { UNICO_ENV, UNICO_LIVENESS, UNICO_SDK_HOST, UNICO_SDK_HOST_KEY } = env();
  if (!UNICO_LIVENESS) return null;
  if (UNICO_ENV === "sandbox") return { by: "sandbox" } as const;
  return {
    by: "sdk",
    environment: UNICO_ENV,
    host: UNICO_SDK_HOST ?? "",
    hostKey: UNICO_SDK_HOST_KEY ?? "",
  } as const;
}
export type CaptureSettings = NonNullable<ReturnType<typeof captureSettings>>;

/** Where the files of the Web SDK lie on this machine. */
export const sdkFolder = (): string | undefined => env().UNICO_SDK_DIR;

/** What the settings say of how this process talks with Unico; no secret. */
export function unicoSettings() {
  const { UNICO_RATE, UNICO_WEBHOOK_SECRET } = env();
  return { ratePerSecond: UNICO_RATE, isWebhookConfigured: UNICO_WEBHOOK_SECRET !== undefined };
}
