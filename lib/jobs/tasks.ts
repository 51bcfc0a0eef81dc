import "server-only";
import { randomUUID } from "node:crypto";
import type { TaskList } from "graphile-worker";
import { connection, services } from "#lib/entry/services.ts";
import { releaseIdleCases } from "#lib/features/cases/service.ts";
import type { Ctx } from "#lib/features/context.ts";
import { enqueueUnread, readNoticed } from "#lib/features/notices/reading.ts";
import { noticeJob } from "#lib/features/notices/schema.ts";
import { readOpenProcesses } from "#lib/features/processes/sweeping.ts";
import { endAbandoned, readUnfinished } from "#lib/features/reverifications/sweeping.ts";

/** Every job is a service function under the program's own name; each may run twice without harm. */
const asProgram = (run: (ctx: Ctx, payload: unknown) => Promise<unknown>) => async (payload: unknown) => {
  await run({ ...services({ id: randomUUID(), address: null }), actor: { kind: "program" } }, payload);
};

/** What the worker can do, by the name under which a job is asked for. */
export const tasks: TaskList = {
  "sweep-reverifications": asProgram(endAbandoned),
  "read-reverifications": asProgram(readUnfinished),
  "release-idle-cases": asProgram(releaseIdleCases),
  "ensure-audit-months": asProgram(({ db }) => db.$executeRaw`SELECT audit_ensure_months(12)`),
  "ensure-unico-months": asProgram(({ db }) => db.$executeRaw`SELECT unico_ensure_months(12)`),
  "probe-unico": () => connection().gate.probe(),
  "read-notice": asProgram((ctx, payload) => readNoticed(ctx, noticeJob.parse(payload).noticeId)),
  "enqueue-unread-notices": asProgram(enqueueUnread),
  "read-open-processes": asProgram(readOpenProcesses),
};

/** When jobs start by themselves, in graphile-worker's crontab format; times are UTC. */
export const crontab = `
* * * * * sweep-reverifications ?priority=-10
* * * * * read-reverifications ?queue=reading&jobKey=read-reverifications
* * * * * release-idle-cases
*/2 * * * * enqueue-unread-notices
*/10 * * * * read-open-processes ?queue=reading&jobKey=read-open-processes
* * * * * probe-unico
10 3 * * * ensure-audit-months
20 3 * * * ensure-unico-months
`;
