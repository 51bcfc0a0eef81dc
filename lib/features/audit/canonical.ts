import { createHash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One spelling of a value: members sorted by code unit, no spaces (RFC 8785 for the JSON that we write). A member
 * without a value is left out, as JSON leaves it out.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

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

const sha256 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(text).digest());

const formOne = (facts: AuditFacts): string =>
  canonicalJson({
    at: facts.at.toISOString(),
    actorKind: facts.actorKind,
    actorId: facts.actorId,
    actorRole: facts.actorRole,
    sessionId: facts.sessionId,
    address: facts.address,
    requestId: facts.requestId,
    action: facts.action,
    outcome: facts.outcome,
    entityType: facts.entityType,
    entityId: facts.entityId,
    detail: facts.detail,
  });

/** A form is never changed: what has more members is a new one, and names its number among them. */
const FORMS: ReadonlyMap<number, (facts: AuditFacts) => string> = new Map([[1, formOne]]);
