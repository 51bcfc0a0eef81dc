import { HOSTS, type HostKey } from "#lib/features/connections/rules.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** What the parts that show Unico's side are drawn with. */
export type Given = {
  t: Translator<"connections">;
  format: Formatter;
  now: Date;
  /** Names of Unico's hosts, as this process calls them. */
  hosts: Readonly<Record<HostKey, string>>;
};

const MINUTE_MS = 60_000;

export const isHost = (host: string): host is HostKey => HOSTS.some((own) => own === host);

export const hostWord = ({ t }: Pick<Given, "t">, host: string): string =>
  t(`host.${isHost(host) ? host : "other"}`);

/** With seconds where it is of today: what matters here changes by the minute. */
export const sayTime = ({ format, now }: Pick<Given, "format" | "now">, at: Date): string => {
  const near = format.near(at, now);
  return near === format.clock(at) ? format.exact(at) : format.dateTime(at);
};

export const saySpan = ({ t, format }: Pick<Given, "t" | "format">, ms: number): string =>
  Math.abs(ms) < MINUTE_MS ? t("moments") : format.span(ms);

/** Why a host is not called, as far as there are words for it. */
export const breakerReason = (reason: string): "failures" | "credentials" | "other" =>
  reason === "failures" || reason === "credentials" ? reason : "other";
