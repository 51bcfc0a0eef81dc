import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "#lib/postgres/embedded.ts";
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import { type Ground, openGround } from "#tests/rigs/ground.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { askAsPerson } from "./asking.ts";
import { startLooking } from "./people-looking.ts";
import { startWorker } from "./worker-process.ts";

export type LookUpPlan = {
  readonly ids: number;
  /** Requests a second that the program is told to keep to. */
  readonly rate: number;
  /** Requests in any second that the sandbox answers; what is more gets 429. */
  readonly limit: number;
  /** How many times the worker is killed, spread over the run. */
  readonly kills: number;
  /** Whether the silence of who was killed is waited for, or the database is told that it is over. */
  readonly silence: "waited" | "aged";
  /** How often a person at each of two servers looks one up meanwhile. */
  readonly askEveryMs: number;
};
type Item = { processId: string; state: string; endedAt: Date | null; snapshots: number; looks: number };
type Request = { readonly at: string; readonly path: string };

export type LookUpReport = {
  readonly lines: readonly string[];
  /** What must not be. */
  readonly violations: readonly string[];
  /** In any sliding second, of all requests at the sandbox. */
  readonly mostInASecond: number;
  /** What people who looked something up meanwhile waited, in all. */
  readonly peopleMs: readonly number[];
};

/** Source: the quality page, X10. */
export const PERSON_BAR_MS = 2_000;

const PATH = "/client/v1/process/";
const EVERY = 20;
const SEE_EVERY_MS = 100;
const BUSY = "SELECT count(*)::int AS count FROM unico_call WHERE verdict = $1";
const AGE = "UPDATE look_up_list SET runner_seen_at = runner_seen_at - interval '1 hour' WHERE id = $1";

