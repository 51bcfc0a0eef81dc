import "server-only";
import { createHash } from "node:crypto";
import { assertCan } from "#lib/auth/roles.ts";
import type { ExportRows } from "#lib/db/export-rows.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { asProgram, type UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { DamagedFile, openSealed, putSealed } from "#lib/storage/sealed-file.ts";
import { failureOf, finish, giveUp, keyOf, nameOf } from "./finishing.ts";
import { makeFile } from "./making.ts";
import type { InnerManifest } from "./manifest.ts";
import * as exports from "./repository.ts";
import { makingOf } from "./running.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./schema.ts";
import { openManifest } from "./sealing.ts";
import { eventOf } from "./told.ts";

type Refused = { code: "not_found" | "not_now" | "too_many_running" | "damaged" } | TooMany;
/** A file on its way to who asked for it. */
export type Download = {
  name: string;
  format: ExportFormat;
  bytes: number | null;
  pieces: AsyncGenerator<Buffer>;
};

/**
 * The file, for nobody but who asked for it. One that is kept is audited before its first byte leaves; a small one is
 * written now, and its last bytes leave once it is put away and audited.
 */
export async function downloadExport(
  ctx: UserCtx & { rows: ExportRows },
  id: string,
): Promise<Result<Download, Refused>> {
  assertCan(ctx.actor, "export:create");
  const row = await exports.find(ctx.db, id);
  if (row?.ownerId !== ctx.actor.id) return fail({ code: "not_found" });
  // Counted when it was asked for.
  if (row.state === "ready") return fresh(ctx, row);
  if (row.state !== "done") return fail({ code: "not_now" });
  const taken = await takeOwnLimit(ctx, "export");
  return taken.ok ? kept(ctx, row) : taken;
}

async function kept(ctx: UserCtx, row: exports.ExportRow): Promise<Result<Download, Refused>> {
  const manifest = row.manifest && openManifest(ctx.vault, row.id, row.manifest);
  const stored = row.storageKey ? await openSealed(ctx, row.storageKey) : null;
  if (!manifest || !stored) return fail({ code: "not_now" });
  assertStillClear(ctx, row);
  const pieces = stored[Symbol.asyncIterator]();
  const first = await pieces.next().catch((error: unknown) => {
    if (error instanceof DamagedFile) return null;
    throw error;
  });
  if (first === null) return fail({ code: "damaged" });
  await ctx.db.$transaction(async (tx) => {
    await exports.noteTaken(tx, row.id, ctx.now());
    await recordAudit(tx, ctx, eventOf("export.download", row, { sha256: manifest.file.sha256 }));
  });
  const { name, bytes } = manifest.file;
  return ok({ name, bytes, format: formatOf(row), pieces: goingOn(first, pieces) });
}

async function* goingOn(first: IteratorResult<Buffer>, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Who may no longer see personal data in the clear does not by way of an older file. */
function assertStillClear(ctx: UserCtx, row: exports.ExportRow): void {
  if (!row.masked) assertCan(ctx.actor, "export:pii");
}

const formatOf = ({ format }: exports.ExportRow): ExportFormat =>
  EXPORT_FORMATS.find((each) => each === format) ?? "csv";

async function fresh(
  ctx: UserCtx & { rows: ExportRows },
  { id }: exports.ExportRow,
): Promise<Result<Download, Refused>> {
  const claimed = await ctx.db.$transaction((tx) => exports.claimDirect(tx, id, ctx.actor.id, ctx.now()));
  if (!claimed) {
    const entry = { id, list: "", format: "", masked: true };
    const now = await exports.find(ctx.db, id);
    await recordAudit(ctx.db, ctx, eventOf("export.download", now ?? entry, { why: "running" }), "refused");
    return fail({ code: "too_many_running" });
  }
  const making = await makingOf(asProgram(ctx), claimed);
  if (!making) {
    await giveUp(ctx, claimed, "forbidden");
    return fail({ code: "not_found" });
  }
  const name = nameOf({ of: claimed.list, madeAt: ctx.now().toISOString(), id, format: formatOf(claimed) });
  return ok({ name, bytes: null, format: formatOf(claimed), pieces: writing(ctx, claimed, making) });
}

/** A small file fits in memory: its pieces leave as they are written, and are put away when all of them have. */
async function* writing(
  ctx: UserCtx & { rows: ExportRows },
  row: exports.ExportRow,
  making: NonNullable<Awaited<ReturnType<typeof makingOf>>>,
): AsyncGenerator<Buffer> {
  const all: Buffer[] = [];
  const sha256 = createHash("sha256");
  let inner: InnerManifest | null = null;
  let isDone = false;
  try {
    let held: Buffer | null = null;
    const watch = {
      wrote: () => undefined,
      ended: (told: InnerManifest) => {
        inner = told;
      },
    };
    for await (const piece of makeFile(ctx, making, watch)) {
      all.push(piece);
      sha256.update(piece);
      if (held) yield held;
      held = piece;
    }
    if (!inner) throw new Error("the file ended without its manifest");
    const put = await putSealed(ctx, keyOf(row), streamed(all));
    const isWhole = await finish(ctx, row, inner, put, (tx) =>
      recordAudit(tx, ctx, eventOf("export.download", row, { sha256: put.sha256 })),
    );
    if (!isWhole) throw new Error("the export was cancelled while it was taken in");
    isDone = true;
    if (held) yield held;
  } catch (error) {
    if (!isDone) await broken(ctx, row, failureOf(error));
    isDone = true;
    throw error;
  } finally {
    // Whoever took it in went away before its end.
    if (!isDone) await broken(ctx, row, "broke_off");
  }
}

async function* streamed(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}

async function broken(
  ctx: UserCtx,
  row: exports.ExportRow,
  why: ReturnType<typeof failureOf>,
): Promise<void> {
  await ctx.storage.remove(keyOf(row)).catch(() => undefined);
  await giveUp(ctx, row, why);
}

/** What is told of the file, for who asked for it; null while there is none. */
export async function readManifest(ctx: UserCtx, id: string) {
  const grant = assertCan(ctx.actor, "export:create");
  const row = await exports.find(ctx.db, id);
  if (!row || (grant === "own" && row.ownerId !== ctx.actor.id)) return null;
  return row.manifest && openManifest(ctx.vault, row.id, row.manifest);
}
