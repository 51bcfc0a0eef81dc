import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { readSmtpUrl } from "#lib/mail/smtp-url.ts";
import { REPEATS } from "#lib/unico/retry.ts";

/** Marks a secret that `npm start` made for the demo. */
const DEMO_PREFIX = "demo:";
export const asDemo = (value: string): string => DEMO_PREFIX + value;
export const isDemo = (value: string): boolean =>
  value.split(",").some((part) => part.trim().startsWith(DEMO_PREFIX));
const withoutDemo = (value: string) =>
  value.startsWith(DEMO_PREFIX) ? value.slice(DEMO_PREFIX.length) : value;

/** One sentence for a missing value, another for a wrong one. */
const said = (what: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? `is missing: give ${what}` : `is wrong: give ${what}`;

const string = (what: string) => z.string({ error: said(what) });
export const text = (min: number) => z.string().min(min, `is too short: give at least ${min} characters`);
export const required = (min: number, what: string) => string(what).min(min, `is wrong: give ${what}`);

function parsed<T>(what: string, parse: (value: string) => T | null) {
  return string(what).transform((value, ctx): T => {
    const result = parse(value.trim());
    if (result !== null) return result;
    ctx.addIssue({ code: "custom", message: `is wrong: give ${what}` });
    return z.NEVER;
  });
}

function urlOf(value: string, protocols: readonly string[]): URL | null {
  const url = URL.parse(value);
  return url && protocols.includes(url.protocol) ? url : null;
}

const POSTGRES = "an address such as postgresql://user:password@host:5432/contraprova";
export const postgresUrl = parsed(POSTGRES, (value) => {
  const url = urlOf(value, ["postgresql:", "postgres:"]);
  return url && url.hostname !== "" && url.pathname.length > 1 ? value : null;
});

/** Scheme, host and port alone; Unico's token service refuses an audience that ends in a slash. */
export const origin = parsed("an address without a path, such as https://host.example", (value) => {
  const url = urlOf(value, ["https:", "http:"]);
  return url && url.pathname === "/" && !url.search && !url.hash && !url.username ? url.origin : null;
});

export const url = parsed("an address that begins with https:// or http://", (value) =>
  urlOf(value, ["https:", "http:"]) ? value : null,
);

const PLACE =
  "file: and a folder that every process reaches, or s3://bucket/prefix with ?region=… of AWS or ?endpoint=https://… of others";
/** What else an `s3:` needs is asked once all settings are there. */
export const placeUrl = parsed(PLACE, (value) => (/^(file:.|s3:\/\/.)/.test(value) ? value : null));

export const smtpUrl = parsed(
  "smtps://user:password@host:465?from=address or smtp://…:587?from=address, percent-encoded",
  readSmtpUrl,
);

export const wholeNumber = (min: number, max: number) =>
  parsed(`a whole number from ${min} to ${max}`, (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : null;
  });

export const badScore = parsed("a whole number from -100 to -1", (value) =>
  /^-(100|[1-9]\d?)$/.test(value) ? Number(value) : null,
);

export const price = parsed("an amount in reais with a point, such as 1.20", (value) =>
  /^\d{1,6}(\.\d{1,4})?$/.test(value) ? Number(value) : null,
);

export const onOff = z
  .enum(["on", "off"], "is wrong: give on or off")
  .default("off")
  .transform((v) => v === "on");

const REPEAT = "token, 429, both with a comma between, or none";
/** What a paid call may be sent again after, though Unico answered it. */
export const repeatAfter = parsed(REPEAT, (value) => {
  const parts = value === "none" ? [] : value.split(",").map((part) => part.trim());
  const known = REPEATS.filter((repeat) => parts.includes(repeat));
  return known.length === parts.length ? known : null;
}).default([...REPEATS]);

export const unicoEnvironment = z
  .enum(["sandbox", "uat", "production"], "is wrong: give sandbox, uat or production")
  .default("sandbox");

export const logLevel = z
  .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
    error: "is wrong: give fatal, error, warn, info, debug, trace or silent",
  })
  .default("info");

function secretOf(base64: string): Buffer | null {
  const bytes = Buffer.from(base64, "base64");
  const exact = bytes.toString("base64").replace(/=+$/, "") === base64.replace(/=+$/, "");
  return exact && bytes.length === 32 ? bytes : null;
}

const INDEX_KEYS =
  "32 random bytes in base64 (openssl rand -base64 32); while it is changed the new ones, a comma, the old ones";
/** The first one indexes; what lies under those behind it is found until it was turned to the first. */
export const indexKeys = parsed(INDEX_KEYS, (value): [Buffer, ...Buffer[]] | null => {
  const keys = value.split(",").map((part) => secretOf(withoutDemo(part.trim())));
  const [first, ...others] = keys.filter((each) => each !== null);
  const isWhole = others.length === keys.length - 1 && new Set(value.split(",")).size === keys.length;
  return first && isWhole ? [first, ...others] : null;
});

const KEY_RING = "id:base64 of 32 bytes, newest first, with commas between (k1:$(openssl rand -base64 32))";
/** The first one encrypts, the others only decrypt. */
export const keyRing = parsed(KEY_RING, (value) => {
  const ring = value.split(",").map((part) => {
    const [, id, base64] = /^([A-Za-z0-9_-]{1,32}):(.+)$/.exec(part.trim()) ?? [];
    const secret = base64 ? secretOf(base64) : null;
    return id && secret ? { id, key: secret } : null;
  });
  const whole = ring.filter((entry) => entry !== null);
  const ids = new Set(whole.map((entry) => entry.id));
  return whole.length === ring.length && ids.size === ring.length ? whole : null;
});

const WEBHOOK_SECRET = "header:value, user:password or a value";
/** A header's name or a user is no secret: what stands behind the first colon is. */
const behindColon = (value: string) => value.slice(value.indexOf(":") + 1);
export const webhookSecret = parsed(WEBHOOK_SECRET, (value) =>
  /^[ -~]+$/.test(value) && behindColon(value) !== "" ? value : null,
);
export const isShortSecret = (value: string): boolean => behindColon(value).length < 16;

/** PEM, also on one line with `\n` written out; or the DER in base64. */
function privateKeyOf(value: string): KeyObject | null {
  try {
    return value.startsWith("-----BEGIN")
      ? createPrivateKey(value.replaceAll("\\n", "\n"))
      : createPrivateKey({ key: Buffer.from(value, "base64"), format: "der", type: "pkcs8" });
  } catch {
    return null;
  }
}

/** RS256 is the only algorithm that the token service takes. Comes out as PKCS#8 in PEM, whatever form it was given in. */
export const rsaPrivateKey = parsed(
  "the service account's RSA private key as PEM, 2048 bits or more",
  (value) => {
    const found = privateKeyOf(value);
    const isLongEnough = (found?.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
    return found && isLongEnough ? found.export({ type: "pkcs8", format: "pem" }).toString() : null;
  },
);

/** The local sandbox makes its keys with this exponent, which keys of the world, with 65537, do not have. */
const SANDBOX_EXPONENT = 65_539n;
export const isSandboxKey = (pem: string): boolean =>
  createPublicKey(pem).asymmetricKeyDetails?.publicExponent === SANDBOX_EXPONENT;

export const ed25519PrivateKey = parsed(
  "an Ed25519 private key (openssl genpkey -algorithm ed25519)",
  (value) => {
    const found = privateKeyOf(withoutDemo(value));
    return found?.asymmetricKeyType === "ed25519" ? found : null;
  },
);
