import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { isLeft, noteLeft } from "#lib/features/attachments/repository.ts";
import { auditOfStep, recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { keepsSelfies } from "#lib/features/retention/settings.ts";
import type { Capture } from "./capture.ts";
import { keepSelfie, keyOfSelfie } from "./selfies.ts";
import * as steps from "./steps.ts";

/** Our policy: each that waits holds its picture in memory. */
const LINE_MAX = 100;
const STORE_TIMEOUT_MS = 10_000;

/** Copies are made one after the other: the processor is for the pictures that somebody waits for. */
let line: Promise<void> = Promise.resolve();
let waiting = 0;

/** Keeps a copy of what was compared, for people to see. One that cannot be kept is told of; the call goes its way. */
export function keepCopy(ctx: Ctx, id: string, { picture }: Capture): Promise<void> {
  if (!picture) return Promise.resolve();
  if (waiting >= LINE_MAX) return tellLost(ctx, id, "busy");
  waiting += 1;
  const copied = line
    .then(async () => {
      if (!(await keepsSelfies(ctx))) return;
      // First: a process that is killed between the file and its row leaves nothing that nobody knows of.
      const left = await noteLeft(ctx.programDb, keyOfSelfie(id));
      await inTime(keepSelfie(ctx, id, picture));
      const audit = auditOfStep(ctx, {
        action: "selfie.keep",
        entityType: "reverification",
        entityId: id,
        detail: {},
      });
      const named = await steps.noteSelfie(ctx.programDb, id, left, audit).catch(async (error) => {
        // Where only the answer was lost, a row names it and nothing is left.
        if (!(await isLeft(ctx.programDb, left.key))) return 1;
        await ctx.storage.remove(left.key);
        throw error;
      });
      if (named === 0) await ctx.storage.remove(left.key);
    })
    .catch(() => tellLost(ctx, id, "store"))
    .finally(() => {
      waiting -= 1;
    });
  line = copied;
  return copied;
}

/** Nothing was kept, and there is no second try: the picture itself is gone. */
const tellLost = (ctx: Ctx, id: string, why: "busy" | "store"): Promise<void> =>
  recordAudit(
    ctx.db,
    ctx,
    { action: "selfie.keep", entityType: "reverification", entityId: id, detail: { why } },
    "failed",
  ).catch(() => undefined);

/** A store that hangs must not hold up every copy after this one. */
async function inTime(kept: Promise<void>): Promise<void> {
  const late = new AbortController();
  const tooLate = async () => {
    await sleep(STORE_TIMEOUT_MS, null, { signal: late.signal, ref: false });
    throw new Error("the store did not answer in time");
  };
  try {
    await Promise.race([kept, tooLate()]);
  } finally {
    late.abort();
  }
}
