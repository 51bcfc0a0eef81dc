import type { CaseChoices } from "#lib/features/cases/choices.ts";
import { CASE_STATUSES, DECISIONS, PRIORITIES, REASON_CODES } from "#lib/features/cases/rules.ts";
import { AGES, type CaseFilter, DUES } from "#lib/features/cases/table-schema.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";
import { shortId } from "#lib/format.ts";
import { startOfDay } from "#lib/time.ts";
import type { Given } from "./given.ts";

const ORIGINS = ["reverification", "idcheck", "manual"] as const;

/** Says a value of a closed list; anything else stands as it is. */
const wordOf =
  <K extends string>(values: readonly K[], say: (value: K) => string) =>
  (value: string): string => {
    const known = values.find((each) => each === value);
    return known === undefined ? value : say(known);
  };

/** The words of everything that has a chip; order, page and search have none. */
export function filterWords(
  { t, verdicts, format }: Pick<Given, "t" | "verdicts" | "format">,
  { people, subsidiaries }: Pick<CaseChoices, "people" | "subsidiaries">,
) {
  const nameOf = (some: readonly { id: string; name: string }[]) => (value: string) =>
    some.find(({ id }) => id === value)?.name ?? shortId(value);
  const person = nameOf(people);
  const day = (value: string) => format.date(startOfDay(value));
  const yesOrNo = wordOf(["yes", "no"] as const, (v) => t(`yesOrNo.${v}`));
  const score = (value: string) => format.scoreBound(Number(value));
  return {
    status: { label: t("filter.status"), wordOf: wordOf(CASE_STATUSES, (v) => verdicts(`status.${v}`)) },
    fraudsters: { label: t("filter.fraudsters"), wordOf: wordOf(FRAUDSTERS, (v) => verdicts(`fraud.${v}`)) },
    biometry: { label: t("filter.biometry"), wordOf: wordOf(BIOMETRY, (v) => verdicts(`biometry.${v}`)) },
    liveness: { label: t("filter.liveness"), wordOf: wordOf(LIVENESS, (v) => verdicts(`liveness.${v}`)) },
    priority: { label: t("filter.priority"), wordOf: wordOf(PRIORITIES, (v) => verdicts(`priority.${v}`)) },
    decision: { label: t("filter.decision"), wordOf: wordOf(DECISIONS, (v) => verdicts(`decision.${v}`)) },
    reason: { label: t("filter.reason"), wordOf: wordOf(REASON_CODES, (v) => verdicts(`reason.${v}`)) },
    tag: { label: t("filter.tag"), wordOf: (v: string) => v },
    assignee: {
      label: t("filter.assignee"),
      wordOf: (v: string) => (v === "me" ? t("me") : v === "none" ? t("nobody") : person(v)),
    },
    due: { label: t("filter.due"), wordOf: wordOf(DUES, (v) => t(`due.${v}`)) },
    origin: { label: t("filter.origin"), wordOf: wordOf(ORIGINS, (v) => t(`origin.${v}`)) },
    openedFrom: { label: t("filter.openedFrom"), wordOf: day },
    openedTo: { label: t("filter.openedTo"), wordOf: day },
    age: { label: t("filter.age"), wordOf: wordOf(AGES, (v) => t(`age.${v}`)) },
    touchedFrom: { label: t("filter.touchedFrom"), wordOf: day },
    touchedTo: { label: t("filter.touchedTo"), wordOf: day },
    dueFrom: { label: t("filter.dueFrom"), wordOf: day },
    dueTo: { label: t("filter.dueTo"), wordOf: day },
    met: { label: t("filter.met"), wordOf: yesOrNo },
    closedFrom: { label: t("filter.closedFrom"), wordOf: day },
    closedTo: { label: t("filter.closedTo"), wordOf: day },
    decidedBy: { label: t("filter.decidedBy"), wordOf: person },
    approvedBy: { label: t("filter.approvedBy"), wordOf: person },
    first: { label: t("filter.first"), wordOf: wordOf(DECISIONS, (v) => verdicts(`decision.${v}`)) },
    firstBy: { label: t("filter.firstBy"), wordOf: person },
    overturned: { label: t("filter.overturned"), wordOf: yesOrNo },
    reopenedFrom: { label: t("filter.reopenedFrom"), wordOf: day },
    reopenedTo: { label: t("filter.reopenedTo"), wordOf: day },
    scoreMin: { label: t("filter.scoreMin"), wordOf: score },
    scoreMax: { label: t("filter.scoreMax"), wordOf: score },
    subsidiary: { label: t("filter.subsidiary"), wordOf: nameOf(subsidiaries) },
    subject: { label: t("filter.subject"), wordOf: shortId },
  } satisfies Partial<Record<keyof CaseFilter, { label: string; wordOf: (value: string) => string }>>;
}

/** What a parameter of the address is called on the screen. */
export const paramWord = (t: Given["t"], name: string): string => {
  const key = `filter.${name}`;
  return t.has(key as never) ? t(key as never) : name;
};