/** Every twentieth is unknown to Unico; the others end in one of its ways each. */
const idOf = (number: number): string => `11574000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const isKnown = (number: number): boolean => number % EVERY !== 0;

/** Looks a list up with real workers that are killed in the middle, and holds what is left against what must be. */
export async function runLookUps(plan: LookUpPlan): Promise<LookUpReport> {
  const ground = await openGround({ latencyMs: 80, ratePerSecond: plan.limit });
  try {
    return await runOn(ground, plan);
  } finally {
    await ground.end();
  }
}

async function runOn(
  ground: Ground,
  { ids, rate, limit, kills, silence, askEveryMs }: LookUpPlan,
): Promise<LookUpReport> {
  const settings = { ...ground.settings, UNICO_RATE: String(rate) };
  await giveDocuments(ground, ids);
  const listId = await askAsPerson(
    ground,
    Array.from({ length: ids }, (_, number) => idOf(number)),
  );
  const startedMs = Date.now();
  const people = await startLooking(ground, settings, askEveryMs);
  let worker = startWorker(settings);
  const resumed: number[] = [];
  const killed: { at: Date; done: number }[] = [];
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      await untilDone(ground, listId, Math.floor((ids * kill) / (kills + 1)));
      await worker.kill();
      const done = await countDone(ground, listId);
      killed.push({ at: new Date(), done });
      if (silence === "aged") await query(ground, AGE, listId);
      worker = startWorker(settings);
      const restartedMs = Date.now();
      await untilDone(ground, listId, done + 1);
      resumed.push(Date.now() - restartedMs);
    }
    await untilDone(ground, listId, ids);
    await untilEnded(ground, listId);
  } finally {
    await worker.stop();
  }
  const looked = await people.end();
  const peopleMs = looked.map(({ ms }) => ms);
  const tookS = (Date.now() - startedMs) / 1_000;
  const [items, { requests }] = [await itemsOf(ground, listId), await requestsOf(ground)];
  const looks = requests.filter(({ path }) => path.startsWith(PATH));
  const asked = Map.groupBy(looks, ({ path }) => path.slice(PATH.length));
  const violations = violationsOf(items, asked, ids, killed);
  const mostInASecond = mostWithin(requests.map(({ at }) => Date.parse(at)));
  if (mostInASecond > limit) violations.push(`${mostInASecond} requests in one second, ${limit} are allowed`);
  const [refused] = await query<{ count: number }>(ground, BUSY, "busy");
  const again = [...asked.values()].filter((each) => each.length > 1).length;
  const states = [...Map.groupBy(items, ({ state }) => state)].map(
    ([state, some]) => `${some.length} ${state}`,
  );
  const unanswered = looked.filter(({ isOk }) => !isOk).length;
  if (unanswered > 0) violations.push(`${unanswered} of ${looked.length} people got no answer`);
  return {
    mostInASecond,
    peopleMs,
    violations,
    lines: [
      `${ids} ids at ${rate} a second of ${limit} allowed, ${kills} kills -9 of the worker: ${tookS.toFixed(0)} s, ${(ids / tookS).toFixed(1)} a second`,
      `ended as ${states.join(", ")}`,
      `requests ${looks.length}, ids asked for twice ${again}, most in any second ${mostInASecond} (token requests included), refused with 429 ${refused?.count}`,
      `people at two servers meanwhile: ${looked.length} look-ups, p50 ${(quantile(peopleMs, 0.5) / 1_000).toFixed(2)} s, p95 ${(quantile(peopleMs, 0.95) / 1_000).toFixed(2)} s (bar ${PERSON_BAR_MS / 1_000} s), at the most ${(quantile(peopleMs, 1) / 1_000).toFixed(2)} s`,
      `killed with ${killed.map(({ done }) => done).join(", ") || "none"} done; went on after ${resumed.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(", ") || "-"}`,
    ],
  };
}

function violationsOf(
  items: readonly Item[],
  asked: ReadonlyMap<string, readonly Request[]>,
  ids: number,
  killed: readonly { at: Date }[],
): string[] {
  const wrong: string[] = [];
  if (items.length !== ids) wrong.push(`${items.length} ids are kept of ${ids}`);
  for (const [number, { processId, state, snapshots, looks, endedAt }] of items.entries()) {
    const expected = isKnown(number) ? "done" : "not_found";
    if (processId !== idOf(number)) wrong.push(`${processId} stands in the place of ${idOf(number)}`);
    if (state !== expected) wrong.push(`${processId} is ${state}, not ${expected}`);
    if (snapshots !== (isKnown(number) ? 1 : 0)) wrong.push(`${processId} has ${snapshots} snapshots`);
    if (looks !== 1) wrong.push(`${processId} is told ${looks} times`);
    const requests = asked.get(processId) ?? [];
    if (requests.length === 0) wrong.push(`${processId} was never asked for`);
    for (const { at } of killed) {
      const isOver = endedAt !== null && endedAt < at;
      if (isOver && requests.some((request) => Date.parse(request.at) > at.getTime()))
        wrong.push(`${processId} was asked for again although it had ended`);
    }
  }
  return wrong;
}

/** The most that any sliding second held. */
function mostWithin(times: readonly number[], windowMs = 1_000): number {
  const sorted = times.toSorted((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [last, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

async function giveDocuments({ sandbox }: Ground, ids: number): Promise<void> {
  for (let number = 0; number < ids; number += 1) {
    const scenario = processScenarios[number % processScenarios.length];
    if (!isKnown(number) || !scenario) continue;
    const answer = await fetch(`${sandbox.controlUrl}/processes/${idOf(number)}`, {
      method: "PUT",
      body: JSON.stringify({ ...scenario.document, id: idOf(number) }),
    });
    if (!answer.ok) throw new Error(`the sandbox refused a document: ${answer.status}`);
  }
}

async function requestsOf({ sandbox }: Ground): Promise<{ requests: Request[] }> {
  const answer = await fetch(`${sandbox.controlUrl}/requests`);
  return (await answer.json()) as { requests: Request[] };
}

const query = <T extends object>({ databaseUrl }: Ground, sql: string, listId: string): Promise<T[]> =>
  withClient(databaseUrl, async (client) => (await client.query<T>(sql, [listId])).rows);

async function countDone(ground: Ground, listId: string): Promise<number> {
  const [row] = await query<{ count: number }>(
    ground,
    "SELECT count(*)::int AS count FROM look_up_item WHERE list_id = $1 AND state <> 'waiting'",
    listId,
  );
  return row?.count ?? 0;
}

async function untilDone(ground: Ground, listId: string, wanted: number): Promise<void> {
  while ((await countDone(ground, listId)) < wanted) await sleep(SEE_EVERY_MS);
}

async function untilEnded(ground: Ground, listId: string): Promise<void> {
  const sql = "SELECT id FROM look_up_list WHERE id = $1 AND ending = 'finished'";
  while ((await query(ground, sql, listId)).length === 0) await sleep(SEE_EVERY_MS);
}

const itemsOf = (ground: Ground, listId: string): Promise<Item[]> =>
  query<Item>(
    ground,
    `SELECT process_id AS "processId", state, ended_at AS "endedAt",
      (SELECT count(*)::int FROM process_snapshot AS s WHERE s.process_id = item.process_id) AS snapshots,
      (SELECT count(*)::int FROM audit_event AS e WHERE e.action = 'process.lookup'
        AND e.entity_type = 'process' AND e.entity_id = item.process_id::text) AS looks
     FROM look_up_item AS item WHERE list_id = $1 ORDER BY position`,
    listId,
  );
