import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { SENDER_SILENT_AFTER_S } from "#lib/features/reverifications/sender.ts";
import { CREDENTIAL_CODES } from "#lib/unico/failures.ts";
import type { EndpointName, Host } from "#lib/unico/gate.ts";
import { ENDPOINTS, HOSTS, LOOK_BACK_DAYS, RECENT_CALLS, WARNINGS, type Warning } from "./rules.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
/** Answers whose middle is the skew: one odd `Date` header is no wrong clock. */
const SKEW_ANSWERS = 9;
const UNKNOWN_VALUES_TAKE = 50;
const NOTICE_REFUSED = "notice.refuse" satisfies AuditEntry["action"];

const before = (now: Date, ms: number) => new Date(now.getTime() - ms);

/**
 * Failed for a cause that is not in what was asked: an id that Unico does not know, or a picture that it refuses, is an
 * answer and speaks for the connection.
 */
const FAILED = Prisma.sql`(verdict IN ('busy', 'not_sent', 'unknown', 'token')
  OR verdict = 'refused' AND (endpoint = 'token' OR http_status IN (401, 403)
    OR unico_code = ANY (${[...CREDENTIAL_CODES]}::text[])))`;

export type HourOfCalls = {
  endpoint: EndpointName;
  calls: number;
  failures: number;
  recent: number;
  recentFailures: number;
  /** Requests that left, so that their time says something of Unico. */
  timed: number;
  p50Ms: number | null;
  p95Ms: number | null;
};

/** Each endpoint that was called in the last hour. */
export const listHour = (db: Db, now: Date): Promise<HourOfCalls[]> =>
  db.$queryRaw<HourOfCalls[]>`
    SELECT endpoint, count(*)::integer AS calls, (count(*) FILTER (WHERE failed))::integer AS failures,
      (count(*) FILTER (WHERE place <= ${RECENT_CALLS}))::integer AS recent,
      (count(*) FILTER (WHERE failed AND place <= ${RECENT_CALLS}))::integer AS "recentFailures",
      (count(*) FILTER (WHERE verdict <> 'not_sent'))::integer AS timed,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE verdict <> 'not_sent') AS "p50Ms",
      percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE verdict <> 'not_sent') AS "p95Ms"
    FROM (
      SELECT endpoint, verdict, duration_ms, ${FAILED} AS failed,
        row_number() OVER (PARTITION BY endpoint ORDER BY at DESC, id DESC) AS place
      FROM unico_call WHERE at > ${before(now, HOUR_MS)}
    ) AS call
    GROUP BY endpoint`;

export type LastCall = {
  endpoint: EndpointName;
  failed: boolean;
  at: Date;
  verdict: string;
  httpStatus: number | null;
  unicoCode: string | null;
};

/** The last success and the last failure of each endpoint. */
export const listLast = (db: Db, now: Date): Promise<LastCall[]> => {
  const since = before(now, LOOK_BACK_DAYS * DAY_MS);
  return db.$queryRaw<LastCall[]>`
    SELECT DISTINCT ON (endpoint, failed) endpoint, failed, at, verdict, http_status AS "httpStatus", unico_code AS "unicoCode"
    FROM unnest(${[...ENDPOINTS]}::text[]) AS asked (name)
    CROSS JOIN unnest('{done,busy,not_sent,unknown,token,refused}'::text[]) AS asked_verdict (name)
    CROSS JOIN LATERAL (
      SELECT endpoint, verdict <> 'done' AS failed, at, verdict, http_status, unico_code FROM unico_call
      WHERE endpoint = asked.name AND verdict = asked_verdict.name AND at > ${since}
        AND (verdict = 'done' OR ${FAILED})
      ORDER BY at DESC LIMIT 1
    ) AS call
    ORDER BY endpoint, failed, at DESC`;
};

/** How far each host's clock is from ours, by the middle of its last answers. */
export const listSkews = (db: Db, now: Date): Promise<{ host: Host; skewMs: number }[]> =>
  db.$queryRaw<{ host: Host; skewMs: number }[]>`
    SELECT asked.host, percentile_disc(0.5) WITHIN GROUP (ORDER BY call.skew_ms) AS "skewMs"
    FROM unnest(${[...HOSTS]}::text[]) AS asked (host)
    CROSS JOIN LATERAL (
      SELECT skew_ms FROM unico_call
      WHERE host = asked.host AND skew_ms IS NOT NULL AND at > ${before(now, HOUR_MS)}
      ORDER BY at DESC LIMIT ${SKEW_ANSWERS}
    ) AS call
    GROUP BY asked.host`;

