import "server-only";
import { randomUUIDv7 } from "node:crypto";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { askedOf } from "./asked.ts";
import type { Deps } from "./finishing.ts";
import { assertMayExport, mayExport, seesOwnOnly } from "./permitted.ts";
import * as exports from "./repository.ts";
import * as schedules from "./schedule-repository.ts";
import { nextRun, SCHEDULES_PER_PERSON } from "./schedule-rules.ts";
import { type AskInput, rowShape } from "./schema.ts";
import { openAsked, sealAsked } from "./sealing.ts";
import { isSense, sizeOf } from "./sizing.ts";
import { sourceOf } from "./sources.ts";
import { eventOf } from "./told.ts";
import { throwFirst, tryEach } from "./trying.ts";

type Speaker = Pick<Deps, "actor" | "now" | "request">;
export type ScheduleRefusal = { code: "bad_selection" } | { code: "too_many_schedules"; max: number };

/** Has the same file made again and again, masked, from the next hour that was chosen on; very large, by a fresh proof. */
export async function createSchedule(
  ctx: UserCtx,
  input: AskInput & { every: Exclude<AskInput["every"], "once"> },
  locale: Locale,
): Promise<Result<{ id: string; nextAt: Date }, ScheduleRefusal>> {
  const source = sourceOf(input.list);
  const { isOwnOnly } = assertMayExport(ctx.actor, source, true);
  const id = randomUUIDv7();
  const { format, every, hour } = input;
  const read = askedOf(source, input, locale);
  if (!isSense(source, read)) return fail({ code: "bad_selection" });
  await sizeOf(ctx, source, { asked: read, isOwnOnly });
  const asked = sealAsked(ctx.vault, id, read, "export_schedule");
  return ctx.db.$transaction(async (tx) => {
    await exports.lockAsking(tx, ctx.actor.id);
    if ((await schedules.countOf(tx, ctx.actor.id)) >= SCHEDULES_PER_PERSON)
      return fail({ code: "too_many_schedules", max: SCHEDULES_PER_PERSON });
    const nextAt = nextRun(every, hour, ctx.now());
    await schedules.insert(tx, {
      id,
      ownerId: ctx.actor.id,
      list: source.name,
      format,
      asked,
      every,
      hour,
      nextAt,
      createdAt: ctx.now(),
    });
    await tell(tx, ctx, "schedule.create", { id, list: source.name, every, hour });
    return ok({ id, nextAt });
  });
}

type Told = { id: string; list: string; every: string; hour: number };
const tell = (
  tx: Tx,
  ctx: Speaker,
  action: "schedule.create" | "schedule.end",
  { id, list, every, hour }: Told,
  more: { why?: string } = {},
) => {
  const detail = { list, every, hour, ...more };
  return recordAudit(tx, ctx, { action, entityType: "schedule", entityId: id, detail });
};

/** No more files of it. Managers may end anybody's. */
export async function endSchedule(
  ctx: UserCtx,
  { id }: { id: string },
): Promise<Result<null, { code: "not_found" }>> {
  const isOwnOnly = seesOwnOnly(ctx.actor);
  const found = await schedules.find(ctx.db, id);
  if (!found || (isOwnOnly && found.ownerId !== ctx.actor.id)) return fail({ code: "not_found" });
  return ctx.db.$transaction(async (tx) => {
    if (!(await schedules.end(tx, id, ctx.now()))) return fail({ code: "not_found" });
    await tell(tx, ctx, "schedule.end", found);
    return ok(null);
  });
}

/** What is asked for again and again: managers see everybody's, others their own. */
export async function listSchedules(ctx: UserCtx) {
  const isOwnOnly = seesOwnOnly(ctx.actor);
  const rows = await schedules.list(ctx.db, isOwnOnly ? { ownerId: ctx.actor.id } : {});
  return rows.map(({ ownerId, ...row }) => ({ ...row, isMine: ownerId === ctx.actor.id }));
}
export type ScheduleRow = Awaited<ReturnType<typeof listSchedules>>[number];

/**
 * Asks for the files that are due. However many hours were missed, one file makes up for all of them. Of somebody who
 * may not have it any more, and of filters that are none any more, the schedule ends. One that fails does not keep the
 * others, and is thrown at the end.
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

async function runDue(ctx: Deps, due: Due): Promise<boolean> {
  const owner = await exports.findOwner(ctx.db, due.ownerId);
  const { list: name, format } = rowShape.parse(due);
  const source = sourceOf(name);
  const actor = owner && ({ kind: "user", ...owner, sessionId: "", scope: null } as const);
  const isPermitted = actor !== null && mayExport(actor, source, true) !== null;
  const asked = isPermitted ? openAsked(ctx.vault, due.id, due.asked, "export_schedule") : null;
  const id = randomUUIDv7();
  return ctx.db.$transaction(async (tx) => {
    const next = nextRun(due.every, due.hour, ctx.now());
    if (!asked || !isSense(source, asked)) {
      const why = asked ? "bad_selection" : "forbidden";
      if (await schedules.end(tx, due.id, ctx.now())) await tell(tx, ctx, "schedule.end", due, { why });
      return false;
    }
    // Of two workers one moves it on.
    if (!(await schedules.moveOn(tx, due.id, due.nextAt, next))) return false;
    const row = { id, ownerId: due.ownerId, list: name, format, masked: true };
    await exports.insert(tx, {
      ...row,
      direct: false,
      state: "queued",
      asked: sealAsked(ctx.vault, id, asked),
      createdAt: ctx.now(),
      scheduleId: due.id,
    });
    await recordAudit(tx, ctx, eventOf("export.create", row, { schedule: due.id }));
    await enqueue(tx, { task: "run-exports", payload: { exportId: id } }, id);
    return true;
  });
}
