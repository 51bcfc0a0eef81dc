import { type AuditFacts, canonicalJson, hashOfForm, type Json } from "./canonical.ts";

type Stored = AuditFacts & { form: number; hash: Uint8Array };

/** Whether a stored event still gives the hash that was written with it, in the form that it was written in. */
export function contentOf({ form, hash, ...facts }: Stored): "same" | "other" | "unknown_form" {
  const given = hashOfForm(form, facts);
  if (!given) return "unknown_form";
  return Buffer.compare(given, hash) === 0 ? "same" : "other";
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

export type ChangedMember = { name: string; before: string | null; after: string | null };

const isMembers = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const saidOf = (value: Json | undefined): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? canonicalJson(value) : String(value);
};

/** What an event says that changed: `before` and `after` member by member, or a state `from` and `to`. */
export function changesOf(detail: Json): ChangedMember[] {
  if (!isMembers(detail)) return [];
  const { before, after, from, to } = detail;
  const states = typeof from === "string" && typeof to === "string" && from !== to;
  const moved = states ? [{ name: "state", before: from, after: to }] : [];
  if (!isMembers(before) || !isMembers(after)) return moved;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names
    .map((name) => ({ name, before: saidOf(before[name]), after: saidOf(after[name]) }))
    .filter((member) => member.before !== member.after);
  return [...moved, ...changed];
}
