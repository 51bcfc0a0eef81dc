import "server-only";
import { randomBytes, randomUUIDv7 } from "node:crypto";
import { assertCan } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Copier } from "#lib/db/copying.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { listSubsidiaries } from "#lib/features/subsidiaries/repository.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { type Columns, readHeads } from "./import-columns.ts";
import { endOf, tellEnd } from "./import-ending.ts";
import { type Branches, branchesOf, type ImportLine, readLine } from "./import-line.ts";
import { type CsvRecord, readCsv } from "./import-parsing.ts";
import * as imports from "./import-repository.ts";
import type { ImportMode, LineRefusal } from "./import-schema.ts";
import { idsOf, type StagedRow, stageable } from "./import-staging.ts";

type Failure = TooMany | { code: "key_changing" };
type Given = { mode: ImportMode; body: AsyncIterable<Uint8Array>; copier: Copier };

/** The upload ended before the file did, or was given up as dead while it was still being sent. */
export class BrokenOff extends Error {}

/**
 * Reads a file as it is sent and lays its right lines down beside the references, sealed; a job brings them in. Whatever
 * goes wrong on the way, nothing is half in.
 */
export async function receiveImport(
  ctx: UserCtx,
  { mode, body, copier }: Given,
): Promise<Result<{ id: string }, Failure>> {
  assertCan(ctx.actor, "reference:import");
  const taken = await takeOwnLimit(ctx, "import");
  if (!taken.ok) return taken;
  // Between two keys one CPF may lie under either; many at once cannot be held apart.
  if (ctx.vault.indexKeys.length > 1) return fail({ code: "key_changing" });
  const id = randomUUIDv7();
  await ctx.programDb.$transaction(async (tx) => {
    await imports.insertImport(tx, { id, mode, startedById: ctx.actor.id, startedAt: ctx.now() });
    await recordAudit(tx, ctx, {
      action: "reference.import",
      entityType: "import",
      entityId: id,
      detail: { mode },
    });
  });
  try {
    await receive(ctx, id, { mode, body, copier });
  } catch (error) {
    await endOf(ctx, id, "reading", { state: "interrupted" });
    throw error;
  } finally {
    await copier.end();
  }
  return ok({ id });
}

async function receive(ctx: UserCtx, id: string, { mode, body, copier }: Given): Promise<void> {
  const counts = { byteCount: 0, lineCount: 0, rightCount: 0, refusedCount: 0 };
  const branches = branchesOf(await listSubsidiaries(ctx.programDb, ctx.actor), scopeOf(ctx.actor) !== null);
  const idOf = idsOf(randomBytes(32), id);
  let columns: Columns | null = null;
  let writing: Promise<void> = Promise.resolve();

  const write = async (right: readonly StagedRow[], refusals: readonly LineRefusal[]) => {
    await copier.copy("importLines", right);
    await copier.copy(
      "importRefusals",
      refusals.map(({ line, field, reason }) => [id, line, field, reason]),
    );
    if (!(await imports.tellProgress(ctx.programDb, id, counts))) throw new BrokenOff("given up meanwhile");
  };
  const reading = readCsv(counted(body, counts), {
    onHeads(heads) {
      const read = readHeads(heads);
      if (!read.ok) return read.failure;
      columns = read.value;
      return null;
    },
    async onRecords(records) {
      if (!columns) return;
      const read = readAll(records, { columns, branches, now: ctx.now() });
      const isVain = mode === "all" && counts.refusedCount + read.refusals.length > 0;
      const staged = await stageable(ctx, read.lines, isVain ? null : { importId: id, idOf });
      const refusals = [...read.refusals, ...staged.refusals];
      counts.lineCount += records.length;
      counts.refusedCount += new Set(refusals.map(({ line }) => line)).size;
      counts.rightCount += read.lines.length - staged.refusals.length;
      // Read on while the database takes the last batch, and no further than one batch ahead.
      await writing;
      writing = write(staged.rows, refusals);
      writing.catch(() => undefined);
    },
  });
  // Also where the upload broke off: what is being written then would come after its end.
  const file = await reading.finally(() => writing.catch(() => undefined));
  await writing;
  await imports.tellProgress(ctx.programDb, id, counts);
  await settle(ctx, id, mode, file, counts);
}

async function* counted(body: AsyncIterable<Uint8Array>, counts: imports.Counts) {
  const pieces = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await pieces.next().catch((cause: unknown) => {
        throw new BrokenOff("the upload broke off", { cause });
      });
      if (next.done) return;
      counts.byteCount += next.value.byteLength;
      yield next.value;
    }
  } finally {
    await pieces.return?.();
  }
}

function readAll(
  records: readonly CsvRecord[],
  given: { columns: Columns; branches: Branches; now: Date },
): { lines: ImportLine[]; refusals: LineRefusal[] } {
  const lines: ImportLine[] = [];
  const refusals: LineRefusal[] = [];
  for (const { cells, line } of records) {
    const read = readLine(cells, line, given);
    if (read.ok) lines.push(read.value);
    else refusals.push(...read.failure);
  }
  return { lines, refusals };
}

type File = Awaited<ReturnType<typeof readCsv>>;

/** Read to its end: refused as a whole, known already, or for the job to bring in. */
async function settle(
  ctx: UserCtx,
  id: string,
  mode: ImportMode,
  { sha256: digest, problem }: File,
  { refusedCount, rightCount }: imports.Counts,
): Promise<void> {
  const sha256 = new Uint8Array(digest);
  const isRefused = problem !== null || rightCount === 0 || (mode === "all" && refusedCount > 0);
  await ctx.programDb.$transaction(async (tx) => {
    if (!(await imports.lockImport(tx, id, "reading"))) throw new BrokenOff("given up meanwhile");
    const earlier = isRefused ? null : await imports.findSameFile(tx, sha256);
    if (!isRefused && !earlier) {
      await imports.makeReady(tx, id, sha256);
      await enqueue(tx, { task: "import-references", payload: {} }, id);
      return;
    }
    await imports.endImport(
      tx,
      id,
      ctx.now(),
      earlier
        ? { state: "same", sha256, earlierId: earlier.id }
        : {
            state: "refused",
            sha256,
            ...(problem ? { problem: problem.problem, problemLine: problem.line } : {}),
          },
    );
    await tellEnd(tx, ctx, id);
  });
}
