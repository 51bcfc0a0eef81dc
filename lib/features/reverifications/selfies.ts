import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { type Place, readable } from "#lib/privacy/vault.ts";
import { ok, type Result } from "#lib/result.ts";
import { isUuid } from "#lib/uuid.ts";
import { copyToKeep, type Picture } from "./picture.ts";

export const keyOfSelfie = (id: string): string => `selfies/${id}`;
export const placeOfSelfie = (id: string): Place => ({ table: "reverification", row: id, column: "selfie" });

/**
 * Makes the copy that people are shown, seals it and puts it under `keyOfSelfie`. What was sent to Unico is not kept at
 * all.
 */
export async function keepSelfie(
  { vault, storage }: Pick<Ctx, "vault" | "storage">,
  id: string,
  picture: Pick<Picture, "bytes">,
): Promise<void> {
  await storage.put(keyOfSelfie(id), vault.sealBytes(placeOfSelfie(id), await copyToKeep(picture)));
}

/** The kept copy, a JPEG; null where none can be read. Whatever leaves here is in the audit log before it does. */
export async function readSelfie(ctx: UserCtx, id: string): Promise<Buffer | null> {
  assertCan(ctx.actor, "selfie:view");
  if (!isUuid(id)) return null;
  const row = await ctx.db.reverification.findUnique({
    where: { id, ...withinScope(ctx.actor) },
    select: { id: true, selfieKey: true },
  });
  // No transaction is open while the store answers.
  const sealed = row?.selfieKey ? await ctx.storage.get(row.selfieKey) : null;
  if (!row || !sealed) return null;
  const picture = readable(() => ctx.vault.openBytes(placeOfSelfie(row.id), sealed));
  if (!picture) return null;
  await recordAudit(ctx.db, ctx, {
    action: "selfie.view",
    entityType: "reverification",
    entityId: row.id,
    detail: {},
  });
  return picture;
}

/** The same for a person's page, so many a minute. */
export async function viewSelfie(ctx: UserCtx, id: string): Promise<Result<Buffer | null, TooMany>> {
  assertCan(ctx.actor, "selfie:view");
  const limit = await takeOwnLimit(ctx, "selfie");
  return limit.ok ? ok(await readSelfie(ctx, id)) : limit;
}
