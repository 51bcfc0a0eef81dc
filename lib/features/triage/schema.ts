import { z } from "zod";
import { PRIORITIES } from "#lib/features/cases/rules.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS, OUTCOMES } from "#lib/features/signals.ts";
import { say } from "#lib/i18n/say.ts";

/** The rules that came with the program: they have words in both languages. */
export const SHIPPED_KEYS = ["fraud_alert", "not_live", "different_person", "needs_review"] as const;
/** Every rule that has words, the one of cases opened by hand included. */
export const WORDED_RULES = [...SHIPPED_KEYS, "manual"] as const;

/** Ours: what still reads as a page of sentences, and what one statement of the dry run takes. */
export const MOST_RULES = 30;
export const NAME_MAX = 80;
export const NOTE_MAX = 500;
export const MOST_DUE_HOURS = 400;

/** What a manager's own rule is called where no person reads it: nothing of what was typed stands in it. */
const OWN_KEY = /^own_[0-9a-f]{12}$/;

const whole = (least: number, most: number, message: ReturnType<typeof say>) =>
  z.int({ error: message }).min(least, message).max(most, message);
const score = z
  .number({ error: say("field.score") })
  .min(-100, say("field.score"))
  .max(100, say("field.score"));
/** Any of several; none is no condition. */
const among = <const V extends readonly string[]>(values: V) => z.array(z.enum(values)).readonly();

const conditionSchema = z
  .object({
    fraudsters: among(FRAUDSTERS),
    outcomes: among(OUTCOMES),
    biometry: among(BIOMETRY),
    liveness: among(LIVENESS),
    scoreMin: score.nullable(),
    scoreMax: score.nullable(),
    subsidiaries: z
      .array(z.uuid({ error: say("field.subsidiary") }))
      .max(500)
      .readonly(),
    /** At least so many answers about the CPF in so many days, the one at hand included. */
    repeats: z
      .object({
        least: whole(2, 100, say("field.repeats")),
        days: whole(1, 365, say("field.repeatsDays")),
      })
      .nullable(),
  })
  .superRefine((when, { addIssue }) => {
    const { scoreMin, scoreMax, repeats, ...lists } = when;
    if (scoreMin !== null && scoreMax !== null && scoreMin > scoreMax)
      addIssue({ code: "custom", path: ["scoreMax"], message: say("field.scoreOrder") });
    const isBare = Object.values(lists).every((values) => values.length === 0);
    if (isBare && scoreMin === null && scoreMax === null && repeats === null)
      addIssue({ code: "custom", path: ["fraudsters"], message: say("field.condition") });
  });
export type Condition = z.output<typeof conditionSchema>;

/** One rule, the same for the form and for the database: all of its conditions must hold. */
export const ruleSchema = z
  .object({
    key: z.union([z.enum(SHIPPED_KEYS), z.string().regex(OWN_KEY)]),
    /** A manager's words; null where the program has its own for it. */
    name: z.string().trim().min(1, say("field.ruleName")).max(NAME_MAX, say("field.ruleName")).nullable(),
    isOn: z.boolean(),
    when: conditionSchema,
    /** Null opens nothing. */
    opens: z
      .object({
        priority: z.enum(PRIORITIES, { error: say("field.casePriority") }),
        /** Hours of work from the signal. */
        dueHours: whole(1, MOST_DUE_HOURS, say("field.dueHours")),
      })
      .nullable(),
  })
  .refine(({ key, name }) => name !== null || isShipped(key), {
    path: ["name"],
    message: say("field.ruleName"),
  });
export type TriageRule = z.output<typeof ruleSchema>;

export const rulesSchema = z
  .array(ruleSchema)
  .max(MOST_RULES)
  .refine((rules) => new Set(rules.map(({ key }) => key)).size === rules.length);
export type TriageRules = readonly TriageRule[];

export const isOwn = (key: string): boolean => OWN_KEY.test(key);
export const isShipped = (key: string): key is (typeof SHIPPED_KEYS)[number] =>
  SHIPPED_KEYS.some((each) => each === key);
