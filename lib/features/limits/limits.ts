import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { kept } from "#lib/db/kept.ts";
import { auditOfStep } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { LIMIT_WINDOW_S, type Limited, PER_MINUTE } from "./rules.ts";

export type TooMany = { code: "too_many"; retryAfterS: number };
type Speaker = Pick<Ctx, "actor" | "now" | "request">;

/** Counts one use, as a statement or as part of one: a row where it is within the limit. */
const countUse = (userId: string, what: Limited): Prisma.Sql => Prisma.sql`
    INSERT INTO person_limit AS p (user_id, what, used_at)
    VALUES (${userId}::uuid, ${what}, ARRAY[clock_timestamp()])
    ON CONFLICT (user_id, what) DO UPDATE
      SET used_at = tries_within(p.used_at, ${LIMIT_WINDOW_S}::integer) || clock_timestamp()
      WHERE cardinality(tries_within(p.used_at, ${LIMIT_WINDOW_S}::integer)) < ${PER_MINUTE[what]}
    RETURNING true`;

/**
 * Counts one use and refuses what is past the limit. Exact over processes: one statement under the row's lock, by the
 * database's clock. The first refusal of a minute is audited; a person who goes on cannot flood the log.
 */
export async function takeLimit(
  db: Db,
  { userId, what }: { userId: string; what: Limited },
  speaker: Speaker,
): Promise<Result<null, TooMany>> {
  const taken = await db.$queryRaw<unknown[]>(kept`${countUse(userId, what)}`);
  return taken.length > 0 ? ok(null) : refuse(db, userId, what, speaker);
}

async function refuse(
  db: Db,
  userId: string,
  what: Limited,
  speaker: Speaker,
): Promise<Result<never, TooMany>> {
  const most = PER_MINUTE[what];
  await db.$executeRaw`
    WITH step AS (
      UPDATE person_limit SET refused_at = clock_timestamp()
      WHERE user_id = ${userId}::uuid AND what = ${what}
        AND refused_at <= clock_timestamp() - make_interval(secs => ${LIMIT_WINDOW_S})
      RETURNING 1
    ) ${auditOfStep(
      speaker,
      {
        action: "limit.refuse",
        entityType: "limit",
        entityId: what,
        detail: { most, seconds: LIMIT_WINDOW_S },
      },
      "refused",
    )}`;
  const [row] = await db.$queryRaw<{ waitS: number | null }[]>`
    SELECT ceil(extract(epoch FROM recent[cardinality(recent) - ${most}::integer + 1] - clock_timestamp())
      + ${LIMIT_WINDOW_S})::integer AS "waitS"
    FROM (SELECT tries_within(used_at, ${LIMIT_WINDOW_S}::integer) AS recent FROM person_limit
      WHERE user_id = ${userId}::uuid AND what = ${what}) AS kept`;
  return fail({ code: "too_many", retryAfterS: Math.max(row?.waitS ?? 1, 1) });
}

/** The same for whoever acts: only people have limits, jobs are given none. */
export const takeOwnLimit = async (
  ctx: Speaker & Pick<Ctx, "programDb">,
  what: Limited,
): Promise<Result<null, TooMany>> =>
  ctx.actor.kind === "user" ? takeLimit(ctx.programDb, { userId: ctx.actor.id, what }, ctx) : ok(null);

type Person = { actor: { id: string } };

/** The same for a person whose statement counts it along: one round trip for both. */
export const countOwnUse = ({ actor }: Person, what: Limited): Prisma.Sql => countUse(actor.id, what);
export const refuseOwnUse = (ctx: Speaker & Person & Pick<Ctx, "programDb">, what: Limited) =>
  refuse(ctx.programDb, ctx.actor.id, what, ctx);
