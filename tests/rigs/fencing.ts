import { setTimeout as sleep } from "node:timers/promises";
import { openGround } from "./ground.ts";
import { type Violation, violationsOf } from "./invariants.ts";
import { type Observed, openObserver } from "./observed.ts";
import { createPeople, type People } from "./people.ts";
import { seeded } from "./random.ts";
import { type Serving, startServing } from "./serving-process.ts";

export type FencingPlan = {
  readonly senders: number;
  readonly intents: number;
  /** Pauses of each sender, at random moments. */
  readonly pauses: number;
  readonly seed: number;
};
export type FencingReport = {
  readonly observed: Observed;
  readonly violations: readonly Violation[];
  /** Ended by the sweep while their sender was paused: before anything left, and after. */
  readonly failed: number;
  readonly unknown: number;
};

/** Longer than a sender may be silent, and shorter than a person's form waits for its turn. */
const PAUSE_MS = 15_700;
const MAX_GAP_MS = 2_500;
const END_TIMEOUT_MS = 120_000;

/** Senders that are stopped for longer than they may be silent, and wake up as if nothing had happened. */
export async function runFencing({ senders, intents, pauses, seed }: FencingPlan): Promise<FencingReport> {
  const ground = await openGround({ latencyMs: 2_000 });
  try {
    // Slow enough that many still wait for their turn when their sender is stopped.
    const settings = { ...ground.settings, UNICO_RATE: "20" };
    const observer = openObserver(() => ground.databaseUrl, ground.sandbox.controlUrl);
    const people = createPeople();
    const random = seeded(seed);
    const servings = await Promise.all(
      Array.from({ length: senders }, () => startServing({ ...ground, settings })),
    );
    const sweeper = await startServing(ground);
    let isSweeping = true;
    const sweeping = (async () => {
      while (isSweeping) {
        await sweeper.sweep();
        await sleep(200);
      }
    })();
    const asking = askAll(people, servings, intents);
    await Promise.all(servings.map((serving) => pauseAtRandom(people, serving, pauses, random)));
    await asking;
    await people.settleDown(servings, END_TIMEOUT_MS);
    isSweeping = false;
    await sweeping;
    for (const serving of servings) await serving.leave();
    await sweeper.sweep();
    await sweeper.leave();
    const observed = await observer.look();
    return {
      observed,
      violations: violationsOf(observed, people.acknowledged),
      failed: observed.rows.filter(({ failure }) => failure === "sender_died").length,
      unknown: observed.rows.filter(({ events }) => events.some(({ state }) => state === "unknown")).length,
    };
  } finally {
    await ground.end();
  }
}

async function askAll(people: People, servings: readonly Serving[], count: number) {
  for (let i = 0; i < count; i += 1) {
    const serving = servings[i % servings.length];
    if (serving) people.ask(serving);
    await sleep(20);
  }
}

async function pauseAtRandom(
  people: People,
  serving: Serving,
  pauses: number,
  random: () => number,
): Promise<void> {
  // From its first end on, others are with Unico, and many wait for their turn.
  while (people.ended(serving) === 0) await sleep(10);
  for (let pause = 0; pause < pauses; pause += 1) {
    await sleep(random() * MAX_GAP_MS);
    serving.signal("SIGSTOP");
    await sleep(PAUSE_MS);
    serving.signal("SIGCONT");
  }
}
