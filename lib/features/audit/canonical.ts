import { createHash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One spelling of a value: members sorted by code unit, no spaces (RFC 8785 for the JSON that we write). */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
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
export function hashOfEvent({ at, ...rest }: AuditFacts): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHash("sha256")
      .update(canonicalJson({ ...rest, at: at.toISOString() }))
      .digest(),
  );
}
