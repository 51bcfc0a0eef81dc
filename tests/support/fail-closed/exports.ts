import { openExportRows } from "#lib/db/export-rows.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { cancelExport, retryExport } from "#lib/features/exports/changing.ts";
import { downloadExport } from "#lib/features/exports/downloading.ts";
import { dismissNotices } from "#lib/features/exports/noticing.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { runSchedules } from "#lib/features/exports/running-schedules.ts";
import { createSchedule, endSchedule } from "#lib/features/exports/scheduling.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { removeExpired } from "#lib/features/exports/sweeping.ts";
import { programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { type Acts, act, somebody } from "./act.ts";

/** Files of what lists show: asked for, made, taken in and let go. Each by somebody else: people have limits. */
export async function exportActs({ db, url }: World): Promise<Acts> {
  const rows = openExportRows(url);
  const { id: person } = await aSubject(db);
  await aCase(db, { subjectId: person });
  const input = askInput.parse({ list: "cases", state: `subject=${person}` });
  const asked = async (ctx: UserCtx) => {
    const made = await askExport(ctx, input, "en");
    if (!made.ok) throw new Error(made.failure.code);
    return made.value.id;
  };
  const somebodyWith = async () => {
    const ctx = await somebody(db, "manager");
    return { ctx, id: await asked(ctx) };
  };
  const take = async ({ ctx, id }: { ctx: UserCtx; id: string }) => {
    const found = await downloadExport({ ...ctx, rows }, id);
    if (!found.ok) throw new Error(found.failure.code);
    let bytes = 0;
    try {
      for await (const piece of found.value.pieces) bytes += piece.length;
    } catch (error) {
      // What has left cannot be refused any more.
      if (bytes === 0) throw error;
    }
    return bytes;
  };
  const put = (id: string, data: { direct: boolean; state: "ready" | "queued" } | { expiresAt: Date }) =>
    db.export.update({ where: { id }, data, select: { id: true } });

  const asker = await somebody(db, "manager");
  const waiting = await somebodyWith();
  const cancelled = await somebodyWith();
  await cancelExport(cancelled.ctx, cancelled);
  const fresh = await somebodyWith();
  const kept = await somebodyWith();
  await take(kept);
  const gone = await somebodyWith();
  await take(gone);
  await put(gone.id, { expiresAt: new Date(0) });
  const queued = await somebodyWith();
  const told = await somebodyWith();
  await put(told.id, { direct: false, state: "queued" });
  await runExports({ ...programCtx(db, { storage: told.ctx.storage }), rows });
  const planner = await somebody(db, "manager");
  const plan = async () => {
    const daily = askInput.parse({ list: "cases", every: "day", hour: "6" });
    if (daily.every === "once") throw new Error("it is asked for every day");
    const made = await createSchedule(planner, { ...daily, every: daily.every }, "en");
    if (!made.ok) throw new Error(made.failure.code);
    return made.value.id;
  };
  const planned = await plan();
  const unread = await plan();
  await db.exportSchedule.update({
    where: { id: unread },
    data: { asked: new Uint8Array(40), nextAt: new Date(0) },
  });
  const program = { ...programCtx(db), rows };
  return {
    "an export": act(["export.create"], () => asked(asker)),
    "an export tried again": act(["export.retry"], () => retryExport(cancelled.ctx, cancelled)),
    "an export cancelled": act(["export.cancel"], () => cancelExport(waiting.ctx, waiting)),
    "a small file taken in": act(["export.finish", "export.download"], async () => {
      // What an attempt before this one left; the worker puts it right within the minute.
      await put(fresh.id, { direct: true, state: "ready" });
      return take(fresh);
    }),
    "a kept file taken in": act(["export.download"], () => take(kept)),
    "a file made by a job": act(["export.finish"], async () => {
      await put(queued.id, { direct: false, state: "queued" });
      return runExports(program);
    }),
    "an export for every day": act(["schedule.create"], plan),
    "a schedule that nobody can read": act(["export.create"], () => runSchedules(program)),
    "a notice dismissed": act(["export.dismiss"], () =>
      dismissNotices(told.ctx, { kind: "done", ends: [`${told.id}.1`] }),
    ),
    "a schedule ended": act(["schedule.end"], () => endSchedule(planner, { id: planned })),
    "a file let go": act(["export.expire"], () => removeExpired(program)),
  };
}
