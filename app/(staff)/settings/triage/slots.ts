import { type Draft, draftOf, NOTHING } from "#lib/features/triage/fields.ts";
import { isBelowFloor } from "#lib/features/triage/rules.ts";
import type { TriageRule, TriageRules } from "#lib/features/triage/schema.ts";
import { BLANK } from "#lib/features/triage/shipped.ts";
import type { Given } from "./given.ts";
import { sentenceOf, shippedName, titleOf } from "./sentence.ts";

/** A rule as the form draws it, in words already. */
export type Slot = {
  draft: Draft;
  title: string;
  sentence: string;
  nameHint: string;
  /** Said where the rule may catch an alert and open nothing, or less than an alert gets. */
  floorHint: string | null;
};

export const slotsOf = (rules: TriageRules, given: Given): Slot[] =>
  rules.map((rule) => {
    const name = shippedName(rule, given);
    return {
      draft: draftOf(rule),
      title: titleOf(rule, given),
      sentence: sentenceOf(rule, given),
      nameHint: name === null ? given.t("field.nameNew") : given.t("field.nameHint", { name }),
      floorHint: mayHideAlert(rule) ? given.t("floor.hint") : null,
    };
  });

export const blankSlot = ({ t }: Pick<Given, "t">): Slot => ({
  draft: { ...draftOf({ ...BLANK, key: "" }) },
  title: t("add"),
  sentence: t("addText"),
  nameHint: t("field.nameNew"),
  floorHint: null,
});

const mayHideAlert = ({ isOn, opens, when: { fraudsters } }: TriageRule): boolean =>
  isOn &&
  isBelowFloor(opens) &&
  (fraudsters.length === 0 || fraudsters.some((each) => each !== "inconclusive"));

/** Values of the choices, in words. */
export function optionsOf({ t, verdicts, subsidiaries }: Given) {
  return {
    fraudsters: options(["yes", "other", "inconclusive"] as const, (value) => verdicts(`fraud.${value}`)),
    outcomes: options(
      [
        "match",
        "match_flagged",
        "no_match",
        "no_match_flagged",
        "not_live",
        "undecided",
        "error",
        "cancelled",
      ] as const,
      (value) => verdicts(`outcome.${value}`),
    ),
    biometry: options(["no_match", "undecided", "match"] as const, (value) => verdicts(`biometry.${value}`)),
    liveness: options(["not_live", "not_measured", "live"] as const, (value) =>
      verdicts(`liveness.${value}`),
    ),
    subsidiaries: subsidiaries.map(({ id, name }) => ({ value: id, label: name })),
    opens: [
      ...options(["urgent", "high", "normal", "low"] as const, (value) =>
        t("field.open", { priority: verdicts(`priority.${value}`) }),
      ),
      { value: NOTHING, label: t("field.openNothing") },
    ],
  };
}
export type Options = ReturnType<typeof optionsOf>;

const options = <V extends string>(values: readonly V[], labelOf: (value: V) => string) =>
  values.map((value) => ({ value: value as string, label: labelOf(value) }));
