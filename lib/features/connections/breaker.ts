import "server-only";
import type { Database, Db } from "#lib/db/client.ts";
import type { Host, Seen } from "#lib/unico/gate.ts";
import { recordOwnAudit } from "./program.ts";

/** failures: half of the last calls. credentials: Unico refused the key or what it may do. */
export type BreakerReason = "failures" | "credentials";
/** One safe request: whether the host is back. It never is a creation. */
export type Probe = (host: Host, reason: BreakerReason) => Promise<boolean>;

const WINDOW_SECONDS = 30;
const FEWEST_CALLS = 20;
const PROBE_EVERY_SECONDS = 10;
/** A little later than a probe is due, so that one look is enough. */
const WATCH_EVERY_MS = 10_200;
const FAILURES = ["unknown", "not_sent"] as const;
/** Key unknown, key not allowed to create, account not set up: nothing that the next call could mend. */
const PERMISSION_CODES: readonly (string | null)[] = ["10201", "30017", "20502"];

const isFailure = ({ verdict }: Seen): boolean => FAILURES.some((failure) => failure === verdict);
const isPermission = ({ endpoint, unicoCode, verdict }: Seen): boolean =>
  endpoint === "create_process" && verdict !== "done" && PERMISSION_CODES.includes(unicoCode);

type Open = { host: Host; reason: BreakerReason; openedAt: Date };

/** Opens, tries and closes the breakers that all processes share. */
export function createBreaker({ db, probe }: { readonly db: Database; readonly probe?: Probe | undefined }) {
  let watching: NodeJS.Timeout | null = null;
  let isStopped = false;

  async function open(tx: Db, opened: readonly { host: Host; failed?: number }[], reason: BreakerReason) {
    for (const { host, failed } of opened) {
      await recordBreaker(tx, host, { state: "open", reason, ...(failed === undefined ? {} : { failed }) });
    }
    if (opened.length > 0) watch();
  }

  const openForFailures = (hosts: readonly Host[]) =>
    db.$transaction(async (tx) => {
      const opened = await tx.$queryRaw<{ host: Host }[]>`
        INSERT INTO unico_breaker (host, opened_at, reason, probe_at)
        SELECT call.host, clock_timestamp(), 'failures', clock_timestamp() + ${PROBE_EVERY_SECONDS} * interval '1 second'
        FROM unico_call AS call LEFT JOIN unico_recovery AS recovery ON recovery.host = call.host
        WHERE call.host = ANY (${[...hosts]}::text[])
          AND call.at > statement_timestamp() - ${WINDOW_SECONDS} * interval '1 second'
          AND call.at < statement_timestamp() + interval '1 minute'
          AND (recovery.closed_at IS NULL OR call.at > recovery.closed_at)
        GROUP BY call.host
        HAVING count(*) >= ${FEWEST_CALLS}
          AND 2 * count(*) FILTER (WHERE call.verdict = ANY (${[...FAILURES]}::text[])) >= count(*)
        ON CONFLICT (host) DO NOTHING RETURNING host`;
      await open(tx, opened, "failures");
    });

  const openForCredentials = (host: Host) =>
    db.$transaction(async (tx) => {
      const opened = await tx.$queryRaw<{ host: Host }[]>`
        INSERT INTO unico_breaker (host, opened_at, reason, probe_at)
        VALUES (${host}, clock_timestamp(), 'credentials', clock_timestamp() + ${PROBE_EVERY_SECONDS} * interval '1 second')
        ON CONFLICT (host) DO NOTHING RETURNING host`;
      await open(tx, opened, "credentials");
    });

  const close = ({ host, reason, openedAt }: Open) =>
    db.$transaction(async (tx) => {
      const { count } = await tx.unicoBreaker.deleteMany({ where: { host, openedAt } });
      if (count === 0) return;
      await tx.$executeRaw`INSERT INTO unico_recovery (host, closed_at) VALUES (${host}, clock_timestamp())
        ON CONFLICT (host) DO UPDATE SET closed_at = clock_timestamp()`;
      await recordBreaker(tx, host, { state: "closed", reason });
    });

  /** Those that are due, each given to one process only. */
  const claimDue = () =>
    db.$queryRaw<Open[]>`
      UPDATE unico_breaker SET probe_at = clock_timestamp() + ${PROBE_EVERY_SECONDS} * interval '1 second'
      WHERE probe_at <= clock_timestamp() RETURNING host, reason, opened_at AS "openedAt"`;

  async function probeDue(): Promise<void> {
    if (!probe) return;
    const due = await claimDue();
    await Promise.all(
      due.map(async (each) => {
        if (await probe(each.host, each.reason)) await close(each);
      }),
    );
  }

  /** Goes on trying by itself, whether anybody calls or not, until none is open. */
  function watch(): void {
    if (watching || isStopped || !probe) return;
    const look = async () => {
      await probeDue().catch(() => undefined);
      // Nobody knows while the database is down.
      const isOpen = await db.unicoBreaker.count().catch(() => 1);
      watching = isOpen > 0 && !isStopped ? setTimeout(look, WATCH_EVERY_MS).unref() : null;
    };
    watching = setTimeout(look, WATCH_EVERY_MS).unref();
  }

  return {
    watch,
    stop(): void {
      isStopped = true;
      if (watching) clearTimeout(watching);
    },
    probe: probeDue,
    /** After these calls were written down. */
    async judge(seen: readonly Seen[]): Promise<void> {
      const failing = new Set(seen.filter(isFailure).map(({ host }) => host));
      const refusing = new Set(seen.filter(isPermission).map(({ host }) => host));
      if (failing.size > 0) await openForFailures([...failing]);
      for (const host of refusing) await openForCredentials(host);
    },
    isUrgent: isPermission,
  };
}

const recordBreaker = (db: Db, host: Host, detail: Record<string, string | number>) =>
  recordOwnAudit(db, { action: "unico.breaker", entityType: "connection", entityId: host, detail });
