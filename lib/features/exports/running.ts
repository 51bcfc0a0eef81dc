import "server-only";
import { failPoint } from "#lib/fail-points.ts";
import { actingNow } from "#lib/features/accounts/acting.ts";
import { putSealed } from "#lib/storage/sealed-file.ts";
import { type Deps, failureOf, finish, giveUp, keyOf } from "./finishing.ts";
import { type Making, makeFile } from "./making.ts";
import type { InnerManifest } from "./manifest.ts";
import { mayExport } from "./permitted.ts";
import * as exports from "./repository.ts";
import { BEAT_MS } from "./rules.ts";
import { rowShape } from "./schema.ts";
import { openAsked } from "./sealing.ts";
import type { SourceDeps } from "./source.ts";
import { sourceOf } from "./sources.ts";
import { type Send, tellReady } from "./telling.ts";
import { throwFirst, tryEach } from "./trying.ts";

type RunDeps = Deps & SourceDeps & { send?: Send };

/** Thrown within a file that nobody waits for any more: cancelled, or begun anew by another. */
class Superseded extends Error {
  override readonly name = "Superseded";
}

/** Writes what waits, one after the other, until nothing does. Any number of processes may do so at once. */
export async function runExports(ctx: RunDeps, stop?: AbortSignal): Promise<number> {
  const troubles: unknown[] = [];
  let count = 0;
  while (!stop?.aborted) {
    const row = await ctx.db.$transaction((tx) => exports.claimNext(tx, ctx.now()));
    if (!row) break;
    troubles.push(...(await tryEach([row], (each) => runOne(ctx, each, stop))));
    count += 1;
  }
  throwFirst(troubles);
  return count;
}

async function runOne(ctx: RunDeps, row: exports.ExportRow, stop?: AbortSignal): Promise<void> {
  failPoint("export_claimed");
  const key = keyOf(row);
  try {
    // What an attempt that died had put away whole, and told nobody.
    if (row.attempt > 1) await ctx.storage.remove(keyOf({ id: row.id, attempt: row.attempt - 1 }));
    const making = await makingOf(ctx, row);
    if (!making) return await giveUp(ctx, row, "forbidden");
    let inner: InnerManifest | null = null;
    const pulse = beating(ctx, row, stop);
    try {
      const file = makeFile(ctx, making, {
        ...pulse.watch,
        ended: (told) => {
          inner = told;
        },
      });
      const put = await putSealed(ctx, key, file);
      failPoint("export_put");
      await pulse.now();
      if (!inner) throw new Error("the file ended without its manifest");
      if (!(await finish(ctx, row, making, inner, put))) throw new Superseded();
      failPoint("export_finished");
      // A letter that does not leave takes nothing from the file.
      if (ctx.send) await tellReady({ db: ctx.db, send: ctx.send }, row).catch(() => undefined);
    } finally {
      pulse.end();
    }
  } catch (error) {
    await ctx.storage.remove(key).catch(() => undefined);
    if (error instanceof Superseded) {
      // The worker stops: another takes it up at once. Whatever else it was, another row says.
      if (stop?.aborted) await exports.endAttempt(ctx.db, row, { state: "queued" });
      return;
    }
    await giveUp(ctx, row, failureOf(error));
  }
}

/** What a row asks for, by whoever asked as they may act now; null where they may not any more. */
export async function makingOf(
  { db, vault, now }: Pick<Deps, "db" | "vault" | "now">,
  row: exports.ExportRow,
): Promise<Making | null> {
  const actor = await actingNow(db, row.ownerId);
  if (!actor || !row.asked) return null;
  const { list: name, format } = rowShape.parse(row);
  const source = sourceOf(name);
  const may = mayExport(actor, source, row.masked);
  if (!may) return null;
  const asked = openAsked(vault, row.id, row.asked);
  const { masked: isMasked, reason } = row;
  return { id: row.id, source, format, asked, isMasked, reason, actor, ...may, now: now() };
}

/** Says that this attempt lives and how far it is; once it is told that it no longer counts, the file breaks off. */
export function beating({ db }: Pick<Deps, "db">, row: exports.ExportRow, stop?: AbortSignal) {
  const at = { done: 0, total: null as number | null };
  let isOver = false;
  let isBeating = false;
  const now = async () => {
    if (isBeating) return;
    isBeating = true;
    try {
      isOver ||= !(await exports.beat(db, row, at));
    } finally {
      isBeating = false;
    }
  };
  const check = () => {
    if (isOver || stop?.aborted) throw new Superseded();
  };
  // A database that does not answer is noticed by the file itself.
  const timer = setInterval(() => now().catch(() => undefined), BEAT_MS);
  return {
    now,
    end: () => clearInterval(timer),
    watch: {
      check,
      total: (rows: number) => {
        at.total = rows;
        now().catch(() => undefined);
      },
      wrote: (rows: number) => {
        at.done = rows;
        failPoint("export_rows");
        check();
      },
    },
  };
}
