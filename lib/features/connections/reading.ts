import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import * as connections from "./repository.ts";
import { alertsOf, ENDPOINTS, HOST_OF, HOSTS, healthOf, LANES, tokenStateOf, worstSkew } from "./rules.ts";

type Counts = Omit<connections.HourOfCalls, "endpoint">;
const NO_CALLS: Counts = {
  calls: 0,
  failures: 0,
  recent: 0,
  recentFailures: 0,
  timed: 0,
  p50Ms: null,
  p95Ms: null,
};

/** How the calls to Unico go, over all processes: counts, times and codes, nothing of a person. */
export async function readUnicoSide(ctx: UserCtx, { ratePerSecond }: { ratePerSecond: number }) {
  assertCan(ctx.actor, "settings:manage");
  // All from the primary: a replica has no unlogged tables, and an alert must not lag.
  const { db } = ctx;
  const now = ctx.now();
  const [
    hour,
    last,
    skews,
    token,
    breakers,
    rate,
    waiting,
    unknownValues,
    notices,
    senders,
    unknown,
    warnings,
  ] = await Promise.all([
    connections.listHour(db, now),
    connections.listLast(db, now),
    connections.listSkews(db, now),
    connections.findToken(db),
    connections.listBreakers(db),
    connections.readRate(db, now, ratePerSecond),
    connections.listWaiting(db),
    connections.listUnknownValues(db, now),
    connections.readNotices(db, now),
    connections.countSenders(db),
    connections.countUnknown(db),
    connections.listWarnings(db, now),
  ]);
  const breakerOf = (host: string) => breakers.find((breaker) => breaker.host === host) ?? null;
  return {
    now,
    alerts: alertsOf({ token, breakers, skews, warnings }, now),
    endpoints: ENDPOINTS.map((name) => {
      const counts: Counts = hour.find(({ endpoint }) => endpoint === name) ?? NO_CALLS;
      const ofIt = last.filter(({ endpoint }) => endpoint === name);
      return {
        name,
        ...counts,
        health: healthOf(counts, breakerOf(HOST_OF[name]) !== null),
        lastSuccessAt: ofIt.find(({ failed }) => !failed)?.at ?? null,
        lastFailure: ofIt.find(({ failed }) => failed) ?? null,
      };
    }),
    token: token && { ...token, state: tokenStateOf(token, now) },
    hosts: HOSTS.map((host) => ({ host, breaker: breakerOf(host) })),
    skew: worstSkew(skews),
    rate: { ...rate, allowed: ratePerSecond },
    lanes: LANES.map((lane, place) => {
      const found = waiting.find((row) => row.lane === place);
      return { lane, waiting: found?.waiting ?? 0, since: found?.since ?? null };
    }),
    unknownValues,
    notices,
    senders,
    unknown,
  };
}

export type UnicoSide = Awaited<ReturnType<typeof readUnicoSide>>;
