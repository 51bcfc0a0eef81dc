import type { ProofCheck } from "#lib/features/audit/proof-types.ts";
import { HIT } from "#tests/rigs/audit/forging.ts";
import { type Mutation, ofClass, sql } from "./mutation.ts";

/** Each column of an event, changed by as little as it can be. */
const EVENT_COLUMNS: Readonly<Record<string, { to: string; check?: ProofCheck; names?: boolean }>> = {
  at: { to: "at + interval '1 millisecond'" },
  actor_kind: { to: "'unico'" },
  actor_id: { to: "'00000000-0000-4000-8000-000000000001', actor_kind = 'user'" },
  actor_role: { to: "'admin'" },
  session_id: { to: "'00000000-0000-4000-8000-000000000001'" },
  address: { to: "'10.4.18.78'" },
  request_id: { to: "'00000000-0000-4000-8000-000000000001'" },
  action: { to: "'case.notf'" },
  outcome: { to: "'refused'" },
  entity_type: { to: "'casf'" },
  entity_id: { to: "entity_id || '0'" },
  detail: { to: "jsonb_set(detail, '{n}', '0')" },
  hash: { to: "set_byte(hash, 31, get_byte(hash, 31) # 1)" },
  form: { to: "2" },
  seq: { to: "seq + 100000", check: "root", names: false },
  xid: { to: "(SELECT max(xid_until) - 1 FROM audit_block)", check: "count", names: false },
};
const BLOCK_COLUMNS: Readonly<Record<string, { to: string; check?: ProofCheck }>> = {
  number: { to: "100000", check: "number" },
  previous: { to: "set_byte(previous, 0, get_byte(previous, 0) # 1)" },
  count: { to: "count + 1, total = total + 1" },
  total: { to: "total + 1" },
  xid_from: { to: "xid_from - 1" },
  xid_until: { to: "xid_until - 1" },
  sealed_at: { to: "sealed_at + interval '1 millisecond'" },
  key_id: { to: "'0000000000000000'" },
  head: { to: "set_byte(head, 0, get_byte(head, 0) # 1)" },
  signature: { to: "set_byte(signature, 63, get_byte(signature, 63) # 1)", check: "signature" },
};

const ofBlock = ([column, { to, check = "head" }]: [string, { to: string; check?: ProofCheck }]) => ({
  what: `audit_block.${column}`,
  touch: sql(`UPDATE audit_block SET ${column} = ${to} WHERE number = ${HIT}`),
  check,
  block: HIT,
});

export const BYTES_CHANGED: readonly Mutation[] = ofClass("change one byte per column", [
  ...Object.entries(EVENT_COLUMNS).map(([column, { to, check = "row_hash", names = true }]) => ({
    what: `audit_event.${column}`,
    touch: sql(`UPDATE audit_event SET ${column} = ${to} WHERE seq = $hit`),
    check,
    block: HIT,
    names,
  })),
  {
    what: "audit_event.xid, within its block",
    touch: sql("UPDATE audit_event SET xid = xid + 1 WHERE seq = $hit"),
    check: "root",
    block: HIT,
  },
  ...Object.entries(BLOCK_COLUMNS).map(ofBlock),
]);
