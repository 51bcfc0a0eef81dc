import "server-only";
import type { Database, Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { rulesSchema, type TriageRules } from "./schema.ts";

export type InForce = { number: number; rules: TriageRules };

/** A version never changes, so what was read of one holds; which is the newest is asked every time. */
const lastRead = new WeakMap<Database, InForce>();

/** The rules in force, as the transaction at hand sees them. */
export async function readInForce(db: Db, { programDb }: Pick<Ctx, "programDb">): Promise<InForce> {
  const known = lastRead.get(programDb);
  const [newest] = await db.$queryRaw<{ number: number; rules: unknown }[]>`
    SELECT number, CASE WHEN number IS DISTINCT FROM ${known?.number ?? null}::integer THEN rules END AS rules
    FROM triage_version ORDER BY number DESC LIMIT 1`;
  if (!newest) throw new Error("there is no version of the triage rules");
  if (known?.number === newest.number) return known;
  const read = { number: newest.number, rules: rulesSchema.parse(newest.rules) };
  lastRead.set(programDb, read);
  return read;
}

/** The rules that this process read last; newer ones may have been saved since. */
export const knownInForce = async (ctx: Pick<Ctx, "programDb">): Promise<InForce> =>
  lastRead.get(ctx.programDb) ?? readInForce(ctx.programDb, ctx);

/** Part of a statement that holds only as long as a version is the newest. */
export const isStillInForce = (number: number): Prisma.Sql =>
  Prisma.sql`(SELECT max(number) FROM triage_version) = ${number}::integer`;
