import { withoutCpfs } from "#lib/privacy/mask.ts";
import { memberAt, membersBeside, rawOf, rawOfList, type Wire } from "./wire.ts";

/** A member of the document as Unico sent it; `raw` is null when it was not sent. */
export type Field = { key: FieldKey; path: string; raw: string | null };

const INFO = "authenticationInfo";

/**
 * Every member that says nothing of who the person is, in reading order. Always shown, or only when it was sent.
 * Source: developer.unico.io, Web & SDK, "Get process", with the members of its newer pages.
 */
const FIELDS = {
  state: { at: "state", isAlways: true },
  result: { at: "result", isAlways: true },
  authentication: { at: `${INFO}.authenticationResult`, isAlways: true },
  liveness: { at: `${INFO}.livenessResult`, isAlways: true },
  identityFraudsters: { at: `${INFO}.identityFraudstersResult`, isAlways: true },
  faceWithOtherId: { at: `${INFO}.faceWithOtherIdResult` },
  trust: { at: `${INFO}.trustResult` },
  riskLevel: { at: `${INFO}.riskLevelResult` },
  bioToken: { at: `${INFO}.bioTokenEngineResult` },
  frictionless: { at: `${INFO}.frictionlessResult` },
  smartRevalidation: { at: `${INFO}.smartRevalidationResult` },
  idAge: { at: `${INFO}.idAgeResult` },
  serproScore: { at: `${INFO}.serproResult.score` },
  score: { at: `${INFO}.scoreEngineResult.score`, isAlways: true },
  scoreEnabled: { at: `${INFO}.scoreEngineResult.scoreEnabled`, isAlways: true },
  authenticationId: { at: `${INFO}.authenticationId`, isAlways: true },
  bioTokenReference: { at: "bioTokenData.referenceProcessId" },
  capacities: { at: "capacities", isAlways: true, isList: true },
  services: { at: "services", isCounted: true },
  flow: { at: "flow" },
  purpose: { at: "purpose" },
  useCase: { at: "useCase" },
  company: { at: "company.friendlyName" },
  companyCode: { at: "company.code" },
  companyLogo: { at: "company.logoUrl" },
  branch: { at: "companyData.branchId" },
  country: { at: "companyData.countryCode" },
  clientReference: { at: "clientReference" },
  createdAt: { at: "createdAt", isAlways: true },
  finishedAt: { at: "finishedAt", isAlways: true },
  expiresAt: { at: "expiresAt" },
  callbackUri: { at: "callbackUri" },
} as const satisfies Record<string, { at: string; isAlways?: true; isCounted?: true; isList?: true }>;
export type FieldKey = keyof typeof FIELDS;
type Facts = { at: string; isAlways?: true; isCounted?: true; isList?: true };

const FIELD_KEYS = Object.keys(FIELDS) as FieldKey[];
const JOURNEY = "userRedirectUrl";
const PERSON = "person";
/** Shown elsewhere and masked, or to nobody: a token opens the journey. */
const NOT_HERE = ["id", PERSON, JOURNEY, "token"];
const KNOWN = [...Object.values(FIELDS).map(({ at }) => at), ...NOT_HERE];

/** Long enough to tell one from another; it comes from outside. */
const MOST_NAME = 60;
const MOST_NAMES = 30;

function rawAt(wire: Wire, key: FieldKey): string | null {
  const { at, isCounted, isList }: Facts = FIELDS[key];
  const value = memberAt(wire, at);
  // Documents with what was read from them: how many there are says nothing of anybody.
  if (isCounted && Array.isArray(value)) return `[${value.length}]`;
  return isList ? rawOfList(value) : rawOf(value);
}

/** What of the path is shown beside a value: where it stands is plain from its name. */
const shownPath = (at: string): string => at.replace(`${INFO}.`, "");

export function fieldsOf(wire: Wire): Field[] {
  return FIELD_KEYS.flatMap((key): Field[] => {
    const { at, isAlways }: Facts = FIELDS[key];
    const raw = rawAt(wire, key);
    return raw === null && !isAlways ? [] : [{ key, path: shownPath(at), raw }];
  });
}

/** Names of members that no page of Unico's tells of: their values may be of a person, and are shown to nobody. */
export const unknownMembersOf = (wire: Wire): string[] =>
  membersBeside(wire, KNOWN)
    .slice(0, MOST_NAMES)
    .map((path) => withoutCpfs(path).slice(0, MOST_NAME));

export type Change = { key: FieldKey | "person" | "journey"; from: string | null; to: string | null };

/** What an answer says otherwise than the one before. Of a person it only says that it changed. */
export function changesBetween(before: Wire, after: Wire): Change[] {
  const changes = FIELD_KEYS.flatMap((key): Change[] => {
    const [from, to] = [rawAt(before, key), rawAt(after, key)];
    return from === to ? [] : [{ key, from, to }];
  });
  const isOther = (at: string): boolean =>
    JSON.stringify(memberAt(before, at)) !== JSON.stringify(memberAt(after, at));
  const unsaid = (key: "person" | "journey"): Change => ({ key, from: null, to: null });
  if (isOther(PERSON)) changes.push(unsaid("person"));
  if (isOther(JOURNEY)) changes.push(unsaid("journey"));
  return changes;
}
