import { hash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One spelling of a value: members sorted by code unit, no spaces (RFC 8785 for the JSON that we write). A member
 * without a value is left out, as JSON leaves it out.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  let members = "";
  // Without a rule of its own, `sort` goes by code unit.
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    members += `${members && ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

/** What the hash covers: everything of an event but its place in the table. */
export type AuditFacts = {
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorRole: string | null;
  sessionId: string | null;
  address: string | null;
  requestId: string;
  action: string;
  outcome: string;
  entityType: string;
  entityId: string | null;
  detail: Json;
};

/** SHA-256 over the canonical form, times as RFC 3339 with milliseconds. */
export function hashOfEvent(facts: AuditFacts): Uint8Array<ArrayBuffer> {
  return sha256(formOne(facts));
}

/** The canonical form that an event was written in; null for one that this build does not know. */
export function hashOfForm(form: number, facts: AuditFacts): Uint8Array<ArrayBuffer> | null {
  const write = FORMS.get(form);
  return write ? sha256(write(facts)) : null;
}

const sha256 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(hash("sha256", text, "buffer"));

const quoted = (text: string | null): string => (text === null ? "null" : JSON.stringify(text));

type Unnamed = Omit<AuditFacts, "entityId">;

/** As `canonicalJson` would write it, its members in their order already. */
const beforeEntity = (facts: Unnamed): string =>
  `{"action":${quoted(facts.action)},"actorId":${quoted(facts.actorId)},"actorKind":${quoted(facts.actorKind)},\
"actorRole":${quoted(facts.actorRole)},"address":${quoted(facts.address)},"at":"${facts.at.toISOString()}",\
"detail":${canonicalJson(facts.detail)},"entityId":`;
const afterEntity = (facts: Unnamed): string =>
  `,"entityType":${quoted(facts.entityType)},"outcome":${quoted(facts.outcome)},\
"requestId":${quoted(facts.requestId)},"sessionId":${quoted(facts.sessionId)}}`;

const formOne = (facts: AuditFacts): string =>
  `${beforeEntity(facts)}${quoted(facts.entityId)}${afterEntity(facts)}`;

/** The canonical form around a number that the entity has from the database: its digits go in between. */
export const formAroundNumber = (facts: Unnamed): readonly [before: string, after: string] => [
  `${beforeEntity(facts)}"`,
  `"${afterEntity(facts)}`,
];

/** A form is never changed: what has more members is a new one, and names its number among them. */
const FORMS: ReadonlyMap<number, (facts: AuditFacts) => string> = new Map([[1, formOne]]);
