import { setTimeout as sleep } from "node:timers/promises";
import { CALL_FAIL_POINTS, type CallFailPoint } from "#lib/fail-points.ts";
import { referenceScenarios } from "#lib/sandbox/scenarios.ts";
import type { Ground } from "#tests/rigs/ground.ts";
import type { Observed, Observer } from "#tests/rigs/observed.ts";
import type { People } from "#tests/rigs/people.ts";
import { type Serving, startServing } from "#tests/rigs/serving-process.ts";
import { type Silence, untilSilent } from "./silence.ts";

type Expected = {
  /** Where the process left the row that it was killed over; null where there is none. */
  readonly killed: readonly (string | null)[];
  /** Where the sweep leaves it. */
  readonly swept: string | null;
  /** How often Unico may have worked on it. */
  readonly worked: readonly number[];
};

/**
 * What becomes of a re-verification whose process is killed at each point. Before the attempt is committed nothing can
 * have left, so it failed; from then on nobody knows, so it is unknown and a person looks; nothing is sent again.
 */
export const EXPECTED: Readonly<Record<CallFailPoint, Expected>> = {
  after_claim_key: { killed: [null], swept: null, worked: [0] },
  after_intent: { killed: ["pending"], swept: "failed", worked: [0] },
  before_turn: { killed: ["pending"], swept: "failed", worked: [0] },
  after_turn: { killed: ["pending"], swept: "failed", worked: [0] },
  after_attempt: { killed: ["sent"], swept: "unknown", worked: [0] },
  before_connect: { killed: ["sent"], swept: "unknown", worked: [0] },
  after_request_started: { killed: ["sent"], swept: "unknown", worked: [0] },
  // The bytes are with the system: whether they arrive whole is not the program's to know.
  after_body_out: { killed: ["sent"], swept: "unknown", worked: [0, 1] },
  after_answer_headers: { killed: ["sent"], swept: "unknown", worked: [1] },
  after_answer_body: { killed: ["sent"], swept: "unknown", worked: [1] },
  before_settle_commit: { killed: ["sent"], swept: "unknown", worked: [1] },
  after_settle_commit: { killed: ["completed"], swept: "completed", worked: [1] },
  // Killed over reading again what Unico was still at: it has an id, so the next sweep reads it once more.
  in_reconcile: { killed: ["sent"], swept: "completed", worked: [1] },
  // The sweeper itself is killed, over the first of the rows that the points above left.
  in_sweep: { killed: ["sent"], swept: "unknown", worked: [0] },
};

type Killed = { readonly point: CallFailPoint; readonly key: string; readonly left: string | null };
export type PointResult = {
  readonly point: CallFailPoint;
  readonly rounds: number;
  readonly wrong: readonly string[];
};

const STARTS = CALL_FAIL_POINTS.filter((point) => point !== "in_reconcile" && point !== "in_sweep");
const STILL_AT_IT = referenceScenarios.find(({ outcome }) => outcome === "pending")?.id ?? "";
/** A process is killed for as long as this; past it the point was not reached. */
const STRIKE_TIMEOUT_MS = 30_000;

type Rig = {
  readonly ground: Ground;
  readonly observer: Observer;
  readonly people: People;
  readonly silence: Silence;
};
/** Processes that are started beside each other: what takes time is their start. */
const AT_ONCE = 3;

/** Kills a process at every point, `rounds` times each, sweeps, and holds what is left against the table. */
export async function killAtPoints(rig: Rig, rounds: number): Promise<PointResult[]> {
  const { ground, observer, people } = rig;
  const killed: Killed[] = [];
  const unstruck: string[] = [];
  const dead: string[] = [];
  const plan = Array.from({ length: rounds }, () => STARTS).flat();
  const killNext = async (): Promise<void> => {
    for (let point = plan.shift(); point; point = plan.shift()) {
      const serving = await startServing({ ...ground, failPoint: point });
      const key = people.ask(serving);
      await untilKilled(serving, point, unstruck);
      dead.push(serving.senderId);
      killed.push({ point, key, left: await observer.stateOf(key) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, killNext));

  const working = await startServing(ground);
  const stillAtIt = Array.from({ length: rounds }, () => people.ask(working, STILL_AT_IT));
  await people.untilQuiet([working], STRIKE_TIMEOUT_MS);
  await untilSilent(ground, rig.silence, dead);
  const overSent = killed.filter(({ point }) => point === "after_attempt").map(({ key }) => key);
  for (const key of overSent) {
    await killSweeper(rig, "in_sweep", unstruck);
    killed.push({ point: "in_sweep", key, left: await observer.stateOf(key) });
  }
  // The first of these also ends all the rest; what Unico is still at is read again after it.
  for (const key of stillAtIt) {
    await killSweeper(rig, "in_reconcile", unstruck);
    killed.push({ point: "in_reconcile", key, left: await observer.stateOf(key) });
  }
  await working.sweep();
  await working.leave();

  const after = await observer.look();
  return CALL_FAIL_POINTS.map((point) => {
    const rows = killed.filter((one) => one.point === point);
    const wrong = rows.flatMap((one) => wrongWith(one, after));
    return { point, rounds, wrong: [...wrong, ...unstruck.filter((line) => line.startsWith(`${point}:`))] };
  });
}

async function killSweeper({ ground }: Rig, point: CallFailPoint, unstruck: string[]): Promise<void> {
  const serving = await startServing({ ...ground, failPoint: point });
  serving.tell({ kind: "sweep" });
  await untilKilled(serving, point, unstruck);
}

async function untilKilled(serving: Serving, point: CallFailPoint, unstruck: string[]): Promise<void> {
  const ended = await Promise.race([serving.gone, sleep(STRIKE_TIMEOUT_MS, null, { ref: false })]);
  if (ended === "SIGKILL") return;
  unstruck.push(`${point}: the process was not killed there`);
  serving.signal("SIGKILL");
  await serving.gone;
}

function wrongWith({ point, key, left }: Killed, after: Observed): string[] {
  const expected = EXPECTED[point];
  const row = after.rows.find((one) => one.key === key);
  const worked = after.worked.filter(({ clientReference }) => clientReference === row?.id).length;
  const told: [string, unknown, readonly unknown[]][] = [
    ["killed", left, expected.killed],
    ["swept", row?.state ?? null, [expected.swept]],
    ["worked on", worked, expected.worked],
  ];
  return told
    .filter(([, is, allowed]) => !allowed.includes(is))
    .map(([what, is, allowed]) => `${point}: ${what} ${is}, not ${allowed.join(" or ")} (${row?.id ?? key})`);
}
