import type { Translator } from "#lib/i18n/translator.ts";

type T = Translator<"finding">;

/** What the box that finds everything says. */
export const findingWords = (t: T) => ({
  open: t("open"),
  title: t("title"),
  field: t("field"),
  hint: t("hint"),
  results: t("results"),
  searching: t("searching"),
  nothing: t("nothing"),
  failed: t("failed"),
  screen: t("screen"),
});

/** What the list of keys says, and the keys that no control names. */
export const keyWords = (t: T) => ({
  open: t("keys.open"),
  title: t("keys.title"),
  close: t("keys.close"),
  typing: t("keys.typing"),
  off: t("keys.off"),
  change: t("keys.change"),
  nextRow: t("keys.nextRow"),
  previousRow: t("keys.previousRow"),
  openRow: t("keys.openRow"),
  selectRow: t("keys.selectRow"),
  selectTo: t("keys.selectTo"),
  nextOne: t("keys.nextOne"),
  previousOne: t("keys.previousOne"),
  leave: t("keys.leave"),
});
