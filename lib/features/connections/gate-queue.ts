import "server-only";
import { randomUUID } from "node:crypto";
import type { Database } from "#lib/db/client.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { Barred, Lane, Turn } from "#lib/unico/gate.ts";
import { LANE_NUMBER } from "./gate-waiting.ts";

export type QueueOptions = {
  readonly db: Database;
  /** Requests a second, over all processes. */
  readonly rate: number;
  /** How long a slot is held by the request that took it. */
  readonly holdMs: number;
  /** How long each lane waits at most. */
  readonly maxWaitMs: Readonly<Record<Lane, number>>;
};

type Entered = Result<void, Barred>;
type Waiter = { readonly id: string; readonly turn: Turn; settle(entered: Entered): void };
type Turns = { granted: string[]; barred: string[]; leftWaiting: number; nextMs: number };

const SHORTEST_SLEEP_MS = 20;
const LONGEST_SLEEP_MS = 1_000;
/** A third of the time after which the database takes a waiter for dead (migration `connections`). */
const REFRESH_EVERY_MS = 2_000;

/**
 * Those of this process that wait. One look at the database serves them all, and between two looks no connection is
 * held; who has how much to wait decides how often it is looked.
 */
export function createQueue({ db, rate, holdMs, maxWaitMs }: QueueOptions) {
  const gateId = randomUUID();
  const waiters = new Map<string, Waiter>();
  /** Not written down yet. */
  let newcomers: Waiter[] = [];
  let refreshedMs = 0;
  let isLooking = false;
  let wake: (() => void) | null = null;

  const announce = (some: readonly Waiter[]) =>
    db.unicoWaiter.createMany({
      data: some.map(({ id, turn }) => ({
        id,
        gateId,
        host: turn.host,
        lane: LANE_NUMBER[turn.lane],
        reverificationId: turn.reverificationId ?? null,
      })),
      skipDuplicates: true,
    });

  async function announceNewcomers(): Promise<void> {
    const some = newcomers.filter(({ id }) => waiters.has(id));
    newcomers = [];
    if (some.length > 0) await announce(some);
  }

  async function look(): Promise<number> {
    await announceNewcomers();
    const nowMs = performance.now();
    const refresh = nowMs - refreshedMs > REFRESH_EVERY_MS;
    if (refresh) refreshedMs = nowMs;
    const [turns] = await db.$queryRaw<Turns[]>`
      SELECT granted, barred, left_waiting AS "leftWaiting", next_ms AS "nextMs"
      FROM unico_turns(${gateId}::uuid, ${rate}::integer, ${holdMs}::integer, ${refresh})`;
    if (!turns) return LONGEST_SLEEP_MS;
    for (const id of turns.granted) waiters.get(id)?.settle(ok(undefined));
    for (const id of turns.barred) waiters.get(id)?.settle(fail({ kind: "breaker_open" }));
    // Rows are lost with a crash of the database, or to who slept too long: those without one stand at the end again.
    if (refresh && turns.leftWaiting < waiters.size) await announce([...waiters.values()]);
    return turns.nextMs / 2;
  }

  async function lookUntilEmpty(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    while (waiters.size > 0) {
      const sleepMs = await look().catch(() => LONGEST_SLEEP_MS);
      if (newcomers.length > 0) continue;
      if (waiters.size === 0) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(Math.max(sleepMs, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    isLooking = false;
  }

  return {
    /** Whether somebody of this process waits who comes before a newcomer of that lane. */
    isAhead: (lane: Lane): boolean =>
      [...waiters.values()].some((waiter) => LANE_NUMBER[waiter.turn.lane] <= LANE_NUMBER[lane]),
    async wait(turn: Turn): Promise<Entered> {
      const id = randomUUID();
      const { promise, resolve } = Promise.withResolvers<Entered>();
      const giveUp = setTimeout(() => {
        waiter.settle(fail({ kind: "rate_full" }));
        db.unicoWaiter.deleteMany({ where: { id } }).catch(() => undefined);
      }, maxWaitMs[turn.lane]);
      const waiter: Waiter = {
        id,
        turn,
        settle(entered) {
          clearTimeout(giveUp);
          waiters.delete(id);
          resolve(entered);
        },
      };
      waiters.set(id, waiter);
      newcomers.push(waiter);
      // Its place counts from when it is written down, so that does not wait for the next look.
      wake?.();
      lookUntilEmpty();
      return promise;
    },
  };
}
