import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { CASE_STATUSES, DECISIONS, PRIORITIES, REASON_CODES } from "#lib/features/cases/rules.ts";
import { AGES, CASE_SORTS, type CaseFilter, caseTable } from "#lib/features/cases/table-schema.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";
import type { KeptCases } from "./kept-cases.ts";
import type { Kept } from "./oracle.ts";
import { scores, some, TAGS } from "./random-cases.ts";

export const TYPED = [
  "jose",
  "ÂNGELO",
  "são j",
  "100%",
  "_",
  "\\",
  "%",
  "ção",
  "nobody at all",
  "acao",
  "CÃO",
  "jose\u0301",
  "joão  da",
  "ue",
  "ß",
  "ı",
  "'; DROP TABLE",
  "a",
];

const days = some(["2026-10-31", "2026-11-10", "2026-11-19", "2026-11-20", "2026-11-21", "2030-01-01"]);
const seldom = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 1, nil: undefined });
const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const chosen = <T>(values: readonly T[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: fc.subarray([...values]) },
  );

/** Where the figures of reports lead: one or two of them at a time, as their links have them. */
const reportsFilters = (people: readonly string[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.record({ age: some(AGES) }),
        fc.record({ touchedFrom: days, touchedTo: rarely(days) }),
        fc.record({ dueFrom: rarely(days), dueTo: days, met: seldom(some(["yes", "no"] as const)) }),
        fc.record({ closedFrom: days, overturned: rarely(fc.constant("yes" as const)) }),
        fc.record({ closedTo: days, decidedBy: rarely(some(people)), approvedBy: rarely(some(people)) }),
        fc.record({ closedFrom: days, firstBy: some(people) }),
        fc.record({ first: fc.subarray([...DECISIONS], { minLength: 1 }) }),
        fc.record({ reopenedFrom: days, reopenedTo: rarely(days) }),
      ),
    },
  );

/** Filters as an address could hold them, each as likely to find many as to find nothing. */
export const filtersOf = ({ rows, people, subsidiaries }: KeptCases): fc.Arbitrary<CaseFilter> =>
  fc
    .record({
      status: chosen(CASE_STATUSES),
      decision: chosen(DECISIONS),
      reason: chosen(REASON_CODES),
      tag: chosen(TAGS),
      fraudsters: chosen(FRAUDSTERS),
      biometry: chosen(BIOMETRY),
      liveness: chosen(LIVENESS),
      priority: chosen(PRIORITIES),
      origin: chosen(["reverification", "idcheck", "manual"] as const),
      assignee: chosen(["me", "none", people[1] ?? "none"]),
      scoreMin: rarely(scores),
      scoreMax: rarely(scores),
      openedFrom: rarely(days),
      openedTo: rarely(days),
      due: chosen(["overdue", "1h", "4h", "today"] as const),
      reports: reportsFilters(people),
      subsidiary: chosen(subsidiaries),
      subject: rarely(
        fc
          .array(fc.integer({ min: 0, max: rows.length - 1 }), { minLength: 1, maxLength: 40 })
          .map((many) => many.flatMap((i) => rows[i]?.subjectId ?? [])),
      ),
      q: rarely(some([...TYPED, ...searchedIds(rows)])),
      sort: seldom(some(CASE_SORTS.flatMap((sort) => [sort, `-${sort}`] as const))),
    })
    .map(({ reports, ...given }) => caseTable.parse({ ...given, ...reports }));

export function searchedIds(rows: readonly Kept[]): string[] {
  const compared = rows.find(({ reverificationId }) => reverificationId);
  const { referenceId, reverificationId, unicoProcessId } = compared ?? {};
  const ids = [referenceId, reverificationId, unicoProcessId].flatMap((id) =>
    id ? [id, id.toUpperCase()] : [],
  );
  return [...ids, randomUUID(), "20007", "99999"];
}
