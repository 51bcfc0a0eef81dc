import "server-only";
import { randomUUID } from "node:crypto";
import type { TaskList } from "graphile-worker";
import { connection, services } from "#lib/entry/services.ts";
import { env } from "#lib/env.ts";
import { checkProof } from "#lib/features/audit/check-jobs.ts";
import { folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import { releaseIdleCases } from "#lib/features/cases/service.ts";
import type { Ctx } from "#lib/features/context.ts";
import { enqueueUnread, readNoticed } from "#lib/features/notices/reading.ts";
import { noticeJob } from "#lib/features/notices/schema.ts";
import { readOpenProcesses } from "#lib/features/processes/sweeping.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { endAbandoned, readUnfinished } from "#lib/features/reverifications/sweeping.ts";
import { rotateKeys } from "#lib/features/rotation/service.ts";
import { pruneThrottling } from "#lib/features/throttling/pruning.ts";
import { raiseSprayAlert } from "#lib/features/throttling/spraying.ts";

/** Every job is a service function under the program's own name; each may run twice without harm. */
const asProgram = (run: (ctx: Ctx, payload: unknown) => Promise<unknown>) => async (payload: unknown) => {
  await run({ ...services({ id: randomUUID(), address: null }), actor: { kind: "program" } }, payload);
};

const checkDeps = () => ({
  url: env().DATABASE_URL,
  checkpoints: folderCheckpoints(env().AUDIT_CHECKPOINT_URL),
  key: env().AUDIT_SIGNING_KEY,
});

/** What the worker can do, by the name under which a job is asked for. */
export const tasks: TaskList = {
  "sweep-reverifications": asProgram(endAbandoned),
  "read-reverifications": asProgram(readUnfinished),
  "release-idle-cases": asProgram(releaseIdleCases),
  "check-audit": asProgram((ctx) => checkProof(ctx, checkDeps(), false)),
  "check-audit-whole": asProgram((ctx) => checkProof(ctx, checkDeps(), true)),
  "ensure-audit-months": asProgram(({ db }) => db.$executeRaw`SELECT audit_ensure_months(12)`),
  "ensure-unico-months": asProgram(({ db }) => db.$executeRaw`SELECT unico_ensure_months(12)`),
  "watch-sign-ins": asProgram((ctx) => raiseSprayAlert(ctx)),
  "prune-throttling": asProgram(pruneThrottling),
  "probe-unico": () => connection().gate.probe(),
  "read-notice": asProgram((ctx, payload) => readNoticed(ctx, noticeJob.parse(payload).noticeId)),
  "enqueue-unread-notices": asProgram(enqueueUnread),
  "read-open-processes": asProgram(readOpenProcesses),
  "remove-old": asProgram(runRetention),
  // With one key there is nothing to turn, and to count would read every kept picture.
  "rotate-keys": asProgram(async (ctx) => {
    if (env().ENCRYPTION_KEYS.length > 1) await rotateKeys(ctx);
  }),
};

/** When jobs start by themselves, in graphile-worker's crontab format; times are UTC. */
export const crontab = `
* * * * * sweep-reverifications ?priority=-10
* * * * * read-reverifications ?queue=reading&jobKey=read-reverifications
* * * * * release-idle-cases
*/2 * * * * enqueue-unread-notices
*/10 * * * * read-open-processes ?queue=reading&jobKey=read-open-processes
* * * * * probe-unico
* * * * * watch-sign-ins
50 3 * * * prune-throttling
10 3 * * * ensure-audit-months
*/10 * * * * check-audit ?queue=audit&jobKey=check-audit
30 3 * * * check-audit-whole ?queue=audit&jobKey=check-audit-whole
20 3 * * * ensure-unico-months
30 4 * * * remove-old ?queue=nightly&jobKey=remove-old
0 5 * * * rotate-keys ?queue=nightly&jobKey=rotate-keys
`;
