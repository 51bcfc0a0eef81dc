import fs from "node:fs";
import { sealBlock } from "#lib/features/audit/blocks.ts";
import type { ProofCheck } from "#lib/features/audit/proof-types.ts";
import { editCopy, HIT, hit, recompute, relabel, type Touched } from "./forging.ts";
import { newKey } from "./log.ts";

export type Mutation = {
  /** One of the twelve of the quality page. */
  readonly of: string;
  readonly what: string;
  touch(log: Touched): Promise<unknown>;
  readonly check: ProofCheck;
  readonly block: number | null;
  /** Whether the event itself is named. */
  readonly names?: boolean;
  /** What an export does not carry cannot be seen in it. */
  readonly isOnlineOnly?: boolean;
};

const sql =
  (text: string) =>
  (log: Touched): Promise<unknown> =>
    log.client.query(text.replaceAll("$hit", String(hit(log))).replaceAll("$next", String(hit(log, 2))));

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
  root: { to: "set_byte(root, 31, get_byte(root, 31) # 1)" },
  count: { to: "count + 1, total = total + 1" },
  total: { to: "total + 1" },
  xid_from: { to: "xid_from - 1" },
  xid_until: { to: "xid_until - 1" },
  sealed_at: { to: "sealed_at + interval '1 millisecond'" },
  key_id: { to: "'0000000000000000'" },
  head: { to: "set_byte(head, 0, get_byte(head, 0) # 1)" },
  signature: { to: "set_byte(signature, 63, get_byte(signature, 63) # 1)", check: "signature" },
};

const columns = "at, actor_kind, address, request_id, action, outcome, entity_type, entity_id, detail, hash";
const copyOf = (where: string, change: string) =>
  `INSERT INTO audit_event (${columns}, xid, seq) SELECT ${columns}, ${change} FROM audit_event WHERE ${where}`;

