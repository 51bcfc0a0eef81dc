import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "#lib/postgres/embedded.ts";
import { type Ground, openGround } from "#tests/rigs/ground.ts";
import { violationsOf } from "#tests/rigs/invariants.ts";
import { type Observed, openObserver } from "#tests/rigs/observed.ts";
import { createPeople } from "#tests/rigs/people.ts";
import { type Serving, type ServingLimits, startServing } from "#tests/rigs/serving-process.ts";

/** Shorter than the program's own, so that a connection that says nothing is given up in a run's time. */
export const LIMITS: ServingLimits = { createMs: 1_500, readMs: 1_000 };
/** Resolves to this machine, and needs the resolver to. */
const NAME = "localhost";

export type FaultRig = Awaited<ReturnType<typeof openFaultRig>>;

/** One serving process behind three networks that fail on demand. */
export async function openFaultRig(limits: ServingLimits = LIMITS) {
  const ground: Ground = await openGround({ latencyMs: 20, hasNetwork: true });
  await withClient(ground.databaseUrl, (client) => client.query(NO_BREAKER));
  const named = (url: string | undefined) => (url ?? "").replace("127.0.0.1", NAME);
  const settings = { ...ground.settings, UNICO_ID_URL: named(ground.settings.UNICO_ID_URL) };
  const serving: Serving = await startServing({ ...ground, settings, limits });
  const observer = openObserver(() => ground.databaseUrl, ground.sandbox.controlUrl);
  const people = createPeople();
  return {
    ground,
    serving,
    people,
    async control(method: string, route: string, body?: unknown): Promise<void> {
      const answer = await fetch(`${ground.sandbox.controlUrl}${route}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`the sandbox refused ${method} ${route}: ${await answer.text()}`);
    },
    /** What earlier faults left in the token's row: each begins anew. */
    forgetToken: () =>
      withClient(ground.databaseUrl, (client) =>
        client.query(
          "UPDATE unico_token SET token = NULL, renew_at = NULL, expires_at = NULL, failed_at = NULL, failure = NULL, paused_until = NULL",
        ),
      ).then(() => {}),
    look: () => observer.look(),
    stateOf: observer.stateOf,
    /** Asks until a form is completed; how long that took. */
    async untilServed(timeoutMs: number): Promise<number> {
      const startedAt = performance.now();
      for (;;) {
        const key = people.ask(serving);
        while (people.stateOf(key) === "unanswered" || people.stateOf(key) === "told") {
          if (performance.now() - startedAt > timeoutMs) throw new Error("the program did not come back");
          await sleep(5);
        }
        if (people.stateOf(key) === "ended" && (await observer.stateOf(key)) === "completed")
          return performance.now() - startedAt;
        if (performance.now() - startedAt > timeoutMs) throw new Error("the program did not come back");
        await sleep(50);
      }
    },
    check: (observed: Observed) => violationsOf(observed, people.acknowledged),
    /** Ends what a fault left behind: the process leaves, and another one sweeps. */
    async sweep(): Promise<void> {
      await serving.leave();
      const sweeper = await startServing(ground);
      await sweeper.sweep();
      await sweeper.leave();
    },
    async end(): Promise<void> {
      if (serving.isAlive()) serving.signal("SIGKILL");
      await serving.gone;
      await ground.end();
    },
  };
}

/** Here every second call fails on purpose, and a breaker that opens would keep the others from being tried. */
const NO_BREAKER = `
CREATE FUNCTION rig_ignore() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER rig_no_breaker BEFORE INSERT ON unico_breaker FOR EACH ROW EXECUTE FUNCTION rig_ignore()`;
