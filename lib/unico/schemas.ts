import { z } from "zod";
import { parseJson } from "./json.ts";

/**
 * A member as Unico sent it: unknown strings and wrong types pass, so that the readings can refuse them and a
 * person can see them. Absent and null are both `undefined`.
 */
export type RawValue = unknown;

const rawMember = z
  .unknown()
  .optional()
  .transform((value): RawValue => value ?? undefined);

/**
 * What stands where an object with a `result` belongs: a bare word, an object without one. It says none of the
 * documented words, even where it looks like one, and stays to be shown.
 */
export class Misshapen {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** A member of the form `{ result: … }`. Source: developer.unico.io, Liveness + Validation (1:1) + Behavior Alert. */
const rawResult = z
  .unknown()
  .optional()
  .transform((value): RawValue => {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "object" || !("result" in value)) return new Misshapen(value);
    return value.result ?? new Misshapen(value);
  });

const validationWire = z.object({
  id: z.string().trim().min(1),
  status: rawMember,
  biometryToken: rawResult,
  identityFraudsters: rawResult,
  unicoId: rawResult,
  liveness: rawMember,
  authenticated: rawMember,
});

/**
 * Answer of `POST /processes/v1` and `GET /processes/v1/{id}`; tolerant in form, judged in outcomes.ts.
 * Source: developer.unico.io, Liveness + Validation (1:1) + Behavior Alert.
 */
export const validationAnswerSchema = validationWire.transform((wire) => ({
  /** Id that Unico gave to this process, never the reference's. */
  id: wire.id,
  /** 1 processing, 2 divergence, 3 finished, 4 cancelled, 5 error. */
  status: wire.status,
  /** `biometryToken.result`: the string "true" or "false"; older services send booleans. */
  biometry: wire.biometryToken,
  /** `identityFraudsters.result`: "yes" is an alert, "inconclusive" is none. */
  fraudsters: wire.identityFraudsters,
  /** `unicoId.result`: only where identity verification is on the key as well. */
  identity: wire.unicoId,
  /** 1 live, 2 not live. */
  liveness: wire.liveness,
  /** Older form of the 1:1 result, without a status. */
  authenticated: wire.authenticated,
}));
export type ValidationAnswer = z.output<typeof validationAnswerSchema>;

/** What can stand in a header as it is; the length is ours, far above any token. */
const HEADER_SAFE = /^[\x21-\x7e]{1,8000}$/;

/** Answer of the token service. `expires_in` comes as a number or as a string of digits, in seconds. */
export const tokenAnswerSchema = z
  .object({
    access_token: z.string().regex(HEADER_SAFE),
    token_type: z.string().regex(/^bearer$/i),
    expires_in: z.union([z.number().positive(), z.string().regex(/^\d+$/).transform(Number)]),
  })
  .transform((wire) => ({ accessToken: wire.access_token, lifeSeconds: wire.expires_in }));
export type TokenAnswer = z.output<typeof tokenAnswerSchema>;

/** Parses the text of an answer, or null when it is no JSON or lacks what every answer must have. */
export function readAnswer<T>(schema: z.ZodType<T>, raw: string): T | null {
  const parsed = schema.safeParse(parseJson(raw));
  return parsed.success ? parsed.data : null;
}
