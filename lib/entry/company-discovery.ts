import { z } from "zod";
import { fail, ok, type Result } from "#lib/result.ts";
import { limitedText } from "./limited-text.ts";

const TIMEOUT_MS = 5_000;
const KEPT_MS = 10 * 60_000;
/** Nobody makes us ask a provider in trouble over and over. */
const FAILURE_KEPT_MS = 10_000;
const MAX_BYTES = 100_000;
/** In the order in which they are taken: what every provider must have comes first. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"] as const;
const WAYS = ["client_secret_basic", "client_secret_post"] as const;

const description = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  id_token_signing_alg_values_supported: z.array(z.string()).default(["RS256"]),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(["client_secret_basic"]),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});

export type Provider = {
  issuer: string;
  authorizationUrl: string;
  tokenUrl: string;
  keysUrl: string;
  algorithm: (typeof ALGORITHMS)[number];
  secretBy: (typeof WAYS)[number];
  /** It names itself in each answer (RFC 9207): one that does not is not from it. */
  namesItself: boolean;
};
/** `provider`: no answer in time; `discovery`: not the description of the provider that is configured. */
export type DiscoveryRefusal = { code: "provider" | "discovery" };

type Found = Result<Provider, DiscoveryRefusal>;
const kept = new Map<string, { found: Found; until: number }>();
export const forgetProviders = (): void => kept.clear();

/** Asks the provider where its addresses are, and holds it to the issuer that is configured, to the letter. */
export async function discover(issuer: string): Promise<Found> {
  const known = kept.get(issuer);
  if (known && known.until > Date.now()) return known.found;
  const found = await describeProvider(issuer);
  kept.set(issuer, { found, until: Date.now() + (found.ok ? KEPT_MS : FAILURE_KEPT_MS) });
  return found;
}

/** The same asked now, whatever is known. */
export async function describeProvider(issuer: string, timeoutMs = TIMEOUT_MS): Promise<Found> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await limitedText(answer, MAX_BYTES);
    // What broke off in the middle cannot be told from what is no text: both may be another in a minute.
    if (!("text" in body)) return fail({ code: "provider" });
    text = body.text;
  } catch {
    return fail({ code: "provider" });
  }
  if (!answer.ok) return fail({ code: answer.status >= 500 ? "provider" : "discovery" });
  const read = description.safeParse(parsed(text));
  return read.success ? providerOf(read.data, issuer) : fail({ code: "discovery" });
}

function providerOf(given: z.output<typeof description>, issuer: string): Found {
  const urls = [given.authorization_endpoint, given.token_endpoint, given.jwks_uri];
  const protocols = issuer.startsWith("https:") ? ["https:"] : ["https:", "http:"];
  const algorithm = ALGORITHMS.find((name) => given.id_token_signing_alg_values_supported.includes(name));
  const secretBy = WAYS.find((name) => given.token_endpoint_auth_methods_supported.includes(name));
  const isSound = given.issuer === issuer && urls.every((url) => protocols.includes(new URL(url).protocol));
  if (!isSound || !algorithm || !secretBy) return fail({ code: "discovery" });
  return ok({
    issuer,
    authorizationUrl: given.authorization_endpoint,
    tokenUrl: given.token_endpoint,
    keysUrl: given.jwks_uri,
    algorithm,
    secretBy,
    namesItself: given.authorization_response_iss_parameter_supported,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
