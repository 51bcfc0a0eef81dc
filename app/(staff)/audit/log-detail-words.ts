import { ALARMS } from "#lib/features/audit/proof-state-rules.ts";
import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { type Read, said } from "./said.ts";

/** What was done with the log itself, and where somebody reached a limit. */
export function logParts(locale: Locale, action: string, read: Read): (string | undefined)[] {
  const t = translatorFor(locale, "audit");
  const number = (name: string) => formatterFor(locale).number(Number(read(name) ?? 0));
  switch (action) {
    case "audit.export":
      return [read("format")?.toUpperCase(), t("detail.rows", { count: Number(read("rows") ?? 0) })];
    case "export.create":
    case "export.finish":
      return [
        read("format")?.toUpperCase(),
        read("rows")
          ? translatorFor(locale, "exports")("row.rows", { count: Number(read("rows")) })
          : undefined,
        read("masked") === "false" ? translatorFor(locale, "exports")("row.clear") : undefined,
      ];
    case "audit.proof":
      return [t("proof.block", { block: number("block") })];
    case "audit.check":
      return [
        t(read("full") === "true" ? "detail.checkedWhole" : "detail.checkedSince"),
        read("check")
          ? t("detail.checkedBad", { block: number("block"), check: read("check") ?? "" })
          : t("detail.rows", { count: Number(read("events") ?? 0) }),
      ];
    case "audit.alarm":
      return [
        said(ALARMS, read("alarm"), (known) => t(`detail.alarm.${known}`)),
        read("over") === "true" ? t("detail.alarmOver") : undefined,
      ];
    case "limit.refuse":
      return [t("detail.limit", { most: number("most"), seconds: number("seconds") })];
    default:
      return [];
  }
}
