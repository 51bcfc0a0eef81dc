import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import type { InnerManifest } from "./manifest.ts";

/** What stands above, below and at the foot of the rows of an export in PDF. */
export function onPaper(
  locale: Locale,
  manifest: Omit<InnerManifest, "rows">,
  title: string,
  /** Of a table; known once all were read. */
  rowsOf: (place: number) => number,
) {
  const t = translatorFor(locale, "exports");
  const madeAt = new Date(manifest.madeAt);
  const { by, filters, masked, id } = manifest;
  return {
    paper: {
      title,
      language: locale,
      madeAt,
      foot: t("paper.foot", { list: title, id }),
      pageOf: (page: number, pages: number) => t("paper.page", { page: String(page), pages: String(pages) }),
    },
    intro: [
      t("paper.madeBy", { name: by.name, time: formatterFor(locale).full(madeAt) }),
      ...(filters.length > 0 ? filters : [t("manifest.noFilters")]),
      `${t("manifest.personal")}: ${t(masked ? "manifest.masked" : "manifest.clear")}`,
    ],
    words: {
      shown: (shown: number, _: number, place: number) => {
        const rows = rowsOf(place);
        if (shown < rows) return t("paper.shown", { shown, rows: String(rows) });
        return manifest.tables === null ? t("paper.all", { rows }) : null;
      },
      leftOut: (columns: string) => t("paper.leftOut", { columns }),
    },
  };
}