/** The token of the credentials in use: those that were last asked with. Never the token itself. */
export async function findToken(db: Db) {
  const rows = await db.unicoToken.findMany({ omit: { token: true, account: true, askingId: true } });
  const lastUse = (row: (typeof rows)[number]) =>
    Math.max(row.renewedAt?.getTime() ?? 0, row.failedAt?.getTime() ?? 0, row.askingUntil?.getTime() ?? 0);
  return rows.toSorted((a, b) => lastUse(b) - lastUse(a))[0] ?? null;
}

export const listBreakers = (db: Db) => db.unicoBreaker.findMany({ orderBy: { openedAt: "asc" } });

export type Rate = { lastSecond: number; lastMinute: number; heldUntil: Date | null };

/** A slot that was taken is free again some second later; all of them later than that is what a 429 asked for. */
export async function readRate(db: Db, now: Date, allowed: number): Promise<Rate> {
  const [slots, lastMinute] = await Promise.all([
    db.$queryRaw<{ taken: number; heldUntil: Date | null }[]>`
      SELECT (count(*) FILTER (WHERE free_at > clock_timestamp()))::integer AS taken,
        CASE WHEN min(free_at) > clock_timestamp() + interval '2 seconds' THEN min(free_at) END AS "heldUntil"
      FROM unico_slot WHERE slot <= ${allowed}`,
    db.unicoCall.count({ where: { at: { gt: before(now, MINUTE_MS) }, verdict: { not: "not_sent" } } }),
  ]);
  const { taken = 0, heldUntil = null } = slots[0] ?? {};
  return { lastSecond: heldUntil ? 0 : taken, lastMinute, heldUntil };
}

export const listWaiting = (db: Db) =>
  db.$queryRaw<{ lane: number; waiting: number; since: Date }[]>`
    SELECT lane::integer, count(*)::integer AS waiting, min(asked_at) AS since
    FROM unico_waiter WHERE unico_waits(seen_at) GROUP BY lane`;

export const listUnknownValues = (db: Db, now: Date) =>
  db.unicoUnknownValue.findMany({
    where: { lastSeenAt: { gt: before(now, LOOK_BACK_DAYS * DAY_MS) } },
    orderBy: [{ lastSeenAt: "desc" }, { member: "asc" }, { value: "asc" }],
    take: UNKNOWN_VALUES_TAKE,
  });

/** From the audit log, where each stands once a window. */
export async function listWarnings(db: Db, now: Date): Promise<Warning[]> {
  const groups = await db.auditEvent.groupBy({
    by: ["action"],
    where: { action: { in: [...WARNINGS] }, at: { gt: before(now, DAY_MS) } },
    _count: { _all: true },
    _max: { at: true },
  });
  return WARNINGS.flatMap((name) => {
    const found = groups.find(({ action }) => action === name);
    const lastAt = found?._max.at;
    return found && lastAt ? [{ name, times: found._count._all, lastAt }] : [];
  });
}

export async function readNotices(db: Db, now: Date) {
  const [last, waiting, refused] = await Promise.all([
    db.unicoNotice.findFirst({
      select: { receivedAt: true },
      orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    }),
    db.unicoNotice.count({ where: { handledAt: null } }),
    countRefusedNotices(db, now),
  ]);
  return { lastAt: last?.receivedAt ?? null, waiting, refused };
}

/** From the audit log, where a flood of them is told as one event with their number. */
async function countRefusedNotices(db: Db, now: Date): Promise<number> {
  const rows = await db.$queryRaw<{ refused: number }[]>`
    SELECT coalesce(sum(coalesce((detail ->> 'untold')::integer, 1)), 0)::integer AS refused
    FROM audit_event WHERE action = ${NOTICE_REFUSED} AND at > ${before(now, DAY_MS)}`;
  return rows[0]?.refused ?? 0;
}

export const countSenders = async (db: Db): Promise<number> => {
  const rows = await db.$queryRaw<{ alive: number }[]>`
    SELECT count(*)::integer AS alive FROM sender
    WHERE seen_at > clock_timestamp() - make_interval(secs => ${SENDER_SILENT_AFTER_S})`;
  return rows[0]?.alive ?? 0;
};

export const countUnknown = (db: Db): Promise<number> =>
  db.reverification.count({ where: { state: "unknown" } });
