import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { ALERTS, LIVENESSES } from "#lib/unico/process-values.ts";
import { FLOOR, repeatsAsked } from "./rules.ts";
import type { Condition, TriageRules } from "./schema.ts";

type Sql = Prisma.Sql;

const rawOf = (table: Readonly<Record<string, string>>, value: string): string[] =>
  Object.keys(table).filter((raw) => table[raw] === value);

const alertOfRaw = Prisma.sql`CASE WHEN fraudsters IS NULL OR fraudsters = ANY (${rawOf(ALERTS, "unspecified")}::text[]) THEN NULL
    WHEN fraudsters = ANY (${rawOf(ALERTS, "yes")}::text[]) THEN 'yes'
    WHEN fraudsters = ANY (${rawOf(ALERTS, "inconclusive")}::text[]) THEN 'inconclusive' ELSE 'other' END`;
const livenessOfRaw = Prisma.sql`CASE WHEN liveness = ANY (${rawOf(LIVENESSES, "live")}::text[]) THEN 'live'
    WHEN liveness = ANY (${rawOf(LIVENESSES, "not_live")}::text[]) THEN 'not_live' ELSE 'not_measured' END`;

const ALERT = Prisma.sql`('yes', 'other')`;

/** An answer may come days after the question: one asked so long before still counts as a repeat. */
const LATE_DAYS = 8;
const DAY_MS = 24 * 3_600_000;

/** How often the CPF was answered about, up to the answer itself, in so many days. */
const countRepeats = (days: number): Sql => Prisma.sql`count(*) FILTER (WHERE e.is_counted) OVER (
    PARTITION BY e.subject_id ORDER BY e.at
    RANGE BETWEEN make_interval(days => ${days}::integer, secs => -0.000001) PRECEDING AND CURRENT ROW)`;

/**
 * Every answer of a period as rules see it: of re-verifications by their start, of IDCheck processes by their first
 * look-up, with what they said last. What came before counts as a repeat only.
 */
export function answersIn(from: Date, to: Date, rules: TriageRules): Sql {
  const days = repeatsAsked(rules);
  const back = days.length === 0 ? 0 : Math.max(...days) + LATE_DAYS;
  const since = new Date(from.getTime() - back * DAY_MS);
  const event = Prisma.sql`
    SELECT id, coalesce(settled_at, started_at) AS at, subject_id, subsidiary_id, outcome::text AS outcome,
      fraudsters::text AS fraudsters, biometry::text AS biometry, liveness::text AS liveness, NULL::float8 AS score,
      settled_at IS NOT NULL AS is_counted,
      started_at >= ${from} AND (settled_at IS NOT NULL OR fraudsters::text IN ${ALERT}) AS is_judged
    FROM reverification WHERE started_at >= ${since} AND started_at < ${to} AND outcome IS NOT NULL
    UNION ALL
    SELECT id, first_seen_at, subject_id, NULL, NULL, ${alertOfRaw}, NULL, ${livenessOfRaw}, score, true,
      first_seen_at >= ${from} AND (outcome <> 'wait' OR ${alertOfRaw} IN ${ALERT})
    FROM process WHERE last_seen_at >= ${since} AND first_seen_at >= ${since} AND first_seen_at < ${to}`;
  // One count for each number of days that a rule asks for, in their order.
  const repeats =
    days.length === 0 ? Prisma.empty : Prisma.sql`, ARRAY[${Prisma.join(days.map(countRepeats))}] AS repeats`;
  return Prisma.sql`SELECT * FROM (SELECT e.*${repeats} FROM (${event}) AS e) AS counted WHERE is_judged`;
}

const among = (column: Sql, values: readonly string[]): Sql[] =>
  values.length === 0 ? [] : [Prisma.sql`${column} = ANY (${[...values]}::text[])`];

/** The same conditions as in `rules.ts`, over the columns of `answersIn` as `a`; a test holds one to the other. */
function holds(when: Condition, days: readonly number[]): Sql {
  const { scoreMin, scoreMax, repeats } = when;
  const all = [
    ...among(Prisma.sql`a.fraudsters`, when.fraudsters),
    ...among(Prisma.sql`a.outcome`, when.outcomes),
    ...among(Prisma.sql`a.biometry`, when.biometry),
    ...among(Prisma.sql`a.liveness`, when.liveness),
    ...(scoreMin === null ? [] : [Prisma.sql`a.score >= ${scoreMin}::float8`]),
    ...(scoreMax === null ? [] : [Prisma.sql`a.score <= ${scoreMax}::float8`]),
    ...among(Prisma.sql`a.subsidiary_id::text`, when.subsidiaries),
    ...(repeats
      ? [
          Prisma.sql`a.subject_id IS NOT NULL AND a.repeats[${days.indexOf(repeats.days) + 1}::integer] >= ${repeats.least}::integer`,
        ]
      : []),
  ];
  return Prisma.join(all, " AND ");
}

/** Place of the first rule that holds, from 0 on; null where none does. */
export function placeOf(rules: TriageRules): Sql {
  const days = repeatsAsked(rules);
  const arms = rules.flatMap(({ isOn, when }, place) =>
    isOn ? [Prisma.sql`WHEN ${holds(when, days)} THEN ${place}::integer`] : [],
  );
  return arms.length === 0 ? Prisma.sql`NULL::integer` : Prisma.sql`CASE ${Prisma.join(arms, " ")} END`;
}

/** What a case is opened with: an alert gets no less than the floor. */
export const priorityOf = (priority: Sql, isAlert: Sql): Sql => Prisma.sql`CASE WHEN ${isAlert}
    THEN greatest(${priority}::case_priority, ${FLOOR.priority}::case_priority)::text ELSE ${priority} END`;

/** What each place opens; -1 is what is opened for an alert where no rule does. */
export function opensOf(rules: TriageRules): Sql {
  const rows = [
    Prisma.sql`(-1, ${FLOOR.rule}::text, ${FLOOR.priority}::text)`,
    ...rules.map(
      ({ key, opens }, place) =>
        Prisma.sql`(${place}::integer, ${key}::text, ${opens?.priority ?? null}::text)`,
    ),
  ];
  return Prisma.sql`(VALUES ${Prisma.join(rows)}) AS opens (place, rule, priority)`;
}
