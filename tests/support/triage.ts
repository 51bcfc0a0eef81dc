import fc from "fast-check";
import { PRIORITIES } from "#lib/features/cases/rules.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS, OUTCOMES } from "#lib/features/signals.ts";
import type { Condition, TriageRule } from "#lib/features/triage/schema.ts";
import { BLANK } from "#lib/features/triage/shipped.ts";

export const ownKey = (number: number): string => `own_${number.toString(16).padStart(12, "0")}`;

/** A rule of a manager's own that opens a normal case, unless told otherwise. */
export const aRule = (
  number: number,
  when: Partial<Condition>,
  overrides: Partial<TriageRule> = {},
): TriageRule => ({
  ...BLANK,
  key: ownKey(number),
  name: `Regra ${number}`,
  when: { ...BLANK.when, ...when },
  ...overrides,
});

/** Few days and few branches, so that conditions meet answers. */
export const DAYS = [1, 7, 30] as const;

const some = <V>(values: readonly V[]) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<V[]>([]) },
    { weight: 1, arbitrary: fc.subarray([...values]) },
  );
const bound = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.integer({ min: -100, max: 100 }) },
);

const conditions = (branches: readonly string[]): fc.Arbitrary<Condition> =>
  fc
    .record({
      fraudsters: some(FRAUDSTERS),
      outcomes: some(OUTCOMES),
      biometry: some(BIOMETRY),
      liveness: some(LIVENESS),
      scores: fc.tuple(bound, bound),
      subsidiaries: some(branches),
      repeats: fc.option(
        fc.record({ least: fc.integer({ min: 2, max: 4 }), days: fc.constantFrom(...DAYS) }),
        { freq: 3 },
      ),
    })
    .map(({ scores: [one, other], ...when }) => {
      const isTurned = one !== null && other !== null && one > other;
      return { ...when, scoreMin: isTurned ? other : one, scoreMax: isTurned ? one : other };
    })
    .filter((when) =>
      Object.values(when).some((value) => (Array.isArray(value) ? value.length > 0 : value !== null)),
    );

/** Rules in some order, as a manager may write them. */
export const someRules = (branches: readonly string[]): fc.Arbitrary<TriageRule[]> =>
  fc
    .array(
      fc.record({
        isOn: fc.boolean(),
        when: conditions(branches),
        opens: fc.option(
          fc.record({ priority: fc.constantFrom(...PRIORITIES), dueHours: fc.integer({ min: 1, max: 400 }) }),
          { freq: 3 },
        ),
      }),
      { maxLength: 5 },
    )
    .map((rules) => rules.map((rule, place) => ({ ...rule, key: ownKey(place), name: `Regra ${place}` })));
