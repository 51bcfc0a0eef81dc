import { type AuditFacts, hashOfEvent, type Json } from "./canonical.ts";

type Stored = AuditFacts & { hash: Uint8Array };

/** Whether a stored event still gives the hash that was written with it. */
export function isIntact({ hash, ...facts }: Stored): boolean {
  return Buffer.compare(hashOfEvent(facts), hash) === 0;
}

/** The details as pairs for a person, nested members by their path: `to: closed`, `signals.liveness: 2`. */
export function pairsOf(detail: Json, path = ""): { name: string; value: string }[] {
  if (detail === null || typeof detail !== "object") return [{ name: path, value: String(detail ?? "none") }];
  if (Array.isArray(detail)) {
    const flat = detail.every((each) => each === null || typeof each !== "object");
    if (flat) return [{ name: path, value: detail.length > 0 ? detail.join(", ") : "none" }];
  }
  return Object.entries(detail).flatMap(([name, value]) => pairsOf(value, path ? `${path}.${name}` : name));
}

/** Actions whose own name says that something was refused. */
export const tellsRefusal = (action: string): boolean => action.endsWith(".refuse");
