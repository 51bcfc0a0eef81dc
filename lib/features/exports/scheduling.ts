import "server-only";
import { randomUUIDv7 } from "node:crypto";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { askedOf } from "./asked.ts";
import { assertMayExport, seesOwnOnly } from "./permitted.ts";
import * as exports from "./repository.ts";
import * as schedules from "./schedule-repository.ts";
import { nextRun, SCHEDULES_PER_PERSON } from "./schedule-rules.ts";
import type { AskInput } from "./schema.ts";
import { sealAsked } from "./sealing.ts";
import { isSense, sizeOf } from "./sizing.ts";
import { sourceOf } from "./sources.ts";
import { tellSchedule } from "./told.ts";

export type ScheduleRefusal = { code: "bad_selection" } | { code: "too_many_schedules"; max: number };

/** Has the same file made again and again, masked, from the next hour that was chosen on; very large, by a fresh proof. */
export async function createSchedule(
  ctx: UserCtx,
  input: AskInput & { every: Exclude<AskInput["every"], "once"> },
  locale: Locale,
): Promise<Result<{ id: string; nextAt: Date }, ScheduleRefusal>> {
  const source = sourceOf(input.list);
  const { isOwnOnly } = assertMayExport(ctx.actor, source, true);
  // What is made by itself is fetched among the exports.
  assertCan(ctx.actor, "export:create");
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
    await tellSchedule(tx, ctx, "schedule.create", { id, list: source.name, every, hour });
    return ok({ id, nextAt });
  });
}

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
    await tellSchedule(tx, ctx, "schedule.end", found);
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
