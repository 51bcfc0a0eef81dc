import "server-only";
import { createTurns, type Party } from "#lib/auth/turns.ts";
import type { Db } from "#lib/db/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { hashOfDevice } from "./devices.ts";
import {
  type AttemptKind,
  type BucketLimits,
  DEVICE_STOP,
  LIMITS,
  longestWaitS,
  networkOf,
} from "./rules.ts";

type ThrottlingCtx = Pick<Ctx, "db" | "now" | "request" | "vault">;
type Scope = "account" | "device" | "address" | "overall";
type Bucket = BucketLimits & {
  key: string;
  account: string | null;
  kind: AttemptKind;
  scope: Scope;
  longest: number;
  /** Who or what the try is at; for the bucket of everybody, which is kept from nobody who is there. */
  who?: string;
};

export type Attempt = {
  kind: AttemptKind;
  /** The e-mail as typed, the user's id, or the hash of the one-time link in hex. */
  account: string;
  /** What the device's cookie holds. */
  device: string | null;
};

/** A try that was let through; it counts as a failure until `tellRight`. */
export type Taken = {
  readonly at: string;
  /** From a device that somebody signed in from before, at this account. */
  readonly isKnown: boolean;
  readonly buckets: readonly {
    readonly key: string;
    readonly number: string;
    readonly delays?: readonly number[];
  }[];
};

export type Throttled = {
  code: "throttled";
  retryAfterS: number;
  /** The first refusal since the last try: the one for the audit log, which nobody shall flood. */
  isNews: boolean;
};

type Answer = {
  refused: string | null;
  waitS: number | null;
  isNews: boolean | null;
  at: string;
  numbers: bigint[] | null;
};

/**
 * Strangers wait for each other's locks, and each that waits in the database has one of the program's connections: a
 * flood would leave none to the pages.
 */
const inTurn = createTurns({ atOnce: 3, waitingMax: 2_000 });

/**
 * Asks whether a password, a code or a link may be checked, before the costly check. Exact over processes: one
 * statement under row locks, by the database's clock. A refused try counts for nothing.
 */
export async function takeAttempt(ctx: ThrottlingCtx, attempt: Attempt): Promise<Result<Taken, Throttled>> {
  const isKnown = await isKnownDevice(ctx.db, ctx.vault, attempt);
  const buckets = isKnown ? ofDevice(ctx.vault, attempt) : ofStranger(ctx, attempt);
  const party = isKnown ? ({ first: true } as const) : rowOf(ctx);
  const rows = await inTurn(
    party,
    () => ctx.db.$queryRaw<Answer[]>`
      SELECT refused, wait_s AS "waitS", is_news AS "isNews", taken_at AS at, numbers
      FROM attempt_take(${JSON.stringify(buckets)}::jsonb)`,
  );
  // Not even looked at: the line is longer than anybody waits.
  if (rows === null) return fail({ code: "throttled", retryAfterS: 1, isNews: false });
  const [row] = rows;
  if (!row) throw new Error("the database said nothing of an attempt");
  if (row.refused !== null) {
    return fail({ code: "throttled", retryAfterS: row.waitS ?? 1, isNews: row.isNews ?? true });
  }
  return ok({
    at: row.at,
    isKnown,
    buckets: buckets.map(({ key, delays }, place) => ({
      key,
      number: String(row.numbers?.[place] ?? 0),
      ...(delays ? { delays } : {}),
    })),
  });
}

/** After a right one: it was no failure, and the account's failures before it are forgotten. */
export async function tellRight({ db }: Pick<Ctx, "db">, taken: Taken): Promise<void> {
  await db.$executeRaw`SELECT attempt_right(${JSON.stringify(taken.buckets)}::jsonb, ${taken.at}::timestamptz)`;
}

/** For who set a new password or factor by a one-time link: also what no time would have set free. */
export async function forgetFailures(tx: Db, vault: Vault, account: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM attempt_bucket WHERE account = ${accountKey(vault, account)}`;
}

/**
 * Who is checked after whom while many wait: a known device comes before everybody, each address stands behind itself.
 * A device may fail so seldom that it cannot be in others' way.
 */
export const partyOf = ({ request }: Pick<Ctx, "request">, taken: Result<Taken, Throttled>): Party =>
  taken.ok && taken.value.isKnown ? { first: true } : rowOf({ request });

const rowOf = ({ request }: Pick<Ctx, "request">): Party => ({
  row: request.address === null ? "" : networkOf(request.address),
});

const accountKey = (vault: Vault, account: string) => vault.indexOf(`attempt account\0${normal(account)}`);
const normal = (account: string) => account.trim().toLowerCase();
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

function bucketOf(vault: Vault, { kind, account }: Attempt, scope: Scope, of: string): Bucket[] {
  const limits = LIMITS[kind][scope];
  if (!limits) return [];
  const isOfAccount = scope === "account" || scope === "device";
  return [
    {
      ...limits,
      longest: longestWaitS(limits),
      key: hexOf(vault.indexOf(["attempt", kind, scope, of].join("\0"))),
      account: isOfAccount ? hexOf(accountKey(vault, account)) : null,
      kind,
      scope,
    },
  ];
}

/** Shared ones first: a stranger whom they refuse leaves no row of a made-up account behind. */
const ofStranger = ({ vault, request }: ThrottlingCtx, attempt: Attempt): Bucket[] => [
  ...bucketOf(vault, attempt, "overall", "").map((all) => ({ ...all, who: normal(attempt.account) })),
  ...(request.address === null ? [] : bucketOf(vault, attempt, "address", networkOf(request.address))),
  ...bucketOf(vault, attempt, "account", normal(attempt.account)),
];

const ofDevice = (vault: Vault, attempt: Attempt): Bucket[] =>
  bucketOf(vault, attempt, "device", `${attempt.device}\0${normal(attempt.account)}`);

async function isKnownDevice(db: Db, vault: Vault, attempt: Attempt): Promise<boolean> {
  if (!attempt.device || !LIMITS[attempt.kind].device) return false;
  const [bucket] = ofDevice(vault, attempt);
  if (!bucket) return false;
  const account = normal(attempt.account);
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM known_device AS d JOIN app_user AS u ON u.id = d.user_id
    WHERE d.id_hash = ${hashOfDevice(vault, attempt.device)} AND (u.email = ${account} OR u.id::text = ${account})
      AND NOT EXISTS (SELECT 1 FROM attempt_bucket
        WHERE key = decode(${bucket.key}, 'hex') AND failures >= ${DEVICE_STOP})`;
  return rows.length > 0;
}
