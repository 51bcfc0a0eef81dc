import { graverOf, type Priority, type Signals } from "#lib/features/cases/rules.ts";
import type { Condition, TriageRule, TriageRules } from "./schema.ts";

/** What rules look at. */
export type Answer = Signals & {
  score: number | null;
  subsidiaryId: string | null;
  /** How many answers there were about the CPF, by days looked back; empty where nobody knows whose it is. */
  repeats: ReadonlyMap<number, number>;
};

export type Hit = { rule: string; name: string | null; priority: Priority; dueHours: number };

/**
 * What opens a case for an alert where no rule does, and the least that it gets where one does: an alert is never
 * hidden, whatever a manager makes of the rules (the product's invariant 4).
 */
export const FLOOR = {
  rule: "fraud_alert",
  name: null,
  priority: "high",
  dueHours: 4,
} as const satisfies Hit;

export const isAlert = ({ fraudsters }: Pick<Signals, "fraudsters">): boolean =>
  fraudsters === "yes" || fraudsters === "other";

/** No rule of this list holds a condition on it, or the value is among those asked for. */
const fits = <V>(asked: readonly V[], value: V | null): boolean =>
  asked.length === 0 || (value !== null && asked.includes(value));

type SignalsAndScore = Signals & { score: number | null };

function fitsSignals(when: Condition, answer: SignalsAndScore): boolean {
  const { scoreMin, scoreMax } = when;
  return (
    fits(when.fraudsters, answer.fraudsters) &&
    fits(when.outcomes, answer.outcome) &&
    fits(when.biometry, answer.biometry) &&
    fits(when.liveness, answer.liveness) &&
    (scoreMin === null || (answer.score !== null && answer.score >= scoreMin)) &&
    (scoreMax === null || (answer.score !== null && answer.score <= scoreMax))
  );
}

const holds = (when: Condition, answer: Answer): boolean =>
  fitsSignals(when, answer) &&
  fits(when.subsidiaries, answer.subsidiaryId) &&
  (when.repeats === null || (answer.repeats.get(when.repeats.days) ?? 0) >= when.repeats.least);

/** The first rule in order that holds; null when none does. What it says may be to open nothing. */
export const ruleFor = (rules: TriageRules, answer: Answer): TriageRule | null =>
  rules.find(({ isOn, when }) => isOn && holds(when, answer)) ?? null;

/** Which case an answer opens, or null when it opens none. */
export const decide = (rules: TriageRules, answer: Answer): Hit | null =>
  hitOf(ruleFor(rules, answer), answer);

/** The same where nobody asked yet whom the answer is about, and of which branch: "depends" where that may matter. */
export function decideForAnybody(rules: TriageRules, signals: SignalsAndScore): Hit | null | "depends" {
  if (!mayOpen(rules, signals)) return null;
  const rule = rules.find(({ isOn, when }) => isOn && fitsSignals(when, signals)) ?? null;
  const isAboutWhom = rule !== null && (rule.when.subsidiaries.length > 0 || rule.when.repeats !== null);
  return isAboutWhom ? "depends" : hitOf(rule, signals);
}

function hitOf(rule: TriageRule | null, answer: Pick<Signals, "fraudsters">): Hit | null {
  if (rule?.opens) {
    const opens = isAlert(answer) ? notBelowFloor(rule.opens) : rule.opens;
    return { rule: rule.key, name: rule.name, ...opens };
  }
  return isAlert(answer) ? FLOOR : null;
}

type Opens = Pick<Hit, "priority" | "dueHours">;

const notBelowFloor = ({ priority, dueHours }: Opens): Opens => ({
  priority: graverOf(priority, FLOOR.priority),
  dueHours: Math.min(dueHours, FLOOR.dueHours),
});

/** Whether an alert would get more than what a rule opens; null opens nothing. */
export const isBelowFloor = (opens: Opens | null): boolean =>
  opens === null || opens.dueHours > FLOOR.dueHours || notBelowFloor(opens).priority !== opens.priority;

/** False where it is certain that no case comes of these signals, whoever they are about. */
const mayOpen = (rules: TriageRules, signals: SignalsAndScore): boolean =>
  isAlert(signals) || rules.some(({ isOn, opens, when }) => isOn && opens && fitsSignals(when, signals));

/** Over which days answers about a CPF have to be counted for these rules. */
export const repeatsAsked = (rules: TriageRules): number[] => [
  ...new Set(rules.flatMap(({ isOn, when }) => (isOn && when.repeats ? [when.repeats.days] : []))),
];
