import type { CaseFailure } from "#lib/features/cases/step.ts";
import type { TagFailure } from "#lib/features/cases/tags.ts";
import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { type Translator, translatorFor } from "#lib/i18n/translator.ts";
import { dayOf } from "#lib/time.ts";

type Words = Translator<"cases">;

/** Who was first, what they did and when; then that nothing typed is lost. */
export function failureWords(locale: Locale, failure: CaseFailure): string {
  const t = translatorFor(locale, "cases");
  return `${whyOf(t, locale, failure)} ${t("failure.kept")}`;
}

/** The same to whoever lost a case while its page was open. */
export function lossWords(locale: Locale, failure: CaseFailure): string {
  const t = translatorFor(locale, "cases");
  return `${whyOf(t, locale, failure)} ${t("failure.lost")}`;
}

/** Why alone, where nothing was typed. */
export function whyOf(t: Words, locale: Locale, failure: CaseFailure | TagFailure): string {
  switch (failure.code) {
    case "case_tags_full":
    case "case_tags_many":
      return t(`tags.${failure.code}`);
    case "case_unknown":
      return t("failure.case_unknown");
    case "case_other_open":
      return failure.other === null
        ? t("failure.changed.opened")
        : t("failure.case_other_open", { number: String(failure.other) });
    case "case_changed":
      return changeOf(t, locale, failure);
    case "case_not_yours":
      return failure.by ? t("failure.case_not_yours", { who: failure.by }) : t("failure.case_not_yours_free");
    case "case_closed":
    case "case_held":
    case "case_awaits":
      return t(`failure.${failure.code}`, { who: failure.by ?? t("failure.somebody") });
    case "case_erased":
    case "case_no_worker":
    case "case_same_priority":
    case "case_not_held":
    case "case_waits":
    case "case_not_waiting":
    case "case_escalated":
    case "case_undo_over":
    case "case_not_awaiting":
    case "case_own_decision":
    case "case_not_closed":
      return t(`failure.${failure.code}`);
  }
}

type Changed = Extract<CaseFailure, { code: "case_changed" }>;

function changeOf(t: Words, locale: Locale, { kind, by, at }: Changed): string {
  if (kind === null || isUntold(kind) || at === null) return t("failure.changed.opened");
  return t(`failure.changed.${kind}`, {
    who: by ?? t("failure.program"),
    at: momentOf(t, locale, at, new Date()),
  });
}

/** What nobody did, or what changes no case. */
const UNTOLD = ["opened", "noted", "signal_joined", "tagged", "untagged", "attached", "detached"] as const;
const isUntold = (kind: NonNullable<Changed["kind"]>): kind is (typeof UNTOLD)[number] =>
  UNTOLD.some((each) => each === kind);

/** "at 10:02" today, else "on 21 Nov 2026, 10:02". */
function momentOf(t: Words, locale: Locale, at: Date, now: Date): string {
  const format = formatterFor(locale);
  return dayOf(at) === dayOf(now)
    ? t("failure.atTime", { time: format.clock(at) })
    : t("failure.onDay", { time: format.dateTime(at) });
}
