import { type Ground, openGround } from "#tests/rigs/ground.ts";
import { RULES, type Violation, violationsOf } from "#tests/rigs/invariants.ts";
import { type Observed, openObserver } from "#tests/rigs/observed.ts";
import { createPeople } from "#tests/rigs/people.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { seeded } from "#tests/rigs/random.ts";
import { killAtRandom } from "./at-random.ts";
import { killDatabase } from "./database.ts";
import { killAtPoints } from "./points.ts";
import type { Silence } from "./silence.ts";

export type KillPlan = {
  /** Rounds over all named points. */
  readonly points: number;
  readonly random: number;
  readonly database: number;
  readonly inFlight: number;
  readonly seed: number;
  readonly silence: Silence;
  /** Hears each line as soon as it is known: a run at full size takes an hour. */
  readonly tell?: (line: string) => void;
};
export type KillReport = {
  readonly lines: readonly string[];
  readonly violations: readonly Violation[];
  /** What took longer than it may; a machine that is busy with other things is late by itself. */
  readonly late: readonly string[];
  readonly wrongPoints: readonly string[];
  readonly observed: Observed;
};

/** Carries out what is planned on a ground of its own and holds what is left against every rule. */
export async function runKills(plan: KillPlan): Promise<KillReport> {
  const ground = await openGround({ latencyMs: 20, hasNetwork: plan.database > 0 });
  try {
    return await runOn(ground, plan);
  } finally {
    await ground.end();
  }
}

async function runOn(ground: Ground, plan: KillPlan): Promise<KillReport> {
  const observer = openObserver(() => ground.databaseUrl, ground.sandbox.controlUrl);
  const people = createPeople();
  const rig = { ground, observer, people, random: seeded(plan.seed), silence: plan.silence };
  const lines: string[] = [];
  const note = (...found: string[]) => {
    lines.push(...found);
    for (const line of found) plan.tell?.(line);
  };
  const wrongPoints: string[] = [];
  const late: string[] = [];
  if (plan.points > 0) {
    const points = await killAtPoints(rig, plan.points);
    for (const { point, rounds, wrong } of points) {
      note(`${point.padEnd(24)}${rounds} kills, ${wrong.length} not as the table says`);
      wrongPoints.push(...wrong);
    }
  }
  if (plan.random > 0) {
    const latencyMs = latencyFor(plan.inFlight);
    await setLatency(ground, latencyMs);
    const { kills, inFlight, sent, readyMs, listedMs } = await killAtRandom(rig, {
      ...plan,
      kills: plan.random,
      latencyMs,
    });
    note(
      `at random               ${kills} kills with ${Math.min(...inFlight)} to ${Math.max(...inFlight)} under way, ${Math.min(...sent)} to ${Math.max(...sent)} of them sent`,
      `  answered again after  ${spread(readyMs)} (bar 10 s)`,
      `  nothing left unseen   ${spread(listedMs)} (bar 60 s)`,
    );
    late.push(
      ...over(readyMs, 10, "answered again after a kill"),
      ...over(listedMs, 60, "nothing left unseen after a kill"),
    );
  }
  const earlier = new Set(plan.database > 0 ? (await observer.look()).rows.map(({ id }) => id) : []);
  if (plan.database > 0) {
    await setLatency(ground, 300);
    const { kills, backMs, askedAgain } = await killDatabase(rig, plan.database, Math.min(50, plan.inFlight));
    note(
      `PostgreSQL              ${kills} immediate stops under load, ${askedAgain} forms sent again`,
      `  answered again after  ${spread(backMs)} (bar 30 s), no process started anew`,
    );
    late.push(...over(backMs, 30, "answered again after PostgreSQL came back"));
  }
  const observed = await observer.look();
  const violations = violationsOf(observed, people.acknowledged);
  // No process died over these: whatever Unico answered meanwhile is there once PostgreSQL is back.
  if (plan.database > 0)
    for (const { id, state } of observed.rows)
      if (state === "unknown" && !earlier.has(id)) wrongPoints.push(`PostgreSQL: no answer was kept (${id})`);
  const states = Map.groupBy(observed.rows, ({ state }) => state);
  note(
    `forms ${people.count()}, acknowledged ${people.acknowledged.length}, errors shown ${people.refusals.length}, requests at the sandbox ${observed.requests.length}, worked on ${observed.worked.length}`,
    `rows ${observed.rows.length}: ${[...states].map(([state, rows]) => `${rows.length} ${state}`).join(", ")}`,
  );
  const failures = Map.groupBy(
    observed.rows.filter(({ failure }) => failure !== null),
    ({ failure }) => failure,
  );
  note(`why: ${[...failures].map(([failure, rows]) => `${rows.length} ${failure}`).join(", ")}`);
  for (const [rule, meaning] of Object.entries(RULES)) {
    const broken = violations.filter((violation) => violation.rule === rule);
    note(`${meaning}: ${broken.length} violations`);
  }
  return { lines, violations, late, wrongPoints, observed };
}

const over = (ms: readonly number[], barS: number, what: string): string[] =>
  ms
    .filter((took) => took > barS * 1_000)
    .map((took) => `${what}: ${(took / 1_000).toFixed(1)} s, bar ${barS} s`);

const spread = (ms: readonly number[]): string => {
  const at = (share: number) => (quantile(ms, share) / 1_000).toFixed(1);
  return `${at(0.5)} s in the middle, ${at(1)} s at the most`;
};

/** Long enough that as many as are wanted are under way; well inside the client's own limit. */
const latencyFor = (inFlight: number): number => Math.min(15_000, Math.max(300, 15 * inFlight));

/** Readings stay quick: a probe that takes longer than it may would keep a breaker open for ever. */
const READ_LATENCY_MS = 20;

async function setLatency({ sandbox }: Ground, latencyMs: number): Promise<void> {
  const answer = await fetch(`${sandbox.controlUrl}/switches`, {
    method: "PUT",
    body: JSON.stringify({ latencyMs, readLatencyMs: READ_LATENCY_MS }),
  });
  if (!answer.ok) throw new Error(`the sandbox refused the latency: ${answer.status}`);
}
