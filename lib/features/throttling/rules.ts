export type AttemptKind = "password" | "code" | "link";

/** What tries are counted under. */
export type BucketLimits = {
  /** Seconds until the next try, by the failures in a row; the last holds for all beyond. */
  delays?: readonly number[];
  /** Failures in a row at which no time helps any more, only a one-time link. */
  stop?: number;
  /** So many tries in any span of so many seconds. */
  most?: number;
  seconds?: number;
};

const LONGEST_DELAY_S = 15 * 60;
const QUARTER_HOUR_S = 15 * 60;

/** Four free tries, then 1 s, 2, 4, … 15 min. Source: OWASP Authentication Cheat Sheet, "Account Lockout" (exponential). */
export const GROWING_DELAYS_S: readonly number[] = [
  ...Array.from({ length: 4 }, () => 0),
  ...Array.from({ length: 10 }, (_, power) => 2 ** power),
  LONGEST_DELAY_S,
];

/** Source: NIST SP 800-63B-4, section 3.2.2: no more than 100 failures in a row on one authenticator. */
export const STOP = 100;
/** A device that fails so often is a stranger like any other. */
export const DEVICE_STOP = 20;

/** One window of addresses is an office behind one address, or one machine that guesses. */
const PER_ADDRESS = { most: 300, seconds: QUARTER_HOUR_S } as const;
/** Failures of strangers, all together: past them it is a flood, and somebody is told. */
export const FLOOD = { most: 1_000, seconds: QUARTER_HOUR_S } as const;

type Limits = {
  account: BucketLimits | null;
  device: BucketLimits | null;
  address: BucketLimits;
  overall: BucketLimits;
};

/**
 * Who is known by a device passes the buckets of strangers, so that these can keep nobody out who was here before.
 * Source: NIST SP 800-63B-4, section 3.2.2, which names growing waits and known devices as ways to keep strangers from
 * locking a person out. A one-time link cannot be guessed; only the looking costs.
 *
 * The overall bucket, once full, turns away only what nobody can sign in with: names that nobody has, links that are not
 * open. A right password from a new device gets in during a flood of any length. What bounds the guesses is then the
 * account alone: 14 in the first quarter of an hour, four an hour after, 100 until a right one or a one-time link.
 */
export const LIMITS: Readonly<Record<AttemptKind, Limits>> = {
  password: {
    account: { delays: GROWING_DELAYS_S, stop: STOP },
    device: { delays: GROWING_DELAYS_S, stop: DEVICE_STOP },
    address: PER_ADDRESS,
    overall: FLOOD,
  },
  // Six digits: of three that count, five tries in a quarter of an hour find one in 67,000.
  code: {
    account: { most: 5, seconds: QUARTER_HOUR_S, stop: STOP },
    device: { most: 5, seconds: QUARTER_HOUR_S, stop: DEVICE_STOP },
    address: PER_ADDRESS,
    overall: FLOOD,
  },
  link: {
    account: null,
    device: null,
    address: { most: 30, seconds: QUARTER_HOUR_S },
    overall: FLOOD,
  },
};

/** What is told of where no time helps. */
export const longestWaitS = ({ delays, seconds }: BucketLimits): number => delays?.at(-1) ?? seconds ?? 0;

const HEXTETS = 8;
const NETWORK_HEXTETS = 4;

/** A subscriber's IPv6 has 64 bits to choose from, so all of them are one. Source: RFC 6177, section 2. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : HEXTETS - left.length - right.length;
  const whole = [...left, ...Array.from({ length: Math.max(zeros, 0) }, () => "0"), ...right];
  return whole
    .slice(0, NETWORK_HEXTETS)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(":");
}

/** Each account tried and failed counts once. Ours: a whole company does not mistype in one quarter of an hour. */
export const SPRAYED_ACCOUNTS = 50;
export const SPRAY_WINDOW_S = QUARTER_HOUR_S;
/** An attempt this young may still turn out right. */
export const UNDECIDED_S = 10;

/** A quiet bucket is forgotten, except one that stands still until a link sets it free. */
export const BUCKET_LIFE_DAYS = 7;
export const DEVICE_LIFE_DAYS = 180;
export const DEVICES_MAX = 10;
