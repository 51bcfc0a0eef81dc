import type { EndpointName, Host } from "#lib/unico/gate.ts";

/** Every endpoint that is called, and whose host it is on. */
export const HOST_OF = {
  token: "auth",
  create_process: "id",
  read_validation: "id",
  read_process: "cadastro",
} as const satisfies Record<EndpointName, Host>;
export type EndpointKey = keyof typeof HOST_OF;
export const ENDPOINTS = Object.keys(HOST_OF) as EndpointKey[];
export const HOSTS = ["auth", "id", "cadastro"] as const satisfies readonly Host[];
export type HostKey = (typeof HOSTS)[number];
export const LANES = ["person", "refresh", "batch"] as const;

/** Ours: how far back a last success or failure, and an unknown value, is looked for. */
export const LOOK_BACK_DAYS = 30;
/** How many of the last calls weigh by themselves: as many as the breaker looks at. */
export const RECENT_CALLS = 20;
const FAILING_SHARE = 0.5;
/** Of a whole hour: one in fifty. */
const SHAKY_SHARE = 0.02;
/** Beyond this, assertions are dated so far off that the token service may refuse them. */
const SKEW_ALERT_MS = 30_000;

/** quiet: nobody called it in the last hour, which says neither good nor bad. */
export type Health = "good" | "shaky" | "failing" | "quiet";

/** Calls of the last hour; `recent` are the last of these, at most `RECENT_CALLS`. */
export type CallCounts = {
  readonly calls: number;
  readonly failures: number;
  readonly recent: number;
  readonly recentFailures: number;
};

/** What runs now outweighs the hour: an outage of a minute is not lost in an hour that went well. */
export function healthOf(counts: CallCounts, isBreakerOpen: boolean): Health {
  // A host that is left alone for another endpoint's sake says nothing of this one.
  if (isBreakerOpen) return counts.failures > 0 ? "failing" : "quiet";
  if (counts.calls === 0) return "quiet";
  if (counts.recentFailures >= counts.recent * FAILING_SHARE) return "failing";
  if (counts.recentFailures > 0 || counts.failures >= counts.calls * SHAKY_SHARE) return "shaky";
  return "good";
}

/** What the row of the shared token says; times of our clock. */
export type TokenRow = {
  readonly renewedAt: Date | null;
  readonly renewAt: Date | null;
  readonly expiresAt: Date | null;
  readonly failedAt: Date | null;
  readonly failure: string | null;
  readonly unicoCode: string | null;
  readonly pausedUntil: Date | null;
};

/**
 * none: never asked for · good · renewing: good, and its renewal is due · refused: good no longer or never was, and the
 * last try failed · ended: run out, the next call asks for another.
 */
export type TokenState = "none" | "good" | "renewing" | "refused" | "ended";

export function tokenStateOf(token: TokenRow | null, now: Date): TokenState {
  if (!token) return "none";
  if (token.expiresAt && now < token.expiresAt)
    return token.renewAt && now >= token.renewAt ? "renewing" : "good";
  if (isTokenFailing(token)) return "refused";
  return token.renewedAt ? "ended" : "none";
}

/** The last time that anybody asked, it failed. */
const isTokenFailing = (token: TokenRow): boolean =>
  token.failedAt !== null && (token.renewedAt === null || token.failedAt > token.renewedAt);

/** Source: devcenter.unico.io, Authentication errors. */
const TROUBLE_OF_CODE = {
  "1.0.1": "tenant",
  "1.0.14": "application_inactive",
  "1.1.1": "assertion",
  "1.2.4": "assertion_expired",
  "1.2.5": "assertion",
  "1.2.6": "key_retired",
  "1.2.7": "assertion_used",
  "1.2.11": "account_inactive",
  "1.2.14": "permissions",
  "1.2.18": "locked",
  "1.2.19": "assertion",
  "1.2.20": "key_wrong",
  "1.2.21": "key_wrong",
  "1.2.22": "assertion",
  "1.3.1": "address",
  "1.3.2": "hours",
} as const;

/** Why there is no new token, as far as it can be put into words. */
export type TokenTrouble =
  | (typeof TROUBLE_OF_CODE)[keyof typeof TROUBLE_OF_CODE]
  | "key_unreadable"
  | "unreachable"
  | "busy"
  | "other";

export function tokenTroubleOf({
  failure,
  unicoCode,
}: Pick<TokenRow, "failure" | "unicoCode">): TokenTrouble {
  if (failure === "key_unreadable" || failure === "unreachable" || failure === "busy") return failure;
  const known: Readonly<Record<string, TokenTrouble>> = TROUBLE_OF_CODE;
  return (unicoCode !== null && Object.hasOwn(known, unicoCode) && known[unicoCode]) || "other";
}

export type OpenBreaker = {
  readonly host: string;
  readonly openedAt: Date;
  readonly reason: string;
  readonly probeAt: Date;
};
/** Their clock less ours, the middle of the last answers of a host. */
export type Skew = { readonly host: string; readonly skewMs: number };

/** The one that is farthest off. */
export const worstSkew = (skews: readonly Skew[]): Skew | null =>
  skews.reduce<Skew | null>(
    (worst, skew) => (worst && Math.abs(worst.skewMs) >= Math.abs(skew.skewMs) ? worst : skew),
    null,
  );

export const isSkewTooGreat = (skew: Skew): boolean => Math.abs(skew.skewMs) > SKEW_ALERT_MS;

/** What the log was told to warn of within a day. */
export const WARNINGS = ["sign_in.alert", "access.guessing", "access.hoarding"] as const;
export type WarningName = (typeof WARNINGS)[number];
export type Warning = { readonly name: WarningName; readonly times: number; readonly lastAt: Date };

export type ConnectionAlert =
  | { readonly kind: "warning"; readonly warning: Warning }
  | { readonly kind: "token"; readonly trouble: TokenTrouble; readonly token: TokenRow }
  | { readonly kind: "breaker"; readonly breaker: OpenBreaker }
  | { readonly kind: "skew"; readonly skew: Skew };

/** What the next try may mend by itself: no alert while there still is a good token. */
const MAY_PASS: readonly TokenTrouble[] = ["unreachable", "busy", "assertion_used"];

function tokenAlert(token: TokenRow, now: Date): ConnectionAlert[] {
  if (!isTokenFailing(token)) return [];
  const trouble = tokenTroubleOf(token);
  const isGood = tokenStateOf(token, now) !== "refused";
  return isGood && MAY_PASS.includes(trouble) ? [] : [{ kind: "token", trouble, token }];
}

/** What an administrator has to act on, or at least to know of; worst first. */
export function alertsOf(
  side: {
    readonly token: TokenRow | null;
    readonly breakers: readonly OpenBreaker[];
    readonly skews: readonly Skew[];
    readonly warnings?: readonly Warning[];
  },
  now: Date,
): ConnectionAlert[] {
  const skew = worstSkew(side.skews);
  return [
    ...(side.token ? tokenAlert(side.token, now) : []),
    ...side.breakers.map((breaker): ConnectionAlert => ({ kind: "breaker", breaker })),
    ...(side.warnings ?? []).map((warning): ConnectionAlert => ({ kind: "warning", warning })),
    ...(skew && isSkewTooGreat(skew) ? [{ kind: "skew" as const, skew }] : []),
  ];
}
