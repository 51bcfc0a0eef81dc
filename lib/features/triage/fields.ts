import type { TriageRule } from "./schema.ts";

/** A form without script has no groups of fields: what belongs to the rule in slot 3 is called `r3.…`. */
export const fieldOf = (slot: number, name: string): string => `r${slot}.${name}`;

/** What the choice of the priority says instead of one. */
export const NOTHING = "nothing";

/** A rule as its slot of the form is drawn; a new one has no key yet. */
export type Draft = {
  key: string;
  name: string;
  isOn: boolean;
  fraudsters: readonly string[];
  outcomes: readonly string[];
  biometry: readonly string[];
  liveness: readonly string[];
  scoreMin: string;
  scoreMax: string;
  subsidiaries: readonly string[];
  repeatsLeast: string;
  repeatsDays: string;
  opens: string;
  dueHours: string;
};

const typed = (value: number | null | undefined): string => (value == null ? "" : String(value));

export const draftOf = ({ key, name, isOn, when, opens }: TriageRule): Draft => ({
  key,
  name: name ?? "",
  isOn,
  fraudsters: when.fraudsters,
  outcomes: when.outcomes,
  biometry: when.biometry,
  liveness: when.liveness,
  scoreMin: typed(when.scoreMin),
  scoreMax: typed(when.scoreMax),
  subsidiaries: when.subsidiaries,
  repeatsLeast: typed(when.repeats?.least),
  repeatsDays: typed(when.repeats?.days),
  opens: opens?.priority ?? NOTHING,
  dueHours: typed(opens?.dueHours ?? 9),
});
