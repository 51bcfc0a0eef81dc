import { setTimeout as sleep } from "node:timers/promises";
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import type { Ground } from "#tests/rigs/ground.ts";
import { startServing } from "#tests/rigs/serving-process.ts";

/** Two servers, as the quality page's X10 has it; the worker with its list is a third process at the same rate. */
const INSTANCES = 2;

export type Looked = { readonly ms: number; readonly isOk: boolean };

/** Those that people look up while a list runs; of each instance its own, so that none is served from what is kept. */
const idOf = (instance: number, number: number): string =>
  `11574000-0000-4000-9${instance}00-${String(number).padStart(12, "0")}`;

/** People at two servers who look one process up now and then, each of them in the lane of people. */
export async function startLooking(
  ground: Ground,
  settings: Readonly<Record<string, string>>,
  everyMs: number,
) {
  const servings = await Promise.all(
    Array.from({ length: INSTANCES }, () => startServing({ ...ground, settings })),
  );
  const looked: Looked[] = [];
  const stop = new AbortController();
  const looking = servings.map(async (serving, instance) => {
    serving.told.on("told", (told) => {
      if (told.kind === "looked") looked.push({ ms: told.ms, isOk: told.isOk });
    });
    await pause(stop.signal, (everyMs * instance) / INSTANCES);
    for (let number = 0; !stop.signal.aborted; number += 1) {
      await give(ground, idOf(instance, number), number);
      serving.tell({ kind: "look", processId: idOf(instance, number) });
      await pause(stop.signal, everyMs);
    }
  });
  return {
    async end(): Promise<readonly Looked[]> {
      stop.abort();
      await Promise.all(looking);
      await Promise.all(servings.map((serving) => serving.leave()));
      return looked;
    },
  };
}

const pause = (signal: AbortSignal, ms: number): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

async function give({ sandbox }: Ground, id: string, number: number): Promise<void> {
  const scenario = processScenarios[number % processScenarios.length];
  const answer = await fetch(`${sandbox.controlUrl}/processes/${id}`, {
    method: "PUT",
    body: JSON.stringify({ ...scenario?.document, id }),
  });
  if (!answer.ok) throw new Error(`the sandbox refused a document: ${answer.status}`);
}
