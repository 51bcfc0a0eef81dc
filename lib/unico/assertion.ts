import type { KeyObject } from "node:crypto";
import { SignJWT } from "jose";

/** Longest life that the token service accepts for an assertion. */
const LIFE_SECONDS = 3_600;

export type AssertionIdentity = {
  readonly account: string;
  readonly tenant: string;
  /** Address of the token service; its trailing slash, if any, is not part of `aud`. */
  readonly authUrl: string;
};

/**
 * Signs the JWT that is exchanged for a token: exactly iss, aud, scope, iat and exp, for any other claim is refused.
 * Source: developer.unico.io, authentication.
 */
export function signAssertion(
  identity: AssertionIdentity,
  privateKey: KeyObject,
  iat: number,
): Promise<string> {
  return new SignJWT({ scope: "*" })
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(`${identity.account}@${identity.tenant}.iam.acesso.io`)
    .setAudience(withoutTrailingSlash(identity.authUrl))
    .setIssuedAt(iat)
    .setExpirationTime(iat + LIFE_SECONDS)
    .sign(privateKey);
}

export const withoutTrailingSlash = (url: string): string => url.replace(/\/+$/, "");

/** How far back a second may be taken after another process has used the present one. */
const SPREAD_SECONDS = 120;

/**
 * Gives out every second once. RS256 is deterministic and `jti` is forbidden, so two assertions of one second
 * would be the same bytes, and the second one refused as a replay (1.2.7): the next one takes an earlier second,
 * and after a replay, which is another process's doing, one at random.
 */
export function createIssuedAt(random: () => number = Math.random) {
  const used = new Set<number>();
  return (nowMs: number, wasReplayed = false): number => {
    const nowSecond = Math.floor(nowMs / 1_000);
    let second = wasReplayed ? nowSecond - 1 - Math.floor(random() * SPREAD_SECONDS) : nowSecond;
    while (used.has(second)) second -= 1;
    for (const old of used) if (old < nowSecond - LIFE_SECONDS) used.delete(old);
    used.add(second);
    return second;
  };
}
