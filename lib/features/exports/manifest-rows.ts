import { canonicalJson } from "#lib/features/audit/canonical.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { type InnerManifest, MANIFEST_FORM } from "./manifest.ts";

type Line = [label: string, value: string | number];

/** The manifest as people read it, and at its end as a program does: the form's name, and one line of JSON. */
export function manifestRows(locale: Locale, manifest: InnerManifest): Line[] {
  const t = translatorFor(locale, "exports");
  const { filters, auditHead, reason } = manifest;
  return [
    [t("manifest.title"), t(`list.${manifest.of as "cases"}`)],
    [t("manifest.by"), manifest.by.name],
    [t("manifest.madeAt"), manifest.madeAt],
    ...filters.map((filter): Line => [t("manifest.filters"), filter]),
    [t("manifest.order"), manifest.order],
    [t("manifest.rows"), manifest.rows],
    ...columnLines(manifest, t("manifest.columns")),
    [t("manifest.personal"), t(manifest.masked ? "manifest.masked" : "manifest.clear")],
    ...(reason ? [[t("manifest.reason"), t(`reason.${reason as "authority_asked"}`)] satisfies Line] : []),
    [t("manifest.timeZone"), manifest.timeZone],
    ...(manifest.contentSha256 ? [[t("manifest.content"), manifest.contentSha256] satisfies Line] : []),
    [
      t("manifest.auditHead"),
      auditHead
        ? t("manifest.block", { number: String(auditHead.block), head: auditHead.head })
        : t("manifest.noBlock"),
    ],
    [t("manifest.id"), manifest.id],
    [MANIFEST_FORM, canonicalJson(manifest)],
  ];
}

/** A line for each table where there are several. */
function columnLines({ columns, tables }: InnerManifest, label: string): Line[] {
  if (!tables) return [[label, columns.join(", ")]];
  let at = 0;
  return tables.map((table) => {
    const own = columns.slice(at, at + table.columns);
    at += table.columns;
    return [label, `${table.title} (${table.rows}): ${own.join(", ")}`];
  });
}
