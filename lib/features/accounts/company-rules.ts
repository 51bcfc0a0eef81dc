import { z } from "zod";
import { ROLES, type Role } from "#lib/auth/roles.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { FRESH_MS, SESSION_LIFE_MS } from "./rules.ts";

/** Clocks may differ by so much; next-auth gives its own checks of the token as much. */
const SKEW_MS = 10_000;
const NAME_MAX = 100;

/** Whom the company's sign-in says that it is: never the e-mail, which a provider may give to another. */
export type Identity = { issuer: string; subject: string };
export type CompanyPerson = Identity & {
  role: Role;
  name: string | null;
  /** Null where the company does not say that it is theirs. */
  email: string | null;
  /** The person proved to the company, within the last minutes, that it is them. */
  confirmedAt: Date | null;
};
export type ClaimsRefusal = "identity" | "role_none" | "role_several" | "old" | "clock";

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  name: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  iat: z.number(),
  auth_time: z.number().int().positive().optional(),
});
const emailAddress = z.email().max(254);

/**
 * What an ID token, its signature checked, says of a person. Its issuer is held to the one that is configured, also
 * when the provider's own description named another.
 */
export function readClaims(
  given: Readonly<Record<string, unknown>>,
  { issuer, roleClaim, now }: { issuer: string; roleClaim: string; now: Date },
): Result<CompanyPerson, { code: ClaimsRefusal; identity: Identity | null }> {
  const read = claims.safeParse(given);
  if (!read.success || read.data.iss !== issuer) return fail({ code: "identity", identity: null });
  const { sub: subject, name, email, email_verified, iat, auth_time } = read.data;
  const identity = { issuer, subject };
  const ageMs = auth_time === undefined ? null : now.getTime() - auth_time * 1000;
  const issuedMs = now.getTime() - iat * 1000;
  if (Math.min(issuedMs, ageMs ?? 0) < -SKEW_MS) return fail({ code: "clock", identity });
  if (ageMs !== null && ageMs >= SESSION_LIFE_MS + SKEW_MS) return fail({ code: "old", identity });
  const role = roleOf(given, roleClaim);
  if (!role.ok) return fail({ code: role.failure, identity });
  const address = emailAddress.safeParse(email?.trim().toLowerCase());
  return ok({
    ...identity,
    role: role.value,
    name:
      name
        ?.replaceAll(/\p{Cc}+/gu, " ")
        .trim()
        .slice(0, NAME_MAX) || null,
    email: email_verified === true && address.success ? address.data : null,
    confirmedAt: ageMs !== null && ageMs < FRESH_MS ? new Date(now.getTime() - Math.max(ageMs, 0)) : null,
  });
}

/** Exactly one of the four roles: the stronger of two would make a forgotten group a promotion. */
function roleOf(
  given: Readonly<Record<string, unknown>>,
  claim: string,
): Result<Role, "role_none" | "role_several"> {
  const value = claimAt(given, claim);
  const named = new Set(Array.isArray(value) ? value : [value]);
  const [role, other] = ROLES.filter((name) => named.has(name));
  if (other) return fail("role_several");
  return role ? ok(role) : fail("role_none");
}

/** The claim of that whole name, which may be an address with dots, else the path through objects. */
function claimAt(given: Readonly<Record<string, unknown>>, claim: string): unknown {
  if (Object.hasOwn(given, claim)) return given[claim];
  let value: unknown = given;
  for (const member of claim.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, member)) return undefined;
    value = Object.entries(value).find(([name]) => name === member)?.[1];
  }
  return value;
}
