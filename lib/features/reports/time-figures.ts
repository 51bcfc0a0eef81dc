import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Reader } from "#lib/table/query.ts";
import { type Asked, DECIDED_BY, HELD_BY, ofAsked, within } from "./asked.ts";
import { NO_SPREAD, type Spread } from "./rules.ts";
import { withSpans } from "./working-time.ts";

const { sql } = Prisma;

/** From opening to the first touch, of cases first touched in the period; working time. */
export async function readFirstTouch(reader: Reader, asked: Asked, calendar: Prisma.Sql): Promise<Spread> {
  const spans = withSpans({
    calendar,
    from: sql`c.opened_at`,
    to: sql`c.first_touched_at`,
    less: sql`0`,
    person: sql`c.assignee_id`,
    where: ofAsked(reader, asked, HELD_BY, within(sql`c.first_touched_at`, asked)),
  });
  const [row] = await reader.readDb.$queryRaw<Spread[]>`${spans} SELECT ${SPREAD} FROM span`;
  return row ?? NO_SPREAD;
}

export type DecisionTimes = { all: Spread; byPerson: (Spread & { person: string })[] };
type PersonRow = Spread & { person: string | null };

/** From opening to the decision, of cases closed in the period; working time less the pauses, by who decided. */
export async function readDecisionTimes(
  reader: Reader,
  asked: Asked,
  calendar: Prisma.Sql,
): Promise<DecisionTimes> {
  const spans = withSpans({
    calendar,
    from: sql`c.opened_at`,
    to: sql`c.decided_at`,
    less: sql`c.paused_ms`,
    person: sql`c.decided_by_id`,
    where: ofAsked(reader, asked, DECIDED_BY, within(sql`c.closed_at`, asked)),
  });
  const rows = await reader.readDb.$queryRaw<PersonRow[]>`
    ${spans} SELECT person::text AS person, ${SPREAD} FROM span GROUP BY GROUPING SETS ((person), ())`;
  const all = rows.find(({ person }) => person === null);
  return {
    all: all ? { n: all.n, p50Ms: all.p50Ms, highMs: all.highMs } : NO_SPREAD,
    byPerson: rows.flatMap(({ person, ...spread }) => (person === null ? [] : { person, ...spread })),
  };
}

const SPREAD = sql`count(*)::integer AS n, (percentile_disc(0.5) WITHIN GROUP (ORDER BY ms))::float8 AS "p50Ms",
  (percentile_disc(0.9) WITHIN GROUP (ORDER BY ms))::float8 AS "highMs"`;
