import "server-only";
import { randomUUIDv7 } from "node:crypto";
import type { Tx } from "#lib/db/client.ts";
import { actingNow } from "#lib/features/accounts/acting.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import type { Deps } from "./finishing.ts";
import { mayExport } from "./permitted.ts";
import * as exports from "./repository.ts";
import * as schedules from "./schedule-repository.ts";
import { nextRun } from "./schedule-rules.ts";
import { type Asked, rowShape } from "./schema.ts";
import { openAsked, sealAsked, Unreadable } from "./sealing.ts";
import { isSense } from "./sizing.ts";
import { sourceOf } from "./sources.ts";
import { eventOf, tellSchedule } from "./told.ts";
import { throwFirst, tryEach } from "./trying.ts";

/**
 * Asks for the files that are due. However many hours were missed, one file makes up for all of them. Of somebody who
 * may not have it any more, and of filters that are none any more, the schedule ends; where nobody can read what it asks
 * for it goes on, and says so each time. One that fails does not keep the others, and is thrown at the end.
 */
export async function runSchedules(ctx: Deps): Promise<number> {
  let count = 0;
  const troubles = await tryEach(await schedules.listDue(ctx.db, ctx.now()), async (due) => {
    if (await runDue(ctx, due)) count += 1;
  });
  throwFirst(troubles);
  return count;
}

type Due = Awaited<ReturnType<typeof schedules.listDue>>[number];
type Ends = "forbidden" | "bad_selection";

async function runDue(ctx: Deps, due: Due): Promise<boolean> {
  const asked = await readDue(ctx, due);
  return ctx.db.$transaction(async (tx) => {
    if (asked === "forbidden" || asked === "bad_selection") {
      if (await schedules.end(tx, due.id, ctx.now()))
        await tellSchedule(tx, ctx, "schedule.end", due, { why: asked });
      return false;
    }
    const to = {
      nextAt: nextRun(due.every, due.hour, ctx.now()),
      brokenAt: asked === "unreadable" ? ctx.now() : null,
    };
    // Of two workers one moves it on.
    if (!(await schedules.moveOn(tx, due, to))) return false;
    if (asked === "unreadable") await refuse(tx, ctx, due);
    else await ask(tx, ctx, due, asked);
    return asked !== "unreadable";
  });
}

/** What a schedule asks for, or why it is not asked for. */
async function readDue({ db, vault }: Deps, due: Due): Promise<Asked | Ends | "unreadable"> {
  const actor = await actingNow(db, due.ownerId);
  const source = sourceOf(rowShape.parse(due).list);
  if (actor === null || mayExport(actor, source, true) === null) return "forbidden";
  try {
    const asked = openAsked(vault, due.id, due.asked ?? new Uint8Array(), "export_schedule");
    return isSense(source, asked) ? asked : "bad_selection";
  } catch (error) {
    if (error instanceof Unreadable) return "unreadable";
    throw error;
  }
}

const rowOf = ({ id: scheduleId, ownerId, list, format }: Due) =>
  ({ id: randomUUIDv7(), ownerId, list, format, masked: true, direct: false, scheduleId }) as const;

async function ask(tx: Tx, ctx: Deps, due: Due, asked: Asked): Promise<void> {
  const row = rowOf(due);
  await exports.insert(tx, {
    ...row,
    state: "queued",
    asked: sealAsked(ctx.vault, row.id, asked),
    createdAt: ctx.now(),
  });
  await recordAudit(tx, ctx, eventOf("export.create", row, { schedule: due.id }));
  await enqueue(tx, { task: "run-exports", payload: { exportId: row.id } }, row.id);
}

/** Its owner finds a file that could not be made, and why. */
async function refuse(tx: Tx, ctx: Deps, due: Due): Promise<void> {
  const row = rowOf(due);
  const failed = {
    state: "failed",
    failure: "unreadable",
    createdAt: ctx.now(),
    endedAt: ctx.now(),
  } as const;
  await exports.insert(tx, { ...row, ...failed });
  const detail = { schedule: due.id, why: failed.failure };
  await recordAudit(tx, ctx, eventOf("export.create", row, detail), "failed");
}
