import "server-only";
import type { AvoidedWhy } from "#lib/db/generated/client.ts";
import type { UserCtx } from "#lib/features/context.ts";

/** Keeps for the reports that a paid call was not made, for this one was there already. */
export async function noteAvoided(
  { programDb, actor, now }: UserCtx,
  reverificationId: string,
  why: AvoidedWhy,
): Promise<void> {
  await programDb.avoidedCall.create({
    data: { at: now(), reverificationId, personId: actor.id, why },
    select: { id: true },
  });
}

/** Told of the earlier one, the person went on all the same: that call was not avoided. */
export async function forgetTold({ programDb, actor }: UserCtx, reverificationId: string): Promise<void> {
  await programDb.avoidedCall.deleteMany({ where: { reverificationId, personId: actor.id, why: "told" } });
}
