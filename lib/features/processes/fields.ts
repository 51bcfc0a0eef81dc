import { withoutCpfs } from "#lib/privacy/mask.ts";
import type { IdCheckProcess } from "#lib/unico/process-schema.ts";

/** A member of the document as Unico sent it; `raw` is null when it was not sent. */
export type Field = { key: FieldKey; path: string; raw: string | null };

type Read = (process: IdCheckProcess) => string | number | Date | readonly string[] | null;

/** Every member that says nothing of who the person is, in reading order. Always shown, or only when it was sent. */
const FIELDS = {
  state: { path: "state", isAlways: true, read: (p) => p.state },
  result: { path: "result", isAlways: true, read: (p) => p.result },
  authentication: { path: "authenticationResult", isAlways: true, read: (p) => p.authentication.result },
  liveness: { path: "livenessResult", isAlways: true, read: (p) => p.authentication.liveness },
  identityFraudsters: {
    path: "identityFraudstersResult",
    isAlways: true,
    read: (p) => p.authentication.alert,
  },
  faceWithOtherId: { path: "faceWithOtherIdResult", read: (p) => p.authentication.faceWithOtherId },
  trust: { path: "trustResult", read: (p) => p.authentication.trust },
  riskLevel: { path: "riskLevelResult", read: (p) => p.authentication.riskLevel },
  bioToken: { path: "bioTokenEngineResult", read: (p) => p.authentication.bioToken },
  score: { path: "scoreEngineResult.score", isAlways: true, read: (p) => p.authentication.score },
  scoreEnabled: { path: "scoreEnabled", isAlways: true, read: (p) => p.authentication.scoreEnabled },
  authenticationId: {
    path: "authenticationId",
    isAlways: true,
    read: (p) => p.authentication.authenticationId,
  },
  capacities: { path: "capacities", isAlways: true, read: (p) => p.capacities },
  flow: { path: "flow", read: (p) => p.flow },
  purpose: { path: "purpose", read: (p) => p.purpose },
  company: { path: "company.friendlyName", read: (p) => p.companyName },
  companyCode: { path: "company.code", read: (p) => p.companyCode },
  clientReference: { path: "clientReference", read: (p) => p.clientReference },
  createdAt: { path: "createdAt", isAlways: true, read: (p) => p.createdAt },
  finishedAt: { path: "finishedAt", isAlways: true, read: (p) => p.finishedAt },
  expiresAt: { path: "expiresAt", read: (p) => p.expiresAt },
  callbackUri: { path: "callbackUri", read: (p) => p.callbackUrl },
} as const satisfies Record<string, { path: string; isAlways?: true; read: Read }>;
export type FieldKey = keyof typeof FIELDS;

const FIELD_KEYS = Object.keys(FIELDS) as FieldKey[];

function rawOf(value: ReturnType<Read>): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  return withoutCpfs(typeof value === "object" ? value.join(", ") : String(value));
}

export function fieldsOf(process: IdCheckProcess): Field[] {
  return FIELD_KEYS.flatMap((key): Field[] => {
    const field: { path: string; isAlways?: true; read: Read } = FIELDS[key];
    const raw = rawOf(field.read(process)) || null;
    return raw === null && !field.isAlways ? [] : [{ key, path: field.path, raw }];
  });
}

export type Change = { key: FieldKey | "person" | "journey"; from: string | null; to: string | null };

/** What an answer says otherwise than the one before. Of a person it only says that it changed. */
export function changesBetween(before: IdCheckProcess, after: IdCheckProcess): Change[] {
  const changes = FIELD_KEYS.flatMap((key): Change[] => {
    const [from, to] = [rawOf(FIELDS[key].read(before)), rawOf(FIELDS[key].read(after))];
    return from === to ? [] : [{ key, from: from || null, to: to || null }];
  });
  const isOther = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  const unsaid = (key: "person" | "journey"): Change => ({ key, from: null, to: null });
  if (isOther(before.person, after.person)) changes.push(unsaid("person"));
  if (before.journeyUrl !== after.journeyUrl) changes.push(unsaid("journey"));
  return changes;
}
