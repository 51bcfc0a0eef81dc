import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type News, newsOf, type Snapshot, snapshotNow } from "#lib/table/news.ts";
import { hasEventSince } from "./news-repository.ts";
import * as cases from "./repository.ts";
import { caseSource, whereOf } from "./table.ts";
import { type CaseFilter, readableBy } from "./table-schema.ts";

/** From where news of the queue is counted: asked before its rows are. */
export const seenUntilNow = ({ db }: UserCtx): Promise<Snapshot> => snapshotNow(db);

const changing = { ...caseSource, changed: Prisma.sql`c.changed_xid` };
/** Opened since, or free again: what there is to take. */
const ENTERED = Prisma.sql`(c.version = 1 OR c.status = 'open')`;
/** That a case changed may tell of a signal or a decision, so a masked reader is told of new ones alone. */
const ENTERED_MASKED = Prisma.sql`c.version = 1`;

/** What came into a list of cases since it was read, and how many of its own rows changed. */
export async function newsOfCases(
  ctx: UserCtx,
  asked: CaseFilter,
  seen: { since: Snapshot; shown: readonly number[] },
): Promise<News> {
  const grant = assertCan(ctx.actor, "case:read");
  const isMasked = grant === "masked";
  const where = whereOf(readableBy(grant, asked), ctx.actor.id, ctx.now());
  const entered = [isMasked ? ENTERED_MASKED : ENTERED, ...where];
  const shown = isMasked ? [] : seen.shown.map(String);
  return newsOf(ctx, changing, entered, { since: seen.since, shown });
}

/**
 * Whether a case changed since, or something was added to it: a note, a tag, a file; null where there is none for this
 * person. Whoever reads masked is not shown what is added, and so not told of it either.
 */
export async function newsOfCase(ctx: UserCtx, number: number, since: Snapshot): Promise<News | null> {
  const grant = assertCan(ctx.actor, "case:read");
  if (!(await cases.findFacts(ctx.db, ctx.actor, number))) return null;
  const news = await newsOf(ctx, changing, [Prisma.sql`false`], { since, shown: [String(number)] });
  if (news.changed > 0 || grant === "masked") return news;
  return { ...news, changed: Number(await hasEventSince(ctx.db, number, since)) };
}
