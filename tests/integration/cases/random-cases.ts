import fc from "fast-check";
import { CASE_STATUSES, DECISIONS, PRIORITIES, REASON_CODES } from "#lib/features/cases/rules.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS, OUTCOMES } from "#lib/features/signals.ts";

export const NOW = new Date("2026-11-20T15:30:00.000Z");
const DAY_MS = 86_400_000;
const NAMES = [
  "José Ângelo São João",
  "JOSE  angelo",
  "Ana 100% Sá",
  "ana_lúcia",
  "Érico \\ Ção",
  "Łucja Brandão",
  "João da Assunção",
  "JOA\u0303O DA ASSUNC\u0327A\u0303O",
  "Müller Straße",
  "Iıİ Ação",
  null,
];
export const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(values: readonly T[]) => fc.option(some(values), { freq: 3 });
const instant = fc
  .integer({ min: -20 * 48, max: 2 * 48 })
  .map((half) => new Date(NOW.getTime() + (half * DAY_MS) / 48));
// Few values of each, so that filters find many and orders tie often.
export const scores = some([-100, -41, -40, -10, 0, 9.5, 10, 100]);

export const TAGS = ["conta laranja", "ação", "vip", "lote-1.2", "תג"];

/** A case before the checks of the database are met. */
export const caseShape = () =>
  fc.record({
    status: some(CASE_STATUSES),
    priority: some(PRIORITIES),
    origin: some(["reverification", "idcheck", "manual"] as const),
    outcome: maybe(OUTCOMES),
    fraudsters: maybe(FRAUDSTERS),
    biometry: maybe(BIOMETRY),
    liveness: maybe(LIVENESS),
    score: fc.option(scores, { freq: 2 }),
    openedAt: instant,
    dueInMs: fc.integer({ min: 0, max: 12 * 48 }).map((half) => (half * DAY_MS) / 48),
    decision: some(DECISIONS),
    reasons: fc.subarray([...REASON_CODES], { minLength: 1, maxLength: 3 }),
    tags: fc.subarray(TAGS, { maxLength: 3 }),
    assigneeId: maybe([0, 1]),
    subsidiaryId: maybe([0, 1]),
    name: some(NAMES),
    isKnown: fc.boolean(),
    isCompared: fc.boolean(),
  });
