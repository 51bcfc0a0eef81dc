import "server-only";
import { assertCan, can, Forbidden } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { readable, type Vault } from "#lib/privacy/vault.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { openSealed, toldOf } from "#lib/storage/sealed-file.ts";
import * as attachments from "./repository.ts";
import { type AttachmentKind, ENDINGS, removalBy } from "./rules.ts";
import { type About, openAbout } from "./sealing.ts";

/** What of a file is known without opening it; null where it was let go of, or cannot be read any more. */
export function aboutOf(
  vault: Vault,
  { id, about }: Pick<attachments.HeldRow, "id" | "about">,
): About | null {
  return about && readable(() => openAbout(vault, id, about));
}

/** The files of a case, for those who read it whole; the caller found that they see it. */
export async function listAttachments(ctx: UserCtx, number: number) {
  if (assertCan(ctx.actor, "case:read") !== "full") throw new Forbidden("case:read");
  const who = { id: ctx.actor.id, leads: can(ctx.actor, "case:assign") };
  const mayWork = can(ctx.actor, "case:work");
  const now = ctx.now();
  return (await attachments.listHeld(ctx.db, number)).map((row) => {
    const { id, at, kind, bytes, author } = row;
    const removal = mayWork ? removalBy({ authorId: author.id, at }, who, now) : null;
    return { id, at, kind, bytes, author, name: "", sha256: "", ...aboutOf(ctx.vault, row), removal };
  });
}
export type AttachmentRow = Awaited<ReturnType<typeof listAttachments>>[number];

export type Taken = {
  name: string;
  kind: AttachmentKind;
  bytes: number;
  pieces: AsyncGenerator<Buffer>;
};

/** A file as it was given, told of before its first byte leaves. */
export async function takeAttachment(
  ctx: UserCtx,
  number: number,
  id: string,
): Promise<Result<Taken, TooMany | { code: "unknown" | "damaged" }>> {
  if (assertCan(ctx.actor, "case:read") !== "full") throw new Forbidden("case:read");
  const taken = await takeOwnLimit(ctx, "attachment");
  if (!taken.ok) return taken;
  const row = await attachments.find(ctx.db, ctx.actor, number, id);
  if (!row?.about || !row.storageKey) return fail({ code: "unknown" });
  const about = aboutOf(ctx.vault, row);
  if (!about) return fail({ code: "damaged" });
  const stored = await openSealed(ctx, row.storageKey);
  const { kind, bytes } = row;
  const tell = async () => {
    await recordAudit(ctx.db, ctx, {
      action: "case.attachment",
      entityType: "case",
      entityId: String(number),
      detail: { file: id, kind, bytes },
    });
    await watch(ctx, "subject_view");
  };
  const pieces = stored && (await toldOf(stored, tell));
  // That it is there is no guess of theirs, even where its bytes are not.
  if (!pieces) return fail({ code: "damaged" });
  return ok({ name: about.name || `file.${ENDINGS[kind][0]}`, kind, bytes, pieces });
}
