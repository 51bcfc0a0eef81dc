import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import type { ReverificationState } from "#lib/features/reverifications/rules.ts";
import type { Fraudsters, Liveness, Outcome } from "#lib/features/signals.ts";
import type { Reader } from "#lib/table/query.ts";
import { type Asked, dayIn, ofAsked, STARTED_BY, within } from "./asked.ts";
import { NO_SPREAD, type Spread } from "./rules.ts";

const { sql } = Prisma;

export type Answered = {
  state: ReverificationState;
  outcome: Outcome | null;
  fraudsters: Fraudsters | null;
  liveness: Liveness | null;
  count: number;
};

const ofPeriod = (reader: Reader, asked: Asked) =>
  ofAsked(reader, asked, STARTED_BY, within(sql`r.started_at`, asked));

/** How the re-verifications that were started ended, by state and signals. */
export const countAnswers = (reader: Reader, asked: Asked): Promise<Answered[]> =>
  reader.readDb.$queryRaw<Answered[]>`
    SELECT r.state, r.outcome, r.fraudsters, r.liveness, count(*)::integer AS count
    FROM reverification AS r WHERE ${ofPeriod(reader, asked)} GROUP BY 1, 2, 3, 4`;

export type AnswerDay = { day: string; completed: number; flagged: number; failed: number } & Spread;
export type AnswerTimes = { all: Spread; byDay: AnswerDay[] };
type TimesRow = Omit<AnswerDay, "day"> & { day: string | null };

/**
 * How long the call took that Unico answered: how long a sending stood unknown until a person settled it says nothing
 * of Unico. In milliseconds; null where no call was answered.
 */
const answeredMs = sql`(
  SELECT greatest(0, round(date_part('epoch', a.finished_at - a.started_at) * 1000))
  FROM reverification_attempt AS a WHERE a.reverification_id = r.id AND a.verdict = 'done'
  ORDER BY a.started_at DESC LIMIT 1)`;

/** Of the call that was answered: the middle and nineteen of twenty, of each day and of all. */
export async function readAnswerTimes(reader: Reader, asked: Asked): Promise<AnswerTimes> {
  const completed = sql`state = 'completed'`;
  const rows = await reader.readDb.$queryRaw<TimesRow[]>`
    SELECT day::text AS day, count(*) FILTER (WHERE ${completed})::integer AS completed,
      count(*) FILTER (WHERE ${completed} AND fraudsters = 'yes')::integer AS flagged,
      count(*) FILTER (WHERE state IN ('refused', 'failed'))::integer AS failed,
      count(ms) FILTER (WHERE ${completed})::integer AS n,
      (percentile_disc(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE ${completed}))::float8 AS "p50Ms",
      (percentile_disc(0.95) WITHIN GROUP (ORDER BY ms) FILTER (WHERE ${completed}))::float8 AS "highMs"
    FROM (
      SELECT ${dayIn(sql`r.started_at`)} AS day, r.state, r.fraudsters, ${answeredMs} AS ms
      FROM reverification AS r WHERE ${ofPeriod(reader, asked)} AND r.state IN ('completed', 'refused', 'failed')
    ) AS answer
    GROUP BY GROUPING SETS ((day), ()) ORDER BY day`;
  const all = rows.find(({ day }) => day === null);
  return {
    all: all ? { n: all.n, p50Ms: all.p50Ms, highMs: all.highMs } : NO_SPREAD,
    byDay: rows.flatMap(({ day, ...row }) => (day === null ? [] : { day, ...row })),
  };
}
