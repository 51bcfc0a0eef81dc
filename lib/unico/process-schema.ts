import { z } from "zod";

/** Empty strings are absent here: Unico fills unused texts with them. */
const text = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "string" && value !== "" ? value : null));

/** A text as it is, anything else as JSON. */
const wordOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** An enumeration keeps whatever came, so that a wrong type reads as unknown and never as absent. */
const enumeration = z
  .unknown()
  .optional()
  .transform((value) => {
    if (value === undefined || value === null) return null;
    return wordOf(value);
  });

const score = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "number" ? value : null));

/** Of these three centuries: a year that no process can have is as good as none, and databases refuse some. */
const INSTANT = /^(19|20|21)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const instant = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value !== "string" || !INSTANT.test(value)) return null;
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? null : date;
  });

const words = z
  .unknown()
  .optional()
  .transform((value) => (Array.isArray(value) ? value.map(wordOf) : []));

/**
 * A nested object. Absent, it has no members; of another type, `decide` are those of its members that then read as
 * unknown, for silence about them could pass for nothing found. As JSON no text is one of the documented words.
 */
const part = <T extends z.ZodRawShape>(shape: T, decide: readonly (keyof T & string)[] = []) =>
  z
    .unknown()
    .optional()
    .transform((value): object => {
      if (value === undefined || value === null) return {};
      if (typeof value === "object" && !Array.isArray(value)) return value;
      return Object.fromEntries(decide.map((member) => [member, JSON.stringify(value)]));
    })
    .pipe(z.object(shape));

const authenticationWire = part(
  {
    authenticationResult: enumeration,
    livenessResult: enumeration,
    identityFraudstersResult: enumeration,
    faceWithOtherIdResult: enumeration,
    trustResult: enumeration,
    riskLevelResult: enumeration,
    bioTokenEngineResult: enumeration,
    authenticationId: text,
    scoreEngineResult: part({ scoreEnabled: enumeration, score }, ["scoreEnabled"]),
  },
  ["authenticationResult", "livenessResult", "identityFraudstersResult"],
);

const personWire = part({
  duiType: text,
  duiValue: text,
  personDuiType: text,
  personDuiValue: text,
  friendlyName: text,
  email: text,
  phone: text,
});

const processWire = z.object({
  id: z.string().trim().min(1),
  state: z.string().min(1),
  result: enumeration,
  flow: text,
  purpose: text,
  company: part({ code: text, friendlyName: text }),
  callbackUri: text,
  userRedirectUrl: text,
  person: personWire,
  authenticationInfo: authenticationWire,
  capacities: words,
  clientReference: text,
  createdAt: instant,
  finishedAt: instant,
  expiresAt: instant,
});

/**
 * Answer of `GET /client/v1/process/{id}`: only id and state are required, enumerations stay raw strings
 * (process-reading.ts knows them). Source: developer.unico.io, Web & SDK, "Get process".
 */
export const idCheckProcessSchema = z.object({ process: processWire }).transform(({ process: wire }) => ({
  id: wire.id,
  flow: wire.flow,
  purpose: wire.purpose,
  companyCode: wire.company.code,
  companyName: wire.company.friendlyName,
  callbackUrl: wire.callbackUri,
  journeyUrl: wire.userRedirectUrl,
  state: wire.state,
  result: wire.result,
  person: {
    documentType: wire.person.duiType ?? wire.person.personDuiType,
    /** CPF digits when the type is `DUI_TYPE_BR_CPF`. */
    documentNumber: wire.person.duiValue ?? wire.person.personDuiValue,
    name: wire.person.friendlyName,
    email: wire.person.email,
    phone: wire.person.phone,
  },
  authentication: {
    result: wire.authenticationInfo.authenticationResult,
    liveness: wire.authenticationInfo.livenessResult,
    alert: wire.authenticationInfo.identityFraudstersResult,
    faceWithOtherId: wire.authenticationInfo.faceWithOtherIdResult,
    trust: wire.authenticationInfo.trustResult,
    riskLevel: wire.authenticationInfo.riskLevelResult,
    bioToken: wire.authenticationInfo.bioTokenEngineResult,
    /** What a later 1:1 takes as its reference; null when Unico sent an empty one. */
    authenticationId: wire.authenticationInfo.authenticationId,
    scoreEnabled: wire.authenticationInfo.scoreEngineResult.scoreEnabled,
    /** -100 to 100, fractions possible; 0 also when disabled. */
    score: wire.authenticationInfo.scoreEngineResult.score,
  },
  capacities: wire.capacities,
  clientReference: wire.clientReference,
  createdAt: wire.createdAt,
  finishedAt: wire.finishedAt,
  expiresAt: wire.expiresAt,
}));
export type IdCheckProcess = z.output<typeof idCheckProcessSchema>;
