import "server-only";
import { randomUUID } from "node:crypto";
import type { TaskList } from "graphile-worker";
import { callPrice } from "#lib/entry/environment.ts";
import { connection, exportRows, services } from "#lib/entry/services.ts";
import { env } from "#lib/env.ts";
import { removeLeft } from "#lib/features/attachments/removing.ts";
import { checkProof } from "#lib/features/audit/check-jobs.ts";
import { openCheckpoints } from "#lib/features/audit/open-checkpoints.ts";
import { raiseProofAlarms } from "#lib/features/audit/proof-alarms.ts";
import { releaseIdleCases } from "#lib/features/cases/service.ts";
import type { Ctx } from "#lib/features/context.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { runSchedules } from "#lib/features/exports/running-schedules.ts";
import { removeExpired, sweepExports } from "#lib/features/exports/sweeping.ts";
import { createListRunner } from "#lib/features/lookups/running.ts";
import { enqueueUnread, readNoticed } from "#lib/features/notices/reading.ts";
import { noticeJob } from "#lib/features/notices/schema.ts";
import { readOpenProcesses } from "#lib/features/processes/sweeping.ts";
import { mergeImports } from "#lib/features/references/import-merging.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { endAbandoned, readUnfinished } from "#lib/features/reverifications/sweeping.ts";
import { rotateIndex } from "#lib/features/rotation/index-key.ts";
import { rotateKeys } from "#lib/features/rotation/service.ts";
import { raiseSprayAlert } from "#lib/features/throttling/spraying.ts";
import { removeErasedFiles } from "#lib/features/titular/erased-files.ts";
import { erasedFilesJob } from "#lib/features/titular/schema.ts";
import { sendNotice } from "#lib/mail/notice.ts";

const programCtx = (): Ctx => ({
  ...services({ id: randomUUID(), address: null }),
  actor: { kind: "program" },
});
const runLists = createListRunner();

/** Every job is a service function under the program's own name; each may run twice without harm. */
const asProgram = (run: (ctx: Ctx, payload: unknown) => Promise<unknown>) => async (payload: unknown) => {
  await run(programCtx(), payload);
};

const checkDeps = () => ({
  url: env().DATABASE_URL,
  checkpoints: openCheckpoints(env()),
  key: env().AUDIT_SIGNING_KEY,
});

/** What the worker can do, by the name under which a job is asked for. */
export const tasks: TaskList = {
  "sweep-reverifications": asProgram(endAbandoned),
  "read-reverifications": asProgram(readUnfinished),
  "release-idle-cases": asProgram(releaseIdleCases),
  "check-audit": asProgram((ctx) => checkProof(ctx, checkDeps(), false)),
  "check-audit-whole": asProgram((ctx) => checkProof(ctx, checkDeps(), true)),
  "watch-audit": asProgram(raiseProofAlarms),
  "ensure-audit-months": asProgram(({ db }) => db.$executeRaw`SELECT audit_ensure_months(12)`),
  "ensure-unico-months": asProgram(({ db }) => db.$executeRaw`SELECT unico_ensure_months(12)`),
  "watch-sign-ins": asProgram((ctx) => raiseSprayAlert(ctx)),
  "probe-unico": () => connection().gate.probe(),
  "read-notice": asProgram((ctx, payload) => readNoticed(ctx, noticeJob.parse(payload).noticeId)),
  "enqueue-unread-notices": asProgram(enqueueUnread),
  "read-open-processes": asProgram(readOpenProcesses),
  // Which list it was asked for is only a reason to look: whoever looks works on whatever waits longest.
  "look-up-list": (_, { abortSignal }) => runLists(programCtx(), abortSignal),
  "import-references": asProgram(mergeImports),
  "remove-old": asProgram((ctx) => runRetention(ctx)),
  "remove-erased-files": asProgram((ctx, payload) =>
    removeErasedFiles(ctx, erasedFilesJob.parse(payload).subject),
  ),
  "remove-left-attachments": asProgram(removeLeft),
  // Whatever asked for it: it writes all that waits. A worker that stops lets go of what it has in hand.
  "run-exports": async (_payload, { abortSignal }) => {
    await runExports(
      { ...programCtx(), rows: exportRows(), callPrice: callPrice(), send: sendNotice },
      abortSignal,
    );
  },
  "sweep-exports": asProgram(sweepExports),
  "run-schedules": asProgram(runSchedules),
  "remove-expired-exports": asProgram(removeExpired),
  // With one key there is nothing to turn, and to count would read every kept picture.
  "rotate-keys": asProgram(async (ctx) => {
    if (env().ENCRYPTION_KEYS.length > 1) await rotateKeys(ctx);
    if (env().INDEX_KEY.length > 1) await rotateIndex(ctx);
  }),
};

/** When jobs start by themselves, in graphile-worker's crontab format; times are UTC. `fill` makes up for what was missed. */
export const crontab = `
* * * * * sweep-reverifications ?priority=-10
* * * * * read-reverifications ?queue=reading&jobKey=read-reverifications
* * * * * release-idle-cases
*/2 * * * * enqueue-unread-notices
* * * * * look-up-list ?jobKey=look-up-list
*/10 * * * * read-open-processes ?queue=reading&jobKey=read-open-processes
* * * * * import-references ?jobKey=import-references
* * * * * probe-unico
* * * * * watch-sign-ins
* * * * * watch-audit ?jobKey=watch-audit
* * * * * sweep-exports ?jobKey=sweep-exports
*/5 * * * * run-schedules ?fill=10m&jobKey=run-schedules
40 * * * * remove-expired-exports ?queue=nightly&jobKey=remove-expired-exports
10 3 * * * ensure-audit-months
*/10 * * * * check-audit ?fill=10m&queue=audit&jobKey=check-audit
30 3 * * * check-audit-whole ?fill=1d&queue=audit&jobKey=check-audit-whole
20 3 * * * ensure-unico-months
50 * * * * remove-left-attachments ?queue=nightly&jobKey=remove-left-attachments
20 4 * * * remove-erased-files ?queue=nightly&jobKey=remove-erased-files
30 4 * * * remove-old ?queue=nightly&jobKey=remove-old
0 5 * * * rotate-keys ?queue=nightly&jobKey=rotate-keys
`;
