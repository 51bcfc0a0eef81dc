import "server-only";
import { assertCan, can, grantOf } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import * as presence from "./repository.ts";

/** Whoever reads masked is told of nobody and shown to nobody. */
const isSeen = ({ actor }: UserCtx) => can(actor, "case:read") && grantOf(actor, "case:read") === "full";

/** Says that this page of the case is open, and gives the names of the others who have it open. */
export async function beThere(ctx: UserCtx, pageId: string, caseNumber: number): Promise<string[]> {
  assertCan(ctx.actor, "case:read");
  if (!isSeen(ctx)) return [];
  await presence.beat(ctx.db, { pageId, caseNumber, userId: ctx.actor.id });
  const others = await presence.listOthers(ctx.db, [caseNumber], ctx.actor.id);
  return others.map(({ name }) => name);
}

export const goAway = (ctx: UserCtx, pageId: string) => presence.leave(ctx.db, pageId);

/** Names of others by the number of the case that they have open. */
export async function whoIsAt(ctx: UserCtx, numbers: readonly number[]): Promise<Record<string, string[]>> {
  assertCan(ctx.actor, "case:read");
  if (!isSeen(ctx) || numbers.length === 0) return {};
  const others = await presence.listOthers(ctx.db, numbers, ctx.actor.id);
  const byNumber: Record<string, string[]> = {};
  for (const { number, name } of others) byNumber[number] = [...(byNumber[number] ?? []), name];
  return byNumber;
}
