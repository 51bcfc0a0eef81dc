import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { PRIORITIES, type Priority } from "#lib/features/cases/rules.ts";
import { answersIn, opensOf, placeOf, priorityOf } from "./matching.ts";
import { FLOOR } from "./rules.ts";
import type { TriageRules } from "./schema.ts";

/** Over how many days a change is tried before it is saved. */
export const DRY_RUN_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

export type DryRunRule = {
  /** Answers that the rule was the first to catch. */
  caught: number;
  /** Cases that it would have opened. */
  opens: number;
  /** Cases that a rule of this key opened in fact. */
  opened: number;
};
export type DryRun = {
  from: Date;
  to: Date;
  answers: number;
  /** In their order. */
  rules: DryRunRule[];
  /** Alerts that no rule opens a case for. */
  floor: DryRunRule;
  /** Cases opened by rules that are not among these. */
  openedByOthers: number;
  priorities: { priority: Priority; opens: number; opened: number }[];
};

type Row = {
  what: "answers" | "caught" | "opens" | "opened";
  place: number | null;
  rule: string | null;
  priority: Priority | null;
  count: number;
};

/**
 * What rules would have made of the answers of the last days, beside the cases that rules opened in them, in one
 * statement. Signals that join count once: a person has one case of a rule, and none more where one from before the
 * period was still open.
 */
export async function dryRun(db: Db, rules: TriageRules, now: Date): Promise<DryRun> {
  const from = new Date(now.getTime() - DRY_RUN_DAYS * DAY_MS);
  const rows = await db.$queryRaw<Row[]>`
    WITH opens AS (SELECT * FROM ${opensOf(rules)}),
    caught AS (
      SELECT a.id, a.subject_id, a.at, a.fraudsters IN ('yes', 'other') AS is_alert, ${placeOf(rules)} AS place
      FROM (${answersIn(from, now, rules)}) AS a
    ),
    led AS MATERIALIZED (
      SELECT c.id, c.subject_id, c.at, c.place, c.is_alert,
        CASE WHEN o.priority IS NULL AND c.is_alert THEN -1 ELSE c.place END AS opening
      FROM caught AS c LEFT JOIN opens AS o USING (place)
    ),
    would AS (
      SELECT DISTINCT ON (o.rule, coalesce(led.subject_id, led.id)) led.opening AS place,
        ${priorityOf(Prisma.sql`o.priority`, Prisma.sql`led.is_alert`)} AS priority
      FROM led JOIN opens AS o ON o.place = led.opening
      WHERE o.priority IS NOT NULL AND NOT EXISTS (
        SELECT FROM "case" AS c WHERE c.subject_id = led.subject_id AND c.rule = o.rule AND c.opened_at < ${from}
          AND (c.closed_at IS NULL OR c.closed_at >= led.at))
      ORDER BY o.rule, coalesce(led.subject_id, led.id), led.at
    ),
    did AS (
      SELECT DISTINCT ON (c.rule, coalesce(c.subject_id::text, c.number::text)) c.rule, c.priority::text AS priority
      FROM "case" AS c WHERE c.opened_at >= ${from} AND c.opened_at < ${now} AND c.origin <> 'manual'
      ORDER BY c.rule, coalesce(c.subject_id::text, c.number::text), c.opened_at
    )
    SELECT 'answers' AS what, NULL::integer AS place, NULL::text AS rule, NULL::text AS priority, count(*)::integer AS count
      FROM led
    UNION ALL SELECT 'caught', place, NULL, NULL, count(*)::integer FROM led WHERE place IS NOT NULL GROUP BY place
    UNION ALL SELECT 'caught', -1, NULL, NULL, count(*)::integer FROM led WHERE opening = -1
    UNION ALL SELECT 'opens', place, NULL, priority, count(*)::integer FROM would GROUP BY place, priority
    UNION ALL SELECT 'opened', NULL, rule, priority, count(*)::integer FROM did GROUP BY rule, priority`;
  return { from, to: now, ...sumsOf(rows, rules) };
}

function sumsOf(rows: readonly Row[], rules: TriageRules) {
  const count = (isOf: (row: Row) => boolean) => rows.filter(isOf).reduce((sum, row) => sum + row.count, 0);
  const at = (place: number, isOwn: (rule: string | null) => boolean): DryRunRule => ({
    caught: count((row) => row.what === "caught" && row.place === place),
    opens: count((row) => row.what === "opens" && row.place === place),
    opened: count((row) => row.what === "opened" && isOwn(row.rule)),
  });
  const keys: string[] = rules.map(({ key }) => key);
  const hasFloorRule = keys.includes(FLOOR.rule);
  return {
    answers: count(({ what }) => what === "answers"),
    rules: rules.map(({ key }, place) => at(place, (rule) => rule === key)),
    floor: at(-1, (rule) => !hasFloorRule && rule === FLOOR.rule),
    openedByOthers: count(
      ({ what, rule }) => what === "opened" && rule !== FLOOR.rule && !keys.includes(rule ?? ""),
    ),
    priorities: PRIORITIES.toReversed().map((priority) => ({
      priority,
      opens: count((row) => row.what === "opens" && row.priority === priority),
      opened: count((row) => row.what === "opened" && row.priority === priority),
    })),
  };
}
