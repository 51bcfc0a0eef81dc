import { setTimeout as sleep } from "node:timers/promises";
import type { Observed } from "#tests/rigs/observed.ts";
import type { FaultRig } from "./rig.ts";

type BeforeSend = {
  readonly name: string;
  begin(rig: FaultRig): Promise<void>;
  end(rig: FaultRig): Promise<void>;
};

const noToken = async (rig: FaultRig): Promise<void> => {
  await rig.control("POST", "/tokens/expire");
  await rig.forgetToken();
};

/** What keeps a request from being worked on for certain. */
export const BEFORE_SEND: readonly BeforeSend[] = [
  {
    name: "connection refused",
    begin: ({ ground }) => ground.network.unico.begin({ kind: "refuse" }),
    end: ({ ground }) => ground.network.unico.begin(null),
  },
  {
    name: "name not known",
    async begin({ ground, serving }) {
      serving.tell({ kind: "names", areKnown: false });
      ground.network.unico.breakAll();
    },
    end: async ({ serving }) => serving.tell({ kind: "names", areKnown: true }),
  },
  {
    name: "token service refuses",
    async begin(rig) {
      await rig.ground.network.token.begin({ kind: "refuse" });
      await noToken(rig);
    },
    end: ({ ground }) => ground.network.token.begin(null),
  },
  {
    name: "token service silent",
    async begin(rig) {
      await rig.ground.network.token.begin({ kind: "mute" });
      rig.ground.network.token.breakAll();
      await noToken(rig);
    },
    async end({ ground }) {
      await ground.network.token.begin(null);
      ground.network.token.breakAll();
    },
  },
  {
    name: "429",
    begin: (rig) =>
      rig.control("POST", "/faults", {
        kind: "retry_429",
        path: "/processes/v1",
        method: "POST",
        count: 1e6,
      }),
    end: (rig) => rig.control("DELETE", "/faults"),
  },
  { name: "token expired", begin: noToken, end: async () => {} },
];

export type BeforeSendResult = {
  readonly name: string;
  readonly trials: number;
  readonly states: Readonly<Record<string, number>>;
  readonly mostAttempts: number;
  /** From the end of the fault until another form was completed, at the most. */
  readonly backMs: number;
  /** Before the second attempt, and before the third. */
  readonly pausesMs: readonly [readonly number[], readonly number[]];
  readonly wrong: readonly string[];
};

/** It ends while they are still being tried. */
const LASTS_MS = 350;
const MAX_ATTEMPTS = 3;
const END_TIMEOUT_MS = 120_000;
const A_ROUND = 10;

/** Every fault over `trials` forms, in rounds of ten; after each round the way is free again. */
export async function runBeforeSend(rig: FaultRig, trials: number): Promise<BeforeSendResult[]> {
  const { people, serving } = rig;
  const asked = new Map<string, { keys: string[]; backMs: number }>();
  await rig.untilServed(END_TIMEOUT_MS);
  for (const { name, begin, end } of BEFORE_SEND) {
    const keys: string[] = [];
    let backMs = 0;
    for (let left = trials; left > 0; left -= A_ROUND) {
      await begin(rig);
      const round = Array.from({ length: Math.min(left, A_ROUND) }, () => people.ask(serving));
      keys.push(...round);
      // On a busy machine a form may take longer to be taken in than the fault lasts.
      while (round.every((key) => people.stateOf(key) === "unanswered")) await sleep(5);
      await sleep(LASTS_MS);
      await end(rig);
      backMs = Math.max(backMs, await rig.untilServed(END_TIMEOUT_MS));
      await people.untilQuiet([serving], END_TIMEOUT_MS);
    }
    asked.set(name, { keys, backMs });
  }
  const observed = await rig.look();
  return [...asked].map(([name, { keys, backMs }]) => ({ ...resultOf(name, keys, observed), backMs }));
}

function resultOf(
  name: string,
  keys: readonly string[],
  observed: Observed,
): Omit<BeforeSendResult, "backMs"> {
  const rows = keys.flatMap((key) => observed.rows.find((row) => row.key === key) ?? []);
  const workedOn = (id: string) =>
    observed.worked.filter(({ clientReference }) => clientReference === id).length;
  const wrong = rows.flatMap((row) => {
    const expected = row.state === "completed" ? 1 : 0;
    return [
      ...(row.state === "completed" || row.state === "failed" ? [] : [`${row.state} (${row.failure})`]),
      ...(workedOn(row.id) === expected ? [] : [`${row.state}, worked on ${workedOn(row.id)} times`]),
      ...(name === "429" || row.attempts.length <= MAX_ATTEMPTS ? [] : [`${row.attempts.length} attempts`]),
    ];
  });
  const states = [...Map.groupBy(rows, ({ state }) => state)].map(([state, some]) => [state, some.length]);
  const pauses = (index: number) => rows.flatMap(({ attempts }) => attempts[index]?.pauseMs ?? []);
  return {
    name,
    trials: keys.length,
    states: Object.fromEntries(states),
    mostAttempts: Math.max(0, ...rows.map(({ attempts }) => attempts.length)),
    pausesMs: [pauses(1), pauses(2)],
    wrong: rows.length === keys.length ? wrong : [...wrong, `${keys.length - rows.length} without a row`],
  };
}

/** Where nothing but the pause lies between two attempts. */
export const JITTERED: readonly string[] = ["connection refused", "name not known"];
/** Full jitter is anything from nothing up to these. */
const CEILINGS_MS = [250, 500] as const;
/** Fewer prove nothing. */
const FEWEST_PAUSES = 60;
/** What the database and a busy machine add shifts every pause a little. */
const MAX_DISTANCE = 0.3;

/** How the pauses differ from even ones between nothing and the ceiling (Kolmogorov-Smirnov). */
export function unevenness(pausesMs: BeforeSendResult["pausesMs"]): string[] {
  return CEILINGS_MS.flatMap((ceilingMs, i) => {
    const sorted = [...(pausesMs[i] ?? [])].sort((a, b) => a - b);
    if (sorted.length < FEWEST_PAUSES) return [];
    const distances = sorted.map((ms, rank) =>
      Math.abs(Math.min(1, ms / ceilingMs) - (rank + 0.5) / sorted.length),
    );
    const distance = Math.max(...distances);
    return distance > MAX_DISTANCE ? [`pause ${i + 1} is no full jitter: ${distance.toFixed(2)} off`] : [];
  });
}
