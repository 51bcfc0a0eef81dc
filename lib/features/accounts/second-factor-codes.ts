import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

/** RFC 6238 as every authenticator app reads it: SHA-1, six digits, thirty seconds. */
export const STEP_SECONDS = 30;
const SHAPE = { algorithm: "SHA1", digits: 6, period: STEP_SECONDS } as const;
/** A code of the step before and after counts too: clocks differ, and people type slowly. */
const WINDOW = 1;
const SECRET_BYTES = 20;
const ISSUER = "Contraprova";

/** A new secret in base 32, as it is typed into an app. */
export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The address that an app reads from the picture. */
export const addressOf = (secret: string, account: string): string =>
  new TOTP({ ...SHAPE, issuer: ISSUER, label: account, secret }).toString();

/** The time step that `code` belongs to, or null when it is of none near `now`. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const { algorithm, digits, period } = SHAPE;
  const delta = TOTP.validate({
    token: code,
    secret: Secret.fromBase32(secret),
    algorithm,
    digits,
    period,
    timestamp,
    window: WINDOW,
  });
  return delta === null ? null : TOTP.counter({ period, timestamp }) + delta;
}

/** Crockford's base 32: no letter that reads as a digit. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const RECOVERY_CODES = 10;
/** 125 bits: over the 112 from which ASVS 6.5.2 takes a plain hash. */
const RECOVERY_LETTERS = 25;
const GROUP = 5;

/** One code, in groups that a person can copy by hand. */
function newRecoveryCode(): string {
  // 256 is a multiple of 32: the remainder is even.
  const letters = [...randomBytes(RECOVERY_LETTERS)].map((byte) => LETTERS.charAt(byte % LETTERS.length));
  return letters.join("").replace(new RegExp(`(.{${GROUP}})(?=.)`, "g"), "$1-");
}

export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, newRecoveryCode);

/** What a person types for a code, without what only helps the eye. */
const plainCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");

/** Bound to the person: the same code of another is another hash. */
export const hashOfRecoveryCode = (userId: string, typed: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    createHash("sha256")
      .update(`recovery\0${userId}\0${plainCode(typed)}`)
      .digest(),
  );
