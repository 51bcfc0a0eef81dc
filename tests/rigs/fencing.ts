import { setTimeout as sleep } from "node:timers/promises";
import { type Ground, openGround } from "./ground.ts";
import { type Violation, violationsOf } from "./invariants.ts";
import { type Silence, untilSilent } from "./kill/silence.ts";
import { type Observed, openObserver, type Row } from "./observed.ts";
import { createPeople, type People } from "./people.ts";
import { seeded } from "./random.ts";
import { type Serving, startServing } from "./serving-process.ts";

export type FencingPlan = {
  readonly senders: number;
  readonly intents: number;
  /** Of each sender, at random moments. */
  readonly pauses: number;
  /** Of all senders together: each dies once in its turn, and another one takes its place. */
  readonly kills: number;
  /** Likewise: its clock goes an hour ahead, or back. The sweeper's clock is an hour ahead from the beginning. */
  readonly clockSteps: number;
  readonly seed: number;
  readonly silence: Silence;
};
export type FencingReport = {
  readonly observed: Observed;
  readonly violations: readonly Violation[];
  /** Ended by the sweep while their sender was paused or dead: before anything left, and after. */
  readonly failed: number;
  readonly unknown: number;
  /** Given up so soon after they were begun that their sender cannot have been silent long enough. */
  readonly early: number;
  readonly done: Readonly<Record<Deed, number>>;
};

type Deed = "pause" | "kill" | "step";
/** The place of a sender; who stands there changes when one is killed. */
type Place = { serving: Serving; readonly deeds: Deed[] };

/** Longer than a sender may be silent, and shorter than a person's form waits for its turn. */
const PAUSE_MS = 15_700;
const MAX_GAP_MS = 2_500;
const HOUR_MS = 3_600_000;
/** Slow enough that many still wait for their turn when their sender is stopped. */
const RATE = 20;
/** Those who wait for one another at that rate have their turn in time. */
const UNDER_WAY = 200;
const FOLLOW_EVERY_MS = 1_000;
const END_TIMEOUT_MS = 120_000;

/** Senders that are stopped for longer than they may be silent, killed, and told another time of day. */
export async function runFencing(plan: FencingPlan): Promise<FencingReport> {
  const ground = await openGround({ latencyMs: 2_000 });
  try {
    return await runOn(ground, plan);
  } finally {
    await ground.end();
  }
}

async function runOn(ground: Ground, plan: FencingPlan): Promise<FencingReport> {
  const observer = openObserver(() => ground.databaseUrl, ground.sandbox.controlUrl);
  const people = createPeople();
  const random = seeded(plan.seed);
  const start = () => startServing({ ...ground, settings: { ...ground.settings, UNICO_RATE: String(RATE) } });
  const places = await Promise.all(
    deedsOf(plan, random).map(async (deeds): Promise<Place> => ({ serving: await start(), deeds })),
  );
  const sweeper = await startServing(ground);
  if (plan.clockSteps > 0) sweeper.tell({ kind: "clock", byMs: HOUR_MS });
  let isOn = true;
  const during = async (everyMs: number, act: () => Promise<unknown>): Promise<void> => {
    while (isOn) {
      await act();
      await sleep(everyMs);
    }
  };
  const watching = Promise.all([
    during(200, () => sweeper.sweep()),
    during(FOLLOW_EVERY_MS, () => observer.follow()),
  ]);
  const done = { pause: 0, kill: 0, step: 0 };
  const dead: string[] = [];
  const disturb = async (place: Place): Promise<void> => {
    // From its first end on, others are with Unico, and many wait for their turn.
    while (people.ended(place.serving) === 0) await sleep(10);
    for (const deed of place.deeds) {
      await sleep(random() * MAX_GAP_MS);
      if (deed === "kill") dead.push(place.serving.senderId);
      await DO[deed](place, { people, random, start });
      done[deed] += 1;
    }
  };
  const asking = askAll(people, places, plan.intents);
  await Promise.all(places.map(disturb));
  await asking;
  const servings = places.map(({ serving }) => serving);
  await people.settleDown(servings, END_TIMEOUT_MS);
  isOn = false;
  await watching;
  for (const serving of servings) await serving.leave();
  if (dead.length > 0) await untilSilent(ground, plan.silence, dead);
  await sweeper.sweep();
  await sweeper.leave();
  const observed = await observer.look();
  return {
    observed,
    done,
    violations: violationsOf(observed, people.acknowledged),
    failed: observed.rows.filter(({ failure }) => failure === "sender_died").length,
    unknown: observed.rows.filter(({ events }) => events.some(({ state }) => state === "unknown")).length,
    early: observed.rows.filter(wasEarly).length,
  };
}

/** A beat every five seconds, and three of them missed. */
const SOONEST_MS = 5_000;

function wasEarly({ events, failure }: Row): boolean {
  const begun = events.find(({ action }) => action === "reverification.start")?.committedMs;
  const end = events.find(
    ({ state }) => state === "unknown" || (state === "failed" && failure === "sender_died"),
  )?.committedMs;
  return begun != null && end != null && end - begun < SOONEST_MS;
}

type Means = { people: People; random: () => number; start: () => Promise<Serving> };

const DO: Record<Deed, (place: Place, means: Means) => Promise<void>> = {
  async pause({ serving }) {
    serving.signal("SIGSTOP");
    await sleep(PAUSE_MS);
    serving.signal("SIGCONT");
  },
  async kill(place, { people, start }) {
    place.serving.signal("SIGKILL");
    await place.serving.gone;
    place.serving = await start();
    await people.askAgain(place.serving);
  },
  async step({ serving }, { random }) {
    serving.tell({ kind: "clock", byMs: random() < 0.5 ? HOUR_MS : -HOUR_MS });
  },
};

/** What befalls each sender, in an order of its own. */
function deedsOf({ senders, pauses, kills, clockSteps }: FencingPlan, random: () => number): Deed[][] {
  const places = Array.from({ length: senders }, (): Deed[] => Array(pauses).fill("pause"));
  const give = (deed: Deed, count: number, from: number): void => {
    for (let i = 0; i < count; i += 1) places[(from + i) % senders]?.push(deed);
  };
  give("kill", kills, 0);
  give("step", clockSteps, kills);
  const drawn = places.map((deeds) => deeds.map((deed) => ({ deed, at: random() })));
  return drawn.map((deeds) => deeds.sort((a, b) => a.at - b.at).map(({ deed }) => deed));
}

async function askAll(people: People, places: readonly Place[], count: number): Promise<void> {
  const most = Math.ceil(UNDER_WAY / places.length);
  for (let asked = 0; asked < count; ) {
    for (const { serving } of places) {
      if (asked >= count || people.inFlight(serving) >= most) continue;
      people.ask(serving);
      asked += 1;
      await sleep(20);
    }
    await sleep(5);
  }
}
