import { setTimeout as sleep } from "node:timers/promises";
import { demoReferenceId } from "#lib/sandbox/scenarios.ts";
import type { Observed } from "#tests/rigs/observed.ts";
import type { FaultRig } from "./rig.ts";

type AfterSend = { readonly name: string; readonly fault: Readonly<Record<string, unknown>> };
const status = (code: number): AfterSend => ({
  name: `status ${code}`,
  fault: { kind: "status", status: code, isWorkedOn: true },
});

/** What can happen once the request is out, and leaves nobody the wiser: worked on and paid for, each of them. */
export const AFTER_SEND: readonly AfterSend[] = [
  { name: "reset before headers", fault: { kind: "reset_after" } },
  { name: "reset after headers", fault: { kind: "reset_after_headers" } },
  { name: "stall before headers", fault: { kind: "stall" } },
  { name: "stall in the body", fault: { kind: "stall_in_body" } },
  { name: "truncated JSON", fault: { kind: "truncate" } },
  { name: "wrong length", fault: { kind: "short" } },
  { name: "200 with HTML", fault: { kind: "html", status: 200, isWorkedOn: true } },
  { name: "200 without id", fault: { kind: "no_id" } },
  status(500),
  status(502),
  status(503),
  status(504),
  { name: "half close", fault: { kind: "half_close" } },
];

export type AfterSendResult = {
  readonly name: string;
  readonly trials: number;
  /** Not unknown, or not listed in time, or sent more than once. */
  readonly wrong: readonly string[];
};

/** On the list of the unknown this long after its call came to an end. */
const LISTED_MS = 5_000;
const END_TIMEOUT_MS = 300_000;
/** Under way at once, over all faults. */
const AT_ONCE = 40;

/** Every fault `trials` times; each has a reference of its own, so that they strike beside each other. */
export async function runAfterSend(rig: FaultRig, trials: number): Promise<AfterSendResult[]> {
  const { people, serving } = rig;
  const asked = new Map<string, string[]>();
  for (const [i, { name, fault }] of AFTER_SEND.entries()) {
    const reference = demoReferenceId(i * 10 + 1);
    // More than are asked: a second sending would meet the same, and stand in the ledger.
    await rig.control("POST", "/faults", { ...fault, reference, count: 3 * trials });
    asked.set(name, []);
  }
  for (let trial = 0; trial < trials; trial += 1) {
    for (const [i, { name }] of AFTER_SEND.entries()) {
      while (people.inFlight(serving) >= AT_ONCE) await sleep(5);
      asked.get(name)?.push(people.ask(serving, demoReferenceId(i * 10 + 1)));
    }
  }
  await people.untilQuiet([serving], END_TIMEOUT_MS);
  const endedAt = performance.now();
  const observed = await rig.look();
  const lookedMs = performance.now() - endedAt;
  await rig.control("DELETE", "/faults");
  return AFTER_SEND.map(({ name }) => ({
    name,
    trials,
    wrong: (asked.get(name) ?? []).flatMap((key) => wrongWith(observed, key, lookedMs)),
  }));
}

function wrongWith(observed: Observed, key: string, lookedMs: number): string[] {
  const row = observed.rows.find((one) => one.key === key);
  if (!row) return ["no row"];
  const sent = observed.requests.filter(({ clientReference }) => clientReference === row.id).length;
  const worked = observed.worked.filter(({ clientReference }) => clientReference === row.id).length;
  return [
    ...(row.state === "unknown" ? [] : [`${row.state} (${row.failure})`]),
    ...(lookedMs < LISTED_MS ? [] : [`listed after ${lookedMs.toFixed(0)} ms`]),
    ...(sent === 1 && worked === 1 ? [] : [`sent ${sent} times, worked on ${worked} times`]),
    ...(row.outcome === null ? [] : [`counts as ${row.outcome}`]),
  ];
}
