import { kept } from "#lib/db/kept.ts";
import { listReverifications } from "#lib/features/reverifications/reading.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import type { Model } from "./model.ts";
import type { Real } from "./world.ts";

const ENDS = ["completed", "refused", "failed"];
const UNSURE = ["done", "unknown"];

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

type Seen = {
  readonly id: string;
  readonly state: string;
  readonly openWords: number;
  readonly attempts: readonly { readonly isLive: boolean; readonly verdict: string | null }[];
  readonly events: readonly Told[];
};

/** One statement for all of it: this is asked for after every step. */
const see = (real: Real): Promise<Seen[]> =>
  real.program.db.$queryRaw<Seen[]>(kept`
    SELECT r.id, r.state::text,
      (SELECT count(*)::int FROM reconciliation AS w WHERE w.reverification_id = r.id AND w.ending IS NULL)
        AS "openWords",
      (SELECT coalesce(json_agg(json_build_object('isLive', a.finished_at IS NULL, 'verdict', a.verdict)
          ORDER BY a.started_at, a.id), '[]')
        FROM reverification_attempt AS a WHERE a.reverification_id = r.id) AS attempts,
      (SELECT coalesce(json_agg(json_build_object('action', e.action, 'state', e.detail->>'state')
          ORDER BY e.seq), '[]')
        FROM audit_event AS e WHERE e.entity_type = 'reverification' AND e.entity_id = r.id::text) AS events
    FROM reverification AS r WHERE r.id = ANY(${real.running.map(({ id }) => id)}::uuid[])`);

/** The rows are what the model says, and what must hold of every row holds. */
export async function check(model: Model, real: Real): Promise<void> {
  const rows = await see(real);
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
    must(row.attempts.filter(({ isLive }) => isLive).length <= 1, "two attempts are live");
    const unsure = row.attempts.slice(0, -1).filter(({ verdict }) => UNSURE.includes(verdict ?? ""));
    must(unsure.length === 0, "a request followed one that may have been worked on");
    must(row.openWords === (intent.hasWord ? 1 : 0), "open words are not as the model says");
    must(historyOf(row.events) === row.state, "the audit log tells another state");
  }
  await checkTasks(real, rows);
}

type Told = { readonly action: string; readonly state: string | null };

/** The state that the audit log's steps lead to. */
function historyOf(events: readonly Told[]): string {
  let now = "";
  for (const { action, state } of events) {
    if (action === "reverification.start") now = "pending";
    if (action === "reverification.send") now = "sent";
    if (action === "reverification.settle" && state !== null) now = state;
  }
  return now;
}

/** Each unknown one is on the list of those to reconcile, once. It is looked at again when another one is to be there. */
async function checkTasks(real: Real, rows: readonly Seen[]): Promise<void> {
  const unknown = rows.filter(({ state }) => state === "unknown").map(({ id }) => id);
  const wanted = unknown.sort().join();
  if (wanted === real.listed) return;
  const filter = reverificationTable.parse({ state: ["unknown"] });
  const { rows: shown } = await listReverifications(real.staffOf(0), filter);
  const own = new Set(real.running.map(({ id }) => id));
  const listed = shown.flatMap(({ id }) => (own.has(id) ? [id] : []));
  must(listed.sort().join() === wanted, `${unknown.length} are unknown, and ${listed.length} listed`);
  real.listed = wanted;
}
