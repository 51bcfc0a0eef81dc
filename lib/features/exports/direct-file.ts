import "server-only";
import type { UserCtx } from "#lib/features/context.ts";
import { putSealed } from "#lib/storage/sealed-file.ts";
import { type Failure, failureOf, finish, giveUp, keyOf } from "./finishing.ts";
import { type Making, makeFile } from "./making.ts";
import type { InnerManifest } from "./manifest.ts";
import type * as exports from "./repository.ts";
import { beating } from "./running.ts";
import type { SourceDeps } from "./source.ts";

/** Thrown within a file whose reader took too long to take it in. */
class TooSlow extends Error {
  override readonly name = "TooSlow";
}

/** A small file fits in memory: its pieces leave as they are written, and are put away when all of them have. */
export async function* directFile(
  ctx: UserCtx & SourceDeps,
  row: exports.ExportRow,
  making: Making,
): AsyncGenerator<Buffer> {
  const all: Buffer[] = [];
  let inner: InnerManifest | null = null;
  let isDone = false;
  let rows = 0;
  const pulse = beating(ctx, row);
  try {
    let held: Buffer | null = null;
    const watch = {
      check: pulse.watch.check,
      wrote: (count: number) => {
        rows = count;
        pulse.watch.wrote(count);
      },
      ended: (told: InnerManifest) => {
        inner = told;
      },
    };
    for await (const piece of makeFile(ctx, making, watch)) {
      all.push(piece);
      if (held) yield held;
      held = piece;
    }
    if (!inner) throw new Error("the file ended without its manifest");
    const put = await putSealed(ctx, keyOf(row), streamed(all));
    if (!(await finish(ctx, row, making, inner, put)))
      throw new Error("the export was cancelled while it was taken in");
    isDone = true;
    if (held) yield held;
  } catch (error) {
    if (!isDone) await broken(ctx, row, error instanceof TooSlow ? "broke_off" : failureOf(error), rows);
    isDone = true;
    throw error;
  } finally {
    pulse.end();
    // Whoever took it in went away before its end.
    if (!isDone) await broken(ctx, row, "broke_off", rows);
  }
}

async function* streamed(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}

async function broken(ctx: UserCtx, row: exports.ExportRow, why: Failure, rows: number): Promise<void> {
  await ctx.storage.remove(keyOf(row)).catch(() => undefined);
  await giveUp(ctx, row, why, rows);
}

/** Ends a file that nobody takes in any more, even one that waits for its reader; who comes back learns that it broke off. */
export async function* withinTime(maxMs: number, pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    pieces.throw(new TooSlow()).catch(() => undefined);
  }, maxMs);
  try {
    for (;;) {
      const next = await pieces.next();
      // Else what is not whole would end like what is.
      if (isLate) throw new TooSlow();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
    await pieces.return(undefined);
  }
}
