import "server-only";
import type { Db } from "#lib/db/client.ts";
import * as connections from "./repository.ts";
import { type Health, HOST_OF, healthOf } from "./rules.ts";

const PAID = "create_process";

export type UnicoHealth = { health: Health; calls: number; failures: number; p50Ms: number | null };

/** How the paid call did in the last hour: counts and times, nothing of a person. */
export async function readUnicoHealth(db: Db, now: Date): Promise<UnicoHealth> {
  const [hour, breakers] = await Promise.all([connections.listHour(db, now), connections.listBreakers(db)]);
  const found = hour.find(({ endpoint }) => endpoint === PAID);
  const counts = found ?? { calls: 0, failures: 0, recent: 0, recentFailures: 0, p50Ms: null };
  const isStopped = breakers.some(({ host }) => host === HOST_OF[PAID]);
  return {
    health: isStopped ? "failing" : healthOf(counts, false),
    calls: counts.calls,
    failures: counts.failures,
    p50Ms: counts.p50Ms,
  };
}
