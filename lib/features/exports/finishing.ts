import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { isDatabaseTrouble } from "#lib/db/trouble.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { StorageError } from "#lib/storage/storage.ts";
import type { Making } from "./making.ts";
import { exportManifest, type InnerManifest } from "./manifest.ts";
import * as exports from "./repository.ts";
import { rightsOf } from "./rights.ts";
import { KEPT_MS } from "./rules.ts";
import { sealAsked, sealManifest, Unreadable } from "./sealing.ts";
import { eventOf } from "./told.ts";

export type Deps = Pick<Ctx, "actor" | "db" | "vault" | "storage" | "now" | "request">;

/** A file has a key for each attempt: what an older one still puts away is never taken for the newest. */
export const keyOf = ({ id, attempt }: Pick<exports.ExportRow, "id" | "attempt">): string =>
  `exports/${id}/${attempt}`;

/** `cases-20261122-1031-0b6f….csv`: no word of what is in it. */
export function nameOf({
  of,
  madeAt,
  id,
  format,
}: Pick<InnerManifest, "of" | "madeAt" | "id" | "format">): string {
  const at = madeAt.slice(0, 16).replaceAll(/[-:]/g, "").replace("T", "-");
  return `${of}-${at}Z-${id.slice(-8)}.${format}`;
}

export type Put = { bytes: number; sha256: string };

/** Says that the file is whole, in one transaction with the events of it. False where another attempt counts now. */
export function finish(
  { vault, now, ...ctx }: Deps,
  row: exports.ExportRow,
  making: Pick<Making, "asked" | "isOwnOnly" | "actor">,
  inner: InnerManifest,
  { bytes, sha256 }: Put,
): Promise<boolean> {
  const manifest = exportManifest.parse({ ...inner, file: { name: nameOf(inner), bytes, sha256 } });
  const at = now();
  return ctx.db.$transaction(async (tx) => {
    const isWhole = await exports.endAttempt(tx, row, {
      state: "done",
      endedAt: at,
      expiresAt: new Date(at.getTime() + KEPT_MS),
      rowsDone: inner.rows,
      rowsTotal: inner.rows,
      bytes,
      sha256: new Uint8Array(Buffer.from(sha256, "hex")),
      manifest: sealManifest(vault, row.id, manifest),
      asked: sealAsked(vault, row.id, { ...making.asked, under: rightsOf(making) }),
      fileName: manifest.file.name,
      storageKey: keyOf(row),
    });
    if (!isWhole) return false;
    const detail = { rows: inner.rows, bytes, sha256, block: inner.auditHead?.block ?? null };
    await recordAudit(tx, { ...ctx, now }, eventOf("export.finish", row, detail));
    return true;
  });
}

export type Failure =
  | "database"
  | "storage"
  | "given_up"
  | "broke_off"
  | "forbidden"
  | "unreadable"
  | "other";

export const failureOf = (error: unknown): Failure => {
  if (error instanceof Unreadable) return "unreadable";
  if (error instanceof StorageError || (error instanceof Error && "syscall" in error)) return "storage";
  const isPostgres = error instanceof Error && "severity" in error;
  return isPostgres || isDatabaseTrouble(error) ? "database" : "other";
};

/** The attempt is over and there is no file of it. */
export async function giveUp(
  ctx: Deps,
  row: Pick<exports.ExportRow, "id" | "attempt" | "list" | "format" | "masked">,
  failure: Failure,
  /** Of one that leaves while it is written: how many rows may have left. */
  rows?: number,
): Promise<void> {
  const told = async (tx: Tx) => {
    // What nobody can read is offered to nobody to be tried again.
    const forgotten = failure === "unreadable" ? { asked: null } : {};
    const ended = { state: "failed", endedAt: ctx.now(), failure, ...forgotten } as const;
    const was = await exports.endAttempt(tx, row, ended);
    if (!was) return;
    const detail = { why: failure, ...(rows === undefined ? {} : { rows }) };
    await recordAudit(tx, ctx, eventOf("export.finish", row, detail), "failed");
  };
  await ctx.db.$transaction(told);
}
