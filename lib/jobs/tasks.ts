import "server-only";
import { randomUUID } from "node:crypto";
import type { TaskList } from "graphile-worker";
import { services } from "#lib/entry/services.ts";
import { releaseIdleCases } from "#lib/features/cases/service.ts";
import type { Ctx } from "#lib/features/context.ts";
import { sweepReverifications } from "#lib/features/reverifications/sweeping.ts";

/** Every job is a service function under the program's own name; each may run twice without harm. */
const asProgram = (run: (ctx: Ctx) => Promise<unknown>) => async () => {
  await run({ ...services({ id: randomUUID(), address: null }), actor: { kind: "program" } });
};

/** What the worker can do, by the name under which a job is asked for. */
export const tasks: TaskList = {
  "sweep-reverifications": asProgram(sweepReverifications),
  "release-idle-cases": asProgram(releaseIdleCases),
  "ensure-audit-months": asProgram(({ db }) => db.$executeRaw`SELECT audit_ensure_months(12)`),
};

/** When jobs start by themselves, in graphile-worker's crontab format; times are UTC. */
export const crontab = `
* * * * * sweep-reverifications
* * * * * release-idle-cases
10 3 * * * ensure-audit-months
`;
