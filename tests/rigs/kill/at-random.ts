import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Ground } from "#tests/rigs/ground.ts";
import type { Observer } from "#tests/rigs/observed.ts";
import type { People } from "#tests/rigs/people.ts";
import { type Serving, startServing } from "#tests/rigs/serving-process.ts";
import { type Silence, untilSilent } from "./silence.ts";

export type RandomKills = {
  readonly kills: number;
  /** When the first form was answered after each kill. */
  readonly readyMs: readonly number[];
  /** When, after each kill, nothing of that process was left pending or sent. */
  readonly listedMs: readonly number[];
  /** How many were under way when it was killed. */
  readonly inFlight: readonly number[];
  /** How many of them had left for Unico. */
  readonly sent: readonly number[];
};

type Rig = {
  readonly ground: Ground;
  readonly observer: Observer;
  readonly people: People;
  readonly random: () => number;
  readonly silence: Silence;
};

const SWEEP_EVERY_MS = 5_000;
const MOST_A_PROCESS = 125;
const END_TIMEOUT_MS = 120_000;

/** Kills a serving process again and again while that many are under way, and starts it anew each time. */
export async function killAtRandom(
  rig: Rig,
  { kills, inFlight, latencyMs }: { kills: number; inFlight: number; latencyMs: number },
): Promise<RandomKills> {
  // No process has more under way with Unico than its connections.
  const processes = Math.ceil(inFlight / MOST_A_PROCESS);
  const each = Math.ceil(inFlight / processes);
  const startAll = () => Promise.all(Array.from({ length: processes }, () => startServing(rig.ground)));
  const { observer, people, random } = rig;
  const sweeping = await startSweeping(rig);
  const result = { kills, readyMs: [] as number[], inFlight: [] as number[], sent: [] as number[] };
  let servings = await startAll();
  for (let kill = 0; kill < kills; kill += 1) {
    await Promise.all(servings.map((serving) => people.fill(serving, each)));
    const asking = servings.map((serving) => keepAsking(people, serving, each));
    // Some have their answer by then, some are with Unico, some have not left.
    await sleep((random() * latencyMs) / 2);
    result.inFlight.push(servings.reduce((sum, serving) => sum + people.inFlight(serving), 0));
    for (const serving of servings) serving.signal("SIGKILL");
    await Promise.all([...servings.map((serving) => serving.gone), ...asking]);
    const killedAt = performance.now();
    result.sent.push(await sweeping.died(servings.map(({ senderId }) => senderId)));
    servings = await startAll();
    const [first] = servings;
    if (!first) break;
    await untilAnswered(people, first);
    result.readyMs.push(performance.now() - killedAt);
    await people.askAgain(first);
    await observer.follow();
  }
  await people.settleDown(servings, END_TIMEOUT_MS);
  await Promise.all(servings.map((serving) => serving.leave()));
  return { ...result, listedMs: await sweeping.end() };
}

/** New forms in place of those that end, until the process is gone. */
async function keepAsking(people: People, serving: Serving, inFlight: number): Promise<void> {
  while (serving.isAlive()) {
    await people.fill(serving, inFlight);
    await sleep(10);
  }
}

async function untilAnswered(people: People, serving: Serving): Promise<void> {
  const key = people.ask(serving);
  while (people.stateOf(key) === "unanswered") await sleep(5);
}

/** A process that only sweeps, as the worker does, and notes how long what was killed stays unseen. */
async function startSweeping({ ground, silence }: Rig) {
  const serving = await startServing(ground);
  const client = new pg.Client({ connectionString: ground.databaseUrl });
  await client.connect();
  const diedAt = new Map<string, number>();
  const listedMs: number[] = [];
  let isOn = true;

  async function round(): Promise<void> {
    await serving.sweep();
    const { rows } = await client.query<{ sender: string }>(
      "SELECT DISTINCT sender_id AS sender FROM reverification WHERE state = 'pending' OR (state = 'sent' AND unico_process_id IS NULL)",
    );
    const left = new Set(rows.map(({ sender }) => sender));
    for (const [sender, at] of diedAt) {
      if (left.has(sender)) continue;
      listedMs.push(performance.now() - at);
      diedAt.delete(sender);
    }
  }
  const rounds = (async () => {
    while (isOn || diedAt.size > 0) {
      await round();
      await sleep(diedAt.size > 0 ? SWEEP_EVERY_MS / 5 : SWEEP_EVERY_MS);
    }
    await round();
  })();
  return {
    /** How many of theirs had been sent. */
    async died(senderIds: readonly string[]): Promise<number> {
      for (const senderId of senderIds) diedAt.set(senderId, performance.now());
      const { rows } = await client.query<{ sent: number }>(
        "SELECT count(*)::int AS sent FROM reverification WHERE state = 'sent' AND sender_id = ANY($1::uuid[])",
        [senderIds],
      );
      if (silence === "aged") await untilSilent(ground, silence, senderIds);
      return rows[0]?.sent ?? 0;
    },
    async end(): Promise<number[]> {
      isOn = false;
      await rounds;
      await client.end();
      await serving.leave();
      return listedMs;
    },
  };
}
