import "server-only";
import { assertCan, Forbidden } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { asProgram, type UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { goingOn } from "#lib/storage/chunks.ts";
import { openSealed, toldOf } from "#lib/storage/sealed-file.ts";
import { directFile, withinTime } from "./direct-file.ts";
import { failureOf, giveUp, nameOf } from "./finishing.ts";
import type { Making } from "./making.ts";
import { assertMayExport, assertMayExportSome } from "./permitted.ts";
import * as exports from "./repository.ts";
import { covers, type Rights, rightsOf } from "./rights.ts";
import { DIRECT_MAX_MS } from "./rules.ts";
import { makingOf } from "./running.ts";
import { EXPORT_FORMATS, type ExportFormat, rowShape } from "./schema.ts";
import { askedIn, isUnreadable, manifestIn, Unreadable } from "./sealing.ts";
import { seesExport } from "./seeing.ts";
import type { SourceDeps } from "./source.ts";
import { sourceOf } from "./sources.ts";
import { eventOf } from "./told.ts";

type Refused = { code: "not_found" | "not_now" | "too_many_running" | "damaged" | "unreadable" } | TooMany;
/** A file on its way to who asked for it. */
export type Download = {
  name: string;
  format: ExportFormat;
  bytes: number | null;
  pieces: AsyncGenerator<Buffer>;
};

/**
 * The file, for nobody but who asked for it, audited before its first byte leaves. A small one is written now, and its
 * last bytes leave once it is put away and that is audited as well.
 */
export async function downloadExport(
  ctx: UserCtx & SourceDeps,
  id: string,
  maxMs = DIRECT_MAX_MS,
): Promise<Result<Download, Refused>> {
  assertMayExportSome(ctx.actor);
  const row = await exports.find(ctx.db, id);
  if (row?.ownerId !== ctx.actor.id) return fail({ code: "not_found" });
  const may = assertMayExport(ctx.actor, sourceOf(rowShape.parse(row).list), row.masked);
  if (!row.masked) assertFresh(ctx);
  // Counted when it was asked for.
  if (row.state === "ready") return fresh(ctx, row, maxMs);
  if (row.state !== "done" || !row.expiresAt || row.expiresAt <= ctx.now()) return fail({ code: "not_now" });
  const taken = await takeOwnLimit(ctx, "export");
  return taken.ok ? kept(ctx, row, rightsOf({ actor: ctx.actor, ...may })) : taken;
}

async function kept(
  ctx: UserCtx,
  row: exports.ExportRow,
  rights: Rights,
): Promise<Result<Download, Refused>> {
  if (isUnreadable(ctx.vault, row)) return fail({ code: "unreadable" });
  const asked = askedIn(ctx.vault, row);
  // Who may see less by now does not see more by way of an older file.
  if (!covers(rights, asked?.under)) throw new Forbidden("export:create");
  const manifest = manifestIn(ctx.vault, row);
  const stored = row.storageKey ? await openSealed(ctx, row.storageKey) : null;
  if (!manifest || !stored) return fail({ code: "not_now" });
  const { name, bytes, sha256 } = manifest.file;
  const pieces = await toldOf(stored, () =>
    ctx.db.$transaction(async (tx) => {
      await exports.noteTaken(tx, row.id, ctx.now());
      await recordAudit(tx, ctx, eventOf("export.download", row, { sha256 }));
    }),
  );
  if (!pieces) return fail({ code: "damaged" });
  return ok({ name, bytes, format: formatOf(row), pieces });
}

const formatOf = ({ format }: exports.ExportRow): ExportFormat =>
  EXPORT_FORMATS.find((each) => each === format) ?? "csv";

async function fresh(
  ctx: UserCtx & SourceDeps,
  { id }: exports.ExportRow,
  maxMs: number,
): Promise<Result<Download, Refused>> {
  const claimed = await ctx.db.$transaction(async (tx) => {
    const begun = await exports.claimDirect(tx, id, ctx.actor.id, ctx.now());
    if (begun) await recordAudit(tx, ctx, eventOf("export.download", begun, { begins: true }));
    return begun;
  });
  if (!claimed) {
    const entry = { id, list: "", format: "", masked: true };
    const now = await exports.find(ctx.db, id);
    await recordAudit(ctx.db, ctx, eventOf("export.download", now ?? entry, { why: "running" }), "refused");
    return fail({ code: "too_many_running" });
  }
  const making = await begunOf(ctx, claimed);
  if (making === "forbidden") return fail({ code: "not_found" });
  if (making === "unreadable") return fail({ code: "not_now" });
  const pieces = withinTime(maxMs, directFile(ctx, claimed, making));
  // What cannot be read at all is said in words, and is no file that breaks off.
  const first = await pieces.next();
  const name = nameOf({ of: claimed.list, madeAt: ctx.now().toISOString(), id, format: formatOf(claimed) });
  return ok({ name, bytes: null, format: formatOf(claimed), pieces: goingOn(first, pieces) });
}

/** What a claimed file is made of; where that is nothing, it has come to its end. */
async function begunOf(
  ctx: UserCtx,
  claimed: exports.ExportRow,
): Promise<Making | "forbidden" | "unreadable"> {
  try {
    const making = await makingOf(asProgram(ctx), claimed);
    if (!making) await giveUp(ctx, claimed, "forbidden", 0);
    return making ?? "forbidden";
  } catch (error) {
    await giveUp(ctx, claimed, failureOf(error), 0);
    if (error instanceof Unreadable) return "unreadable";
    throw error;
  }
}

/** A fresh proof before the browser asks for the file: a download cannot show a form. */
export async function prepareDownload(
  ctx: UserCtx,
  { id }: { id: string },
): Promise<Result<null, { code: "not_found" }>> {
  assertCan(ctx.actor, "export:create");
  const row = await exports.find(ctx.db, id);
  if (row?.ownerId !== ctx.actor.id) return fail({ code: "not_found" });
  assertMayExport(ctx.actor, sourceOf(rowShape.parse(row).list), row.masked);
  if (!row.masked) assertFresh(ctx);
  return ok(null);
}

/** What is told of the file, to whoever sees the export; null while there is none. */
export async function readManifest(ctx: UserCtx, id: string) {
  assertMayExportSome(ctx.actor);
  const row = await exports.find(ctx.db, id);
  if (!row || !seesExport(ctx.actor, row)) return null;
  return manifestIn(ctx.vault, row);
}
