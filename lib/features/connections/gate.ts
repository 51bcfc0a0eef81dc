import "server-only";
import type { Database } from "#lib/db/client.ts";
import { fail, ok } from "#lib/result.ts";
import { type Gate, type Lane, LONGEST_BACK_OFF_MS, type Seen } from "#lib/unico/gate.ts";
import { createBreaker, type Probe } from "./breaker.ts";
import { createCallLog } from "./call-log.ts";
import { createEntry } from "./gate-entry.ts";
import { createQueue } from "./gate-queue.ts";
import { pruneWaiters } from "./gate-waiting.ts";

/** A second, and what one request may be later on its way than the one that takes its slot next. */
const HOLD_MS = 1_025;
const MAX_WAIT_MS: Readonly<Record<Lane, number>> = { person: 20_000, refresh: 60_000, batch: 600_000 };

export type GateOptions = {
  readonly db: Database;
  /** Requests a second, over all processes. */
  readonly rate: number;
  /** Whether a host is back; without it, another process has to find out. */
  readonly probe?: Probe;
  readonly maxWaitMs?: Readonly<Record<Lane, number>>;
  /** Hears of each request as it ends. */
  readonly tell?: (seen: Seen) => void;
};

export type SharedGate = Gate & {
  /** Tries hosts whose breaker is open and due, one process each; takes away what dead processes left. */
  probe(): Promise<void>;
  /** Everything seen so far is written and judged. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

/** The gate that all processes share through the database. */
export function createGate({
  db,
  rate,
  probe,
  maxWaitMs = MAX_WAIT_MS,
  tell = () => undefined,
}: GateOptions): SharedGate {
  const entry = createEntry(db, rate, HOLD_MS);
  const queue = createQueue({ db, rate, holdMs: HOLD_MS, maxWaitMs });
  const breaker = createBreaker({ db, probe: withTurn(probe) });
  const log = createCallLog({ db, onWritten: breaker.judge, isUrgent: breaker.isUrgent });

  /** A probe is a request too, and counts. */
  function withTurn(ask: Probe | undefined): Probe | undefined {
    return ask && (async (host, reason) => (await entry.enterPastBreaker(host)) && ask(host, reason));
  }

  return {
    async enter(turn) {
      // Who would not get in anyway spares the database the question.
      if (queue.isAhead(turn.lane)) return queue.wait(turn);
      const entered = await entry.enter(turn.host, turn.lane);
      if (entered === "granted") return ok(undefined);
      if (entered === "full") return queue.wait(turn);
      breaker.watch();
      // Nobody who calls waits for the probe.
      if (entered === "barred_probe_due") breaker.probe().catch(() => undefined);
      return fail({ kind: "breaker_open" });
    },
    async backOff(pauseMs) {
      await db.$executeRaw`UPDATE unico_slot SET free_at = greatest(free_at,
        clock_timestamp() + ${Math.min(pauseMs, LONGEST_BACK_OFF_MS) / 1_000} * interval '1 second')`;
    },
    saw(seen) {
      log.note(seen);
      tell(seen);
    },
    async probe() {
      await Promise.all([breaker.probe(), pruneWaiters(db)]);
    },
    flush: () => log.flush(),
    async close() {
      breaker.stop();
      await log.flush();
    },
  };
}
