import "server-only";
import type { Database } from "#lib/db/client.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import type { TokenFailure, TokenStore, TokenView } from "#lib/unico/token-store.ts";
import { recordOwnAudit } from "./program.ts";

type Row = {
  token: Uint8Array<ArrayBuffer> | null;
  renewInMs: number | null;
  lifeLeftMs: number | null;
  pauseLeftMs: number | null;
  isAsking: boolean;
  failedAt: Date | null;
  failure: string | null;
  unicoCode: string | null;
};

/**
 * The token that all processes share, sealed, and the lease to ask for the next one. All times are the database's;
 * what is handed out are spans, so that no process's own clock counts.
 */
export function createTokenStore(db: Database, vault: Vault, account: string): TokenStore {
  const place = { table: "unico_token", row: account, column: "token" };
  let isThere = false;

  async function ensureRow(): Promise<void> {
    if (isThere) return;
    await db.$executeRaw`INSERT INTO unico_token (account) VALUES (${account}) ON CONFLICT DO NOTHING`;
    isThere = true;
  }

  function opened(sealed: Uint8Array): string | null {
    try {
      return vault.open(place, sealed);
    } catch {
      // Sealed under a key that was taken out of the ring: as good as none.
      return null;
    }
  }

  async function clear(sealed: Uint8Array<ArrayBuffer>): Promise<void> {
    await db.$executeRaw`UPDATE unico_token SET token = NULL, renew_at = NULL, expires_at = NULL
      WHERE account = ${account} AND token = ${sealed}`;
  }

  return {
    async look(): Promise<TokenView> {
      await ensureRow();
      const [row] = await db.$queryRaw<Row[]>`
        SELECT token, failed_at AS "failedAt", failure, unico_code AS "unicoCode",
          (extract(epoch FROM renew_at - clock_timestamp()) * 1000)::float8 AS "renewInMs",
          (extract(epoch FROM expires_at - clock_timestamp()) * 1000)::float8 AS "lifeLeftMs",
          (extract(epoch FROM paused_until - clock_timestamp()) * 1000)::float8 AS "pauseLeftMs",
          coalesce(asking_until > clock_timestamp(), false) AS "isAsking"
        FROM unico_token WHERE account = ${account}`;
      if (!row) throw new Error("the token's row is gone");
      const { token: sealed, renewInMs, lifeLeftMs, pauseLeftMs, failedAt } = row;
      const token = sealed && opened(sealed);
      if (sealed && token === null) await clear(sealed);
      const failure = failureOf(row);
      return {
        kept:
          token !== null && lifeLeftMs !== null && lifeLeftMs > 0
            ? { token, renewInMs: renewInMs ?? 0, lifeLeftMs }
            : null,
        isAsking: row.isAsking,
        pause: failure && pauseLeftMs !== null && pauseLeftMs > 0 ? { failure, leftMs: pauseLeftMs } : null,
        lastFailure: failure && failedAt ? { stamp: failedAt.toISOString(), failure } : null,
      };
    },
    async claim(askId, leaseMs) {
      const claimed = await db.$executeRaw`
        UPDATE unico_token SET asking_id = ${askId}::uuid, asking_until = clock_timestamp() + ${span(leaseMs)}::interval
        WHERE account = ${account} AND (token IS NULL OR renew_at <= clock_timestamp())
          AND (asking_until IS NULL OR asking_until <= clock_timestamp())
          AND (paused_until IS NULL OR paused_until <= clock_timestamp())`;
      return claimed === 1;
    },
    async date(askId, leaseMs, wasReplayed) {
      const isStillOurs = await db.$executeRaw`
        UPDATE unico_token SET asking_until = clock_timestamp() + ${span(leaseMs)}::interval
        WHERE account = ${account} AND asking_id = ${askId}::uuid`;
      if (isStillOurs === 0) return null;
      return claimSecond(db, account, wasReplayed ? 1 + Math.floor(Math.random() * SPREAD_SECONDS) : 0);
    },
    async keep(askId, { token, renewInMs, lifeLeftMs }) {
      await db.$executeRaw`
        UPDATE unico_token SET token = ${vault.seal(place, token)}, renewed_at = clock_timestamp(),
          renew_at = clock_timestamp() + ${span(renewInMs)}::interval,
          expires_at = clock_timestamp() + ${span(lifeLeftMs)}::interval,
          asking_id = NULL, asking_until = NULL, paused_until = NULL
        WHERE account = ${account} AND asking_id = ${askId}::uuid`;
    },
    async fail(askId, failure, pauseMs) {
      const unicoCode = failure.kind === "refused" ? failure.unicoCode : null;
      await db.$transaction(async (tx) => {
        const [noted] = await tx.$queryRaw<{ isNew: boolean }[]>`
          UPDATE unico_token SET asking_id = NULL, asking_until = NULL, failed_at = clock_timestamp(),
            failure = ${failure.kind}, unico_code = ${unicoCode},
            paused_until = CASE WHEN ${pauseMs} > 0 THEN clock_timestamp() + ${span(pauseMs)}::interval END
          WHERE account = ${account} AND asking_id = ${askId}::uuid
          RETURNING old.failed_at IS NULL OR old.failed_at < old.renewed_at
            OR (old.failure, old.unico_code) IS DISTINCT FROM (new.failure, new.unico_code) AS "isNew"`;
        // The same refusal again tells nobody anything new.
        if (!noted?.isNew || failure.kind !== "refused") return;
        await recordOwnAudit(tx, {
          action: "unico.pause",
          entityType: "connection",
          entityId: "auth",
          detail: { unicoCode, pauseSeconds: Math.round(pauseMs / 1_000) },
        });
      });
    },
    async forget(token) {
      const row = await db.unicoToken.findUnique({ where: { account }, select: { token: true } });
      if (row?.token && opened(row.token) === token) await clear(row.token);
    },
  };
}

/** How far back an assertion is dated after one was taken for a replay, which is the doing of another installation. */
const SPREAD_SECONDS = 120;

/** A second that no assertion of this account was ever dated with, over all processes. */
export async function claimSecond(db: Database, account: string, backSeconds: number): Promise<number> {
  const [row] = await db.$queryRaw<{ second: bigint | null }[]>`
    SELECT unico_claim_second(${account}, ${backSeconds}::integer) AS second`;
  if (row?.second == null) throw new Error("an hour of assertions is used up");
  return Number(row.second);
}

const span = (ms: number): string => `${Math.round(ms)} milliseconds`;

function failureOf({ failure, unicoCode }: Row): TokenFailure | null {
  switch (failure) {
    case "refused":
      return { kind: "refused", unicoCode };
    case "key_unreadable":
    case "unreachable":
      return { kind: failure };
    case "busy":
      // The pause has the time.
      return { kind: failure, retryAfterMs: null };
    default:
      return null;
  }
}
