import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "#lib/postgres/embedded.ts";
import { demoReferenceId } from "#lib/sandbox/scenarios.ts";
import type { Footprint, Told } from "#tests/rigs/serving-process.ts";
import type { FaultRig } from "./rig.ts";

type Stall = {
  readonly name: string;
  readonly reference: string;
  begin(rig: FaultRig, count: number): Promise<void>;
  end(rig: FaultRig): Promise<void>;
};
const atSandbox = (name: string, kind: string, number: number): Stall => ({
  name,
  reference: demoReferenceId(number),
  begin: (rig, count) =>
    rig.control("POST", "/faults", { kind, reference: demoReferenceId(number), count: 2 * count }),
  end: (rig) => rig.control("DELETE", "/faults"),
});

export const STALLS: readonly Stall[] = [
  atSandbox("before headers", "stall", 1),
  atSandbox("in the body", "stall_in_body", 11),
  {
    name: "on the connection",
    reference: demoReferenceId(21),
    async begin({ ground }) {
      await ground.network.unico.begin({ kind: "mute" });
      ground.network.unico.breakAll();
    },
    async end({ ground }) {
      await ground.network.unico.begin(null);
      ground.network.unico.breakAll();
    },
  },
];

export type StallResult = {
  readonly name: string;
  readonly trials: number;
  /** From the beginning of a request until it was given up, at the most. */
  readonly mostMs: number;
  readonly wrong: readonly string[];
};
export type StallReport = {
  readonly results: readonly StallResult[];
  readonly base: Footprint;
  readonly after: Footprint;
  readonly wrong: readonly string[];
};

/** Fewer than the client's connections, so that none waits for another's place. */
const AT_ONCE = 100;
/** Those that end together would begin together, and the line of pictures turns away the sixty-first. */
const APART_MS = 10;
const GRACE_MS = 1_000;
const SETTLE_TIMEOUT_MS = 120_000;
const BACK_TIMEOUT_MS = 60_000;
/** Connections are kept for ten seconds after their last use. */
const COOL_MS = 12_000;
/** A connection or two of the pools more or less, and what the engine compiled meanwhile. */
const MORE_SOCKETS = 5;
const MORE_HANDLES = 20;
const MORE_HEAP_BYTES = 20_000_000;

/** `count` calls of each kind of stall, and what the process holds when all of them are over. */
export async function runStalls(rig: FaultRig, count: number, totalMs: number): Promise<StallReport> {
  // The first of each kind load and compile what the others find.
  for (const stall of STALLS) await runStall(rig, stall, Math.min(count, AT_ONCE), totalMs);
  const base = await footprintOf(rig);
  const results: StallResult[] = [];
  for (const stall of STALLS) results.push(await runStall(rig, stall, count, totalMs));
  const after = await footprintOf(rig);
  const over = (what: keyof Footprint, more: number): string[] =>
    after[what] > base[what] + more ? [`${what}: ${base[what]} before, ${after[what]} after`] : [];
  return {
    results,
    base,
    after,
    wrong: [
      ...results.flatMap(({ name, wrong }) => wrong.map((line) => `${name}: ${line}`)),
      ...over("sockets", MORE_SOCKETS),
      ...over("handles", MORE_HANDLES),
      ...over("heapBytes", MORE_HEAP_BYTES),
    ],
  };
}

async function runStall(rig: FaultRig, stall: Stall, count: number, totalMs: number): Promise<StallResult> {
  const { people, serving, ground } = rig;
  await rig.untilServed(BACK_TIMEOUT_MS);
  await stall.begin(rig, count);
  const keys: string[] = [];
  for (let i = 0; i < count; i += 1) {
    do await sleep(APART_MS);
    while (people.inFlight(serving) >= AT_ONCE);
    keys.push(people.ask(serving, stall.reference));
  }
  await people.untilQuiet([serving], SETTLE_TIMEOUT_MS);
  await stall.end(rig);
  const { rows } = await withClient(ground.databaseUrl, (client) =>
    client.query<{ state: string; ms: number }>(
      `SELECT r.state::text, extract(epoch FROM a.finished_at - a.started_at)::float8 * 1000 AS ms
       FROM reverification AS r JOIN reverification_attempt AS a ON a.reverification_id = r.id
       WHERE r.idempotency_key = ANY($1::uuid[])`,
      [keys],
    ),
  );
  const mostMs = Math.max(0, ...rows.map(({ ms }) => ms));
  const late = rows.filter(({ ms }) => ms > totalMs + GRACE_MS).length;
  const other = rows.filter(({ state }) => state !== "unknown").length;
  return {
    name: stall.name,
    trials: count,
    mostMs,
    wrong: [
      ...(rows.length === count ? [] : [`${rows.length} requests of ${count} forms`]),
      ...(late > 0 ? [`${late} took longer than ${totalMs + GRACE_MS} ms`] : []),
      ...(other > 0 ? [`${other} are not unknown`] : []),
    ],
  };
}

/** What it holds while nothing is under way, and what is kept for a while has been let go. */
async function footprintOf({ serving, people }: FaultRig): Promise<Footprint> {
  await people.untilQuiet([serving], SETTLE_TIMEOUT_MS);
  await sleep(COOL_MS);
  const answered = (async (): Promise<Footprint> => {
    for (;;) {
      const [told] = (await once(serving.told, "told")) as [Told];
      if (told.kind === "measured") return told;
    }
  })();
  serving.tell({ kind: "measure" });
  return answered;
}
