import { setTimeout as sleep } from "node:timers/promises";
import type { Violation } from "#tests/rigs/invariants.ts";
import { type Cell, nameOf } from "./cells.ts";
import type { FaultRig } from "./rig.ts";

export type CellResult = {
  readonly name: string;
  /** How often the network struck; a fault that struck nothing proves nothing. */
  readonly strikes: number | null;
  readonly states: Readonly<Record<string, number>>;
  /** From the end of the fault until a form was completed. */
  readonly backMs: number;
};
export type MatrixResult = {
  readonly cells: readonly CellResult[];
  readonly violations: readonly Violation[];
};

const FORMS_A_CELL = 3;
/** What is under way when the network fails is given this long; the client's own limits are shorter. */
const CELL_MS = 2_500;
const BACK_TIMEOUT_MS = 40_000;

/** One cell after the other on the same process, which is never started anew; then everything is checked at once. */
export async function runMatrix(rig: FaultRig, cells: readonly Cell[]): Promise<MatrixResult> {
  const results: (Omit<CellResult, "states"> & { keys: readonly string[] })[] = [];
  await rig.untilServed(BACK_TIMEOUT_MS);
  for (const cell of cells) results.push(await runCell(rig, cell));
  await rig.people.settleDown([rig.serving], BACK_TIMEOUT_MS);
  await rig.sweep();
  const observed = await rig.look();
  const stateOf = new Map(observed.rows.map(({ key, state }) => [key, state]));
  return {
    cells: results.map(({ keys, ...result }) => {
      const states = Map.groupBy(keys, (key) => stateOf.get(key) ?? "no row");
      const counted = [...states].map(([state, some]) => [state, some.length] as const);
      return { ...result, states: Object.fromEntries(counted) };
    }),
    violations: rig.check(observed),
  };
}

async function runCell(rig: FaultRig, cell: Cell) {
  const { people, serving, ground } = rig;
  const proxy = ground.network[cell.link];
  if (cell.link === "token") {
    await rig.control("POST", "/tokens/expire");
    await rig.forgetToken();
  }
  // What is open would otherwise spare the next call the connecting that shall fail.
  if (cell.link !== "database" && !("direction" in cell.fault)) proxy.breakAll();
  const keys: string[] = [];
  const ask = () => void keys.push(people.ask(serving));
  // One is under way when it begins.
  ask();
  await proxy.begin(cell.fault);
  for (let i = 1; i < FORMS_A_CELL; i += 1) ask();
  const giveUpAt = performance.now() + CELL_MS;
  while (people.inFlight(serving) > 0 && performance.now() < giveUpAt) await sleep(10);
  // Nobody counts what the system refuses by itself.
  const strikes = cell.fault.kind === "refuse" ? null : proxy.strikes();
  await proxy.begin(null);
  // A machine that comes back knows nothing of its old connections.
  proxy.breakAll();
  return { name: nameOf(cell), strikes, backMs: await rig.untilServed(BACK_TIMEOUT_MS), keys };
}
