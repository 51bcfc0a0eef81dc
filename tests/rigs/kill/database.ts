import { setTimeout as sleep } from "node:timers/promises";
import type { Ground } from "#tests/rigs/ground.ts";
import type { Observer } from "#tests/rigs/observed.ts";
import type { People } from "#tests/rigs/people.ts";
import { type Serving, startServing } from "#tests/rigs/serving-process.ts";

export type DatabaseKills = {
  readonly kills: number;
  /** When, after PostgreSQL was started again, the same process answered its first form. */
  readonly backMs: readonly number[];
  /** How many forms people had to send again. */
  readonly askedAgain: number;
};

type Rig = {
  readonly ground: Ground;
  readonly observer: Observer;
  readonly people: People;
  readonly random: () => number;
};

const MAX_WAIT_MS = 1_000;
const MAX_OUTAGE_MS = 2_000;
const END_TIMEOUT_MS = 120_000;

/** Stops PostgreSQL at once, again and again, under a process that is never started anew. */
export async function killDatabase(rig: Rig, kills: number, inFlight: number): Promise<DatabaseKills> {
  const { ground, observer, people, random } = rig;
  const serving = await startServing(ground);
  const backMs: number[] = [];
  let askedAgain = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    await people.fill(serving, inFlight);
    await askFor(people, serving, random() * MAX_WAIT_MS);
    await ground.stopDatabaseAtOnce();
    // People do not know, and go on.
    await askFor(people, serving, random() * MAX_OUTAGE_MS);
    await ground.startDatabase();
    const startedAt = performance.now();
    await untilAnswered(people, serving);
    backMs.push(performance.now() - startedAt);
    askedAgain += await people.askAgain(serving);
    await observer.follow();
  }
  await people.settleDown([serving], END_TIMEOUT_MS);
  await serving.leave();
  const sweeper = await startServing(ground);
  await sweeper.sweep();
  await sweeper.leave();
  return { kills, backMs, askedAgain };
}

async function askFor(people: People, serving: Serving, ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    if (people.unanswered(serving) < 20) people.ask(serving);
    await sleep(10);
  }
}

/** One form after the other, until one is answered with an id. */
async function untilAnswered(people: People, serving: Serving): Promise<void> {
  for (;;) {
    const key = people.ask(serving);
    while (people.stateOf(key) === "unanswered") await sleep(5);
    if (people.stateOf(key) !== "failed") return;
    await sleep(100);
  }
}
