import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { LOOK_BACK_DAYS } from "#lib/features/connections/rules.ts";
import type { UserCtx } from "#lib/features/context.ts";

const { sql } = Prisma;
const DAY_MS = 24 * 3_600_000;
/** Anybody may be refused: what comes after so many others is not looked for. */
const MOST_READ = 1_000;

type Seen = { at: Date; why: string | null };
export type CompanySignIns = { lastSuccessAt: Date | null; lastRefusal: Seen | null };

/** When the company last let somebody in or vouched for them, and when and why it last did not. Nothing of a person. */
export async function readCompanySignIns({ actor, db, now }: UserCtx): Promise<CompanySignIns> {
  assertCan(actor, "settings:manage");
  const since = new Date(now().getTime() - LOOK_BACK_DAYS * DAY_MS);
  const newest = (action: string, ofCompany: Prisma.Sql) => findNewest(db, action, since, ofCompany);
  const [started, vouched, lastRefusal] = await Promise.all([
    newest("session.start", sql`detail->>'with' = 'company'`),
    newest("session.vouch", sql`true`),
    newest("session.refuse", sql`starts_with(detail->>'why', 'company_')`),
  ]);
  const times = [started, vouched].flatMap((seen) => seen?.at ?? []);
  return { lastSuccessAt: times.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null, lastRefusal };
}

async function findNewest(db: Db, action: string, since: Date, of: Prisma.Sql): Promise<Seen | null> {
  const [row] = await db.$queryRaw<Seen[]>`
    SELECT at, detail->>'why' AS why FROM (
      SELECT at, seq, detail FROM audit_event WHERE action = ${action} AND at >= ${since}
      ORDER BY at DESC, seq DESC LIMIT ${MOST_READ}
    ) AS newest WHERE ${of} ORDER BY at DESC, seq DESC LIMIT 1`;
  return row ?? null;
}
