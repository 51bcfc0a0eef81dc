import "server-only";
import type { Db } from "#lib/db/client.ts";
import { withoutCpfs } from "#lib/privacy/mask.ts";
import type { IdCheckProcess } from "#lib/unico/process-schema.ts";
import {
  parseAlert,
  parseAuthentication,
  parseLiveness,
  parseResult,
  parseScoreEnabled,
  parseState,
} from "#lib/unico/process-values.ts";
import { Misshapen, type ValidationAnswer } from "#lib/unico/schemas.ts";

/** A member that Unico documents as a closed list, under its name on the wire, with a value that is not on it. */
export type UnknownValue = { readonly member: string; readonly value: string };

const MAX_LENGTH = 60;
/** Words of a list look like this; anything else may be somebody's text, and only its kind is kept. */
const LIST_WORD = /^[\w.-]+$/;

function shown(value: unknown): string {
  if (typeof value === "string") {
    const word = LIST_WORD.test(value) ? withoutCpfs(value).slice(0, MAX_LENGTH) : "(text)";
    return word === "" ? "(text)" : word;
  }
  if (typeof value === "number" || typeof value === "boolean")
    return withoutCpfs(String(value)).slice(0, MAX_LENGTH);
  return Array.isArray(value) ? "(list)" : "(object)";
}

const YES_NO: readonly unknown[] = [true, false, "true", "false", "yes", "no"];
const WORDS = ["yes", "no", "inconclusive"];
/** Of the alert alone: one page names this too. */
const ALERT_WORDS = [...WORDS, "suspicious"];

/** Source: developer.unico.io, Liveness + Validation (1:1) + Behavior Alert. */
export function unknownInValidation(answer: ValidationAnswer): UnknownValue[] {
  const rows: readonly (readonly [string, unknown, readonly unknown[]])[] = [
    ["status", answer.status, [1, 2, 3, 4, 5]],
    ["biometryToken.result", answer.biometry, YES_NO],
    ["identityFraudsters.result", answer.fraudsters, ALERT_WORDS],
    ["unicoId.result", answer.identity, WORDS],
    ["liveness", answer.liveness, [1, 2]],
    ["authenticated", answer.authenticated, [true, false]],
  ];
  return rows.flatMap(([member, raw, documented]) => {
    if (raw === undefined || raw === null || documented.includes(raw)) return [];
    if (!(raw instanceof Misshapen)) return [{ member, value: shown(raw) }];
    return [{ member: member.replace(/\.result$/, ""), value: shown(raw.value) }];
  });
}

/** Only the first is printed; the others are those that `process-reading.ts` knows what to do with. */
const BIO_TOKEN = ["UNSPECIFIED", "POSITIVE", "NEGATIVE", "INCONCLUSIVE"].map(
  (end) => `BIO_TOKEN_ENGINE_RESULT_${end}`,
);
const bioToken = (raw: string | null) => (raw === null || BIO_TOKEN.includes(raw) ? "known" : "unknown");

/** Source: developer.unico.io, Web & SDK, "Get process". */
export function unknownInProcess({ state, result, authentication }: IdCheckProcess): UnknownValue[] {
  const rows: readonly (readonly [string, string | null, (raw: string | null) => string])[] = [
    ["process.state", state, parseState],
    ["process.result", result, (raw) => (raw === null ? "known" : parseResult(raw))],
    ["authenticationInfo.authenticationResult", authentication.result, parseAuthentication],
    ["authenticationInfo.livenessResult", authentication.liveness, parseLiveness],
    ["authenticationInfo.identityFraudstersResult", authentication.alert, parseAlert],
    ["authenticationInfo.faceWithOtherIdResult", authentication.faceWithOtherId, parseAlert],
    ["authenticationInfo.trustResult", authentication.trust, parseAlert],
    ["authenticationInfo.riskLevelResult", authentication.riskLevel, parseAlert],
    ["authenticationInfo.bioTokenEngineResult", authentication.bioToken, bioToken],
    ["authenticationInfo.scoreEngineResult.scoreEnabled", authentication.scoreEnabled, parseScoreEnabled],
  ];
  return rows.flatMap(([member, raw, parse]) =>
    raw !== null && parse(raw) === "unknown" ? [{ member, value: shown(raw) }] : [],
  );
}

/** Counts what was seen, so that the connections page can show what Unico sends and does not document. */
export async function noteUnknownValues(db: Db, at: Date, values: readonly UnknownValue[]): Promise<void> {
  if (values.length === 0) return;
  // In one order for everybody, so that two answers cannot lock each other out.
  await db.$executeRaw`
    INSERT INTO unico_unknown_value (member, value, first_seen_at, last_seen_at)
    SELECT DISTINCT member, value, ${at}::timestamptz, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) AS seen (member text, value text) ORDER BY member, value
    ON CONFLICT (member, value) DO UPDATE
    SET seen = unico_unknown_value.seen + 1,
      last_seen_at = greatest(unico_unknown_value.last_seen_at, excluded.last_seen_at)`;
}
