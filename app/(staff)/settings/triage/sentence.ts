import { FLOOR } from "#lib/features/triage/rules.ts";
import { isShipped, type TriageRule } from "#lib/features/triage/schema.ts";
import type { Given } from "./given.ts";

const upperFirst = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** What a rule is called where its manager gave it no name. */
export const shippedName = (
  { key }: Pick<TriageRule, "key">,
  { cases }: Pick<Given, "cases">,
): string | null => (isShipped(key) ? upperFirst(cases(`rule.${key}`)) : null);

export const titleOf = (rule: Pick<TriageRule, "key" | "name">, given: Pick<Given, "cases">): string =>
  rule.name ?? shippedName(rule, given) ?? rule.key;

/** "When fraud alert is yes, open urgent, due in 4 working hours" */
export function sentenceOf(rule: TriageRule, given: Given): string {
  const { t, verdicts } = given;
  const conditions = listOf(given, "conjunction", conditionsOf(rule.when, given));
  if (!rule.opens) return t("sentence.nothing", { conditions });
  const { priority, dueHours: hours } = rule.opens;
  return t("sentence.opens", { conditions, priority: verdicts(`priority.${priority}`).toLowerCase(), hours });
}

export const floorText = ({ t, verdicts }: Pick<Given, "t" | "verdicts">): string =>
  t("floor.text", { priority: verdicts(`priority.${FLOOR.priority}`).toLowerCase(), hours: FLOOR.dueHours });

const listOf = ({ locale }: Given, type: "conjunction" | "disjunction", words: readonly string[]): string =>
  new Intl.ListFormat(locale === "en" ? "en-GB" : locale, { type }).format(words);

function conditionsOf(when: TriageRule["when"], given: Given): string[] {
  const { t, verdicts, subsidiaries } = given;
  const any = <V>(values: readonly V[], say: (values: string) => string, wordOf: (value: V) => string) =>
    values.length === 0 ? [] : [say(listOf(given, "disjunction", values.map(wordOf)))];
  const branch = (id: string) => subsidiaries.find((each) => each.id === id)?.name ?? t("value.branch");
  return [
    ...any(
      when.fraudsters,
      (values) => t("condition.fraudsters", { values }),
      (value) => t(`value.fraudsters.${value}`),
    ),
    ...any(
      when.outcomes,
      (values) => t("condition.outcomes", { values }),
      (value) => `“${verdicts(`outcome.${value}`)}”`,
    ),
    ...any(
      when.biometry,
      (values) => t("condition.biometry", { values }),
      (value) => t(`value.biometry.${value}`),
    ),
    ...any(
      when.liveness,
      (values) => t("condition.liveness", { values }),
      (value) => t(`value.liveness.${value}`),
    ),
    ...scoreOf(when, given),
    ...any(when.subsidiaries, (values) => t("condition.subsidiaries", { values }), branch),
    ...(when.repeats
      ? [t("condition.repeats", { least: String(when.repeats.least), days: when.repeats.days })]
      : []),
  ];
}

function scoreOf({ scoreMin, scoreMax }: TriageRule["when"], { t, format }: Given): string[] {
  const min = scoreMin === null ? null : format.score(scoreMin);
  const max = scoreMax === null ? null : format.score(scoreMax);
  if (min !== null && max !== null) return [t("condition.scoreBetween", { min, max })];
  if (min !== null) return [t("condition.scoreMin", { min })];
  return max === null ? [] : [t("condition.scoreMax", { max })];
}
