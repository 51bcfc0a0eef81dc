import { LOOK_UP_TROUBLES, PROCESS_OUTCOMES } from "#lib/features/processes/rules.ts";
import { PORTAL_WORDS } from "#lib/features/reverifications/portal-words.ts";
import { STATES } from "#lib/features/reverifications/rules.ts";
import { REASONS } from "#lib/features/reverifications/schema.ts";
import { OUTCOMES } from "#lib/features/signals.ts";
import { shortId } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { type Read, said } from "./said.ts";

/** What Unico was asked and what it said. */
export function checkParts(locale: Locale, action: string, read: Read): (string | undefined)[] {
  const t = translatorFor(locale, "audit");
  const verdicts = translatorFor(locale, "verdicts");
  const processes = translatorFor(locale, "processes");
  const reference = read("referenceId");
  switch (action) {
    case "reverification.start":
      return [
        said(REASONS, read("reason"), (known) =>
          translatorFor(locale, "reverifications")(`reasonName.${known}`),
        ),
      ];
    case "reverification.send":
      return [reference && t("what.reference", { id: shortId(reference) })];
    case "reverification.settle":
    case "reverification.late_answer":
      return [
        said(OUTCOMES, read("outcome"), (known) => verdicts(`outcome.${known}`)) ??
          said(STATES, read("state"), (known) => verdicts(`reverification.${known}`)),
      ];
    case "reverification.propose":
    case "reverification.reconcile":
    case "reverification.reject_word":
    case "reverification.withdraw_word":
      return [
        said(PORTAL_WORDS, read("says"), (known) => translatorFor(locale, "reconciling")(`word.${known}`)),
      ];
    case "process.lookup":
      return [
        said(LOOK_UP_TROUBLES, read("trouble"), (known) => processes(`trouble.${known}.title`)) ??
          said(PROCESS_OUTCOMES, read("outcome"), (known) => processes(`outcome.${known}`)) ??
          said(["snapshot"], read("source"), (known) => t(`detail.source.${known}`)),
        read("listId") && t("detail.ofList"),
      ];
    case "list.ask":
    case "list.download":
      return [t("detail.listAsked", { count: Number(read("ids")) })];
    case "list.cancel":
      return [t("detail.listLeft", { count: Number(read("left")) })];
    case "list.end":
      return [
        t("detail.listDone", { count: Number(read("done")) }),
        read("left") !== "0" && t("detail.listLeft", { count: Number(read("left")) }),
      ].map((part) => part || undefined);
    default:
      return [];
  }
}
