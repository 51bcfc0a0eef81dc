import { listReverifications } from "#lib/features/reverifications/reading.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import type { Model } from "./model.ts";
import type { Real } from "./world.ts";

const ENDS = ["completed", "refused", "failed"];
const UNSURE = ["done", "unknown"];

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** The rows are what the model says, and what must hold of every row holds. */
export async function check(model: Model, real: Real): Promise<void> {
  const ids = real.running.map(({ id }) => id);
  const { db } = real.program;
  const [rows, events] = await Promise.all([
    db.reverification.findMany({
      where: { id: { in: ids } },
      select: {
        id: true,
        state: true,
        attempts: {
          select: { finishedAt: true, verdict: true },
          orderBy: [{ startedAt: "asc" }, { id: "asc" }],
        },
        words: { where: { ending: null }, select: { id: true } },
      },
    }),
    db.auditEvent.findMany({
      where: { entityType: "reverification", entityId: { in: ids } },
      select: { action: true, entityId: true, detail: true },
      orderBy: { seq: "asc" },
    }),
  ]);
  const told = Map.groupBy(events, ({ entityId }) => entityId ?? "");
  for (const intent of model.intents) {
    const id = real.running[intent.number]?.id ?? "";
    const row = rows.find((one) => one.id === id);
    if (!row) throw new Error("an intent was lost");
    must(row.state === intent.state, `row ${intent.number} is ${row.state}, the model says ${intent.state}`);
    const before = real.ends.get(id);
    must(!before || !ENDS.includes(before) || before === row.state, `an end changed from ${before}`);
    real.ends.set(id, row.state);

    const arrivals = real.unico.arrivalsOf(id);
    must(arrivals === intent.requests, `${arrivals} requests arrived, the model says ${intent.requests}`);
    must(row.attempts.length === arrivals, `${arrivals} requests and ${row.attempts.length} attempts`);
    must(row.attempts.filter(({ finishedAt }) => !finishedAt).length <= 1, "two attempts are live");
    const unsure = row.attempts.slice(0, -1).filter(({ verdict }) => UNSURE.includes(verdict ?? ""));
    must(unsure.length === 0, "a request followed one that may have been worked on");
    must(row.words.length === (intent.hasWord ? 1 : 0), "open words are not as the model says");
    must(historyOf(told.get(id) ?? []) === row.state, "the audit log tells another state");
  }
  await checkTasks(real, rows);
}

type Told = { action: string; detail: unknown };

/** The state that the audit log's steps lead to. */
function historyOf(events: readonly Told[]): string {
  let state = "";
  for (const { action, detail } of events) {
    if (action === "reverification.start") state = "pending";
    if (action === "reverification.send") state = "sent";
    if (
      action === "reverification.settle" &&
      typeof detail === "object" &&
      detail !== null &&
      "state" in detail
    )
      state = String(detail.state);
  }
  return state;
}

/** Each unknown one is on the list of those to reconcile, once. */
async function checkTasks(real: Real, rows: readonly { id: string; state: string }[]): Promise<void> {
  const filter = reverificationTable.parse({ state: ["unknown"] });
  const listed = await listReverifications(real.staffOf(0), filter);
  const shown = listed.rows.map(({ id }) => id);
  for (const { id, state } of rows)
    must(
      shown.filter((one) => one === id).length === (state === "unknown" ? 1 : 0),
      `${state}, but listed ${shown.filter((one) => one === id).length} times`,
    );
}