/** What somebody with the owner's rights does to a log of six blocks. */
export const MUTATIONS: readonly Mutation[] = [
  ...Object.entries(EVENT_COLUMNS).map(([column, { to, check = "row_hash", names = true }]) => ({
    of: "change one byte per column",
    what: `audit_event.${column}`,
    touch: sql(`UPDATE audit_event SET ${column} = ${to} WHERE seq = $hit`),
    check,
    block: HIT,
    names,
  })),
  {
    of: "change one byte per column",
    what: "audit_event.xid, within its block",
    touch: sql("UPDATE audit_event SET xid = xid + 1 WHERE seq = $hit"),
    check: "root",
    block: HIT,
  },
  ...Object.entries(BLOCK_COLUMNS).map(([column, { to, check = "head" }]) => ({
    of: column === "root" ? "alter a block root" : "change one byte per column",
    what: `audit_block.${column}`,
    touch: sql(`UPDATE audit_block SET ${column} = ${to} WHERE number = ${HIT}`),
    check: check as ProofCheck,
    block: HIT,
  })),
  {
    of: "delete first/middle/last",
    what: "the first",
    touch: sql("DELETE FROM audit_event WHERE seq = (SELECT min(seq) FROM audit_event)"),
    check: "count",
    block: 1,
  },
  {
    of: "delete first/middle/last",
    what: "one of the middle",
    touch: sql("DELETE FROM audit_event WHERE seq = $hit"),
    check: "count",
    block: HIT,
  },
  {
    of: "delete first/middle/last",
    what: "the last",
    touch: sql("DELETE FROM audit_event WHERE seq = (SELECT max(seq) FROM audit_event)"),
    check: "count",
    block: 6,
  },
  {
    of: "insert back-dated",
    what: "into a sealed block",
    touch: sql(copyOf("seq = $hit", "xid, 900000")),
    check: "count",
    block: HIT,
  },
  {
    of: "insert back-dated",
    what: "before the first block",
    touch: sql(copyOf("seq = $hit", "-5, 900000")),
    check: "count",
    block: 1,
    isOnlineOnly: true,
  },
  {
    of: "insert back-dated",
    what: "behind the horizon",
    touch: sql(copyOf("seq = $hit", "9000000000, 900000")),
    check: "range",
    block: null,
    names: true,
    isOnlineOnly: true,
  },
  {
    of: "swap two",
    what: "their numbers",
    touch: sql(
      `UPDATE audit_event SET seq = CASE seq WHEN $hit THEN $next ELSE $hit END WHERE seq IN ($hit, $next)`,
    ),
    check: "root",
    block: HIT,
  },
  {
    of: "swap two",
    what: "their words and hashes",
    touch:
      sql(`UPDATE audit_event AS e SET detail = o.detail, entity_id = o.entity_id, request_id = o.request_id, at = o.at, hash = o.hash
      FROM audit_event AS o WHERE e.seq IN ($hit, $next) AND o.seq = $hit + $next - e.seq`),
    check: "root",
    block: HIT,
  },
  {
    of: "duplicate",
    what: "one event",
    touch: sql(copyOf("seq = $hit", "xid, seq + 100000")),
    check: "count",
    block: HIT,
  },
  {
    of: "duplicate",
    what: "its number, on an event of the next block",
    touch: sql(`UPDATE audit_event SET seq = $hit
      WHERE xid = (SELECT min(xid) FROM audit_event WHERE xid >= (SELECT xid_from FROM audit_block WHERE number = ${HIT + 1}))`),
    check: "seq",
    block: HIT + 1,
    names: true,
  },
  {
    of: "truncate the tail",
    what: "events and blocks",
    touch: sql(
      `DELETE FROM audit_event WHERE xid >= (SELECT xid_from FROM audit_block WHERE number = 5); DELETE FROM audit_block WHERE number >= 5`,
    ),
    check: "checkpoint",
    block: 5,
  },
  {
    of: "truncate the tail",
    what: "events alone",
    touch: sql("TRUNCATE audit_event"),
    check: "count",
    block: 1,
  },
  {
    of: "truncate the tail",
    what: "everything",
    touch: sql("TRUNCATE audit_event, audit_block"),
    check: "checkpoint",
    block: 1,
  },
  {
    of: "drop a block",
    what: "the row",
    touch: sql(`DELETE FROM audit_block WHERE number = ${HIT}`),
    check: "number",
    block: HIT,
  },
  {
    of: "drop a block",
    what: "with its events, and the others moved up",
    touch: sql(`DELETE FROM audit_event WHERE xid >= (SELECT xid_from FROM audit_block WHERE number = ${HIT})
        AND xid < (SELECT xid_until FROM audit_block WHERE number = ${HIT});
      DELETE FROM audit_block WHERE number = ${HIT};
      UPDATE audit_block SET number = number + 1000 WHERE number > ${HIT};
      UPDATE audit_block SET number = number - 1001 WHERE number > 1000`),
    check: "head",
    block: HIT,
  },
  {
    of: "restore an older table",
    what: "events and blocks",
    touch:
      sql(`CREATE TEMP TABLE older AS SELECT * FROM audit_event WHERE xid < (SELECT xid_until FROM audit_block WHERE number = 4);
      CREATE TEMP TABLE older_block AS SELECT * FROM audit_block WHERE number <= 4;
      TRUNCATE audit_event, audit_block; INSERT INTO audit_event SELECT * FROM older; INSERT INTO audit_block SELECT * FROM older_block`),
    check: "checkpoint",
    block: 5,
  },
  {
    of: "restore an older table",
    what: "events alone",
    touch: sql("DELETE FROM audit_event WHERE xid >= (SELECT xid_until FROM audit_block WHERE number = 4)"),
    check: "count",
    block: 5,
  },
  {
    of: "restore an older table",
    what: "blocks alone",
    touch: sql("DELETE FROM audit_block WHERE number > 4"),
    check: "checkpoint",
    block: 5,
  },
  {
    of: "recompute everything from the middle",
    what: "without the key",
    touch: (log) => recompute(log, null),
    check: "signature",
    block: HIT,
  },
  {
    of: "recompute everything from the middle",
    what: "with a key of their own under our name",
    touch: (log) => recompute(log, { ...newKey(), id: log.key.id }),
    check: "signature",
    block: HIT,
  },
  {
    of: "recompute everything from the middle",
    what: "with a key of their own",
    touch: (log) => recompute(log, newKey()),
    check: "key",
    block: HIT,
  },
  {
    of: "recompute everything from the middle",
    what: "with our key, stolen",
    touch: (log) => recompute(log, log.key),
    check: "checkpoint",
    block: HIT,
  },
  {
    of: "relabel the actor",
    what: "in its row",
    touch: sql("UPDATE audit_event SET actor_kind = 'unknown' WHERE seq = $hit"),
    check: "row_hash",
    block: HIT,
    names: true,
  },
  { of: "relabel the actor", what: "and hash it anew", touch: relabel, check: "root", block: HIT },
  {
    of: "edit the checkpoint table",
    what: "a line outside",
    touch: editCopy((line) => line.replace(/"total":(\d+)/, (_, n) => `"total":${Number(n) + 1}`)),
    check: "checkpoint",
    block: HIT,
  },
  {
    of: "edit the checkpoint table",
    what: "a line outside, signed by somebody else",
    touch: editCopy((line) => {
      const { form: _f, keyId: _k, head: _h, signature: _s, ...head } = JSON.parse(line);
      return JSON.stringify(sealBlock({ ...head, root: "ab".repeat(32) }, newKey()));
    }),
    check: "checkpoint",
    block: HIT,
  },
  {
    of: "edit the checkpoint table",
    what: "a line made unreadable",
    touch: editCopy(() => "{"),
    check: "checkpoint",
    block: HIT,
  },
  {
    of: "edit the checkpoint table",
    what: "all of it gone",
    touch: async ({ folder }) => fs.rmSync(folder, { recursive: true }),
    check: "checkpoint_missing",
    block: 6,
    isOnlineOnly: true,
  },
  {
    of: "edit the checkpoint table",
    what: "the state of checks, to hide what was changed",
    touch: sql(
      `UPDATE audit_proof_state SET checked_block = 6, checked_bad = NULL; UPDATE audit_event SET outcome = 'refused' WHERE seq = $hit`,
    ),
    check: "row_hash",
    block: HIT,
    names: true,
  },
];
