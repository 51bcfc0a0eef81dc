import "server-only";
import type pg from "pg";
import { blockOf } from "./blocks-repository.ts";
import type { Json } from "./canonical.ts";
import type { BadPlace, SealedBlock } from "./proof-types.ts";
import type { StoredEvent } from "./verifying.ts";

const EVENTS_AT_ONCE = 5_000;
/** Below every number there is. */
const LOWEST = "-9223372036854775808";

export async function readBlocks(
  client: pg.Client,
  after: number | null,
  limit: number,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<SealedBlock[]> {
  const { rows } = await client.query(
    `SELECT number, previous, root, count, total, xid_from, xid_until, sealed_at, key_id, head, signature
    FROM audit_block WHERE number > $1 AND number <= $2 ORDER BY number LIMIT $3`,
    [after ?? LOWEST, upTo, limit],
  );
  return rows.map((row) =>
    blockOf({
      ...row,
      xidFrom: row.xid_from,
      xidUntil: row.xid_until,
      sealedAt: row.sealed_at,
      keyId: row.key_id,
    }),
  );
}

type Page = { readonly sealed: number; readonly rows: Promise<Row[]> };

/**
 * Events in the order in which they are sealed, whether they are here whole or by their hash. Nothing is read ahead past
 * `sealed`, where the last block that was read before ends: behind it, what is not over yet would be passed by.
 */
export function createReader(client: pg.Client, fromXid: number | null) {
  let buffer: StoredEvent[] = [];
  let after: readonly [unknown, unknown] = [fromXid ?? LOWEST, LOWEST];
  /** Asked for while the page before it is checked. */
  let ahead: Page | null = null;

  function ask(sealed: number): Page {
    const values = [...after, sealed, EVENTS_AT_ONCE];
    const asked = client.query<Row>({ name: "audit-events", text: EVENTS, values });
    const rows = asked.then((answer) => answer.rows);
    // A check that ends at a bad place waits for it no more.
    rows.catch(() => undefined);
    return { sealed, rows };
  }

  async function turn(sealed: number): Promise<void> {
    const page = ahead?.sealed === sealed ? ahead : ask(sealed);
    ahead = null;
    buffer = (await page.rows).map(eventOf);
    const end = buffer.at(-1);
    if (end) after = [end.xid, end.seq];
    if (buffer.length === EVENTS_AT_ONCE) ahead = ask(sealed);
  }

  return {
    /** Some of what is next below that transaction; null when nothing is. */
    async below(xid: number, sealed: number): Promise<StoredEvent[] | null> {
      if (buffer.length === 0) await turn(sealed);
      const beyond = buffer.findIndex((event) => event.xid >= xid);
      const count = beyond < 0 ? buffer.length : beyond;
      return count === 0 ? null : buffer.splice(0, count);
    },
  };
}

/** Each part has a limit of its own: of the two together PostgreSQL would sort all that is left, page after page. */
const EVENTS = `
  (SELECT xid, seq, at, form, hash, true AS is_whole, actor_kind, actor_id, actor_role, session_id, address, request_id,
    action, outcome, entity_type, entity_id, detail
  FROM audit_event WHERE (xid, seq) > ($1, $2) AND xid < $3 ORDER BY xid, seq LIMIT $4)
  UNION ALL
  (SELECT xid, seq, at, 1::smallint, hash, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM audit_archived WHERE (xid, seq) > ($1, $2) AND xid < $3 ORDER BY xid, seq LIMIT $4)
  ORDER BY xid, seq LIMIT $4`;

/** As pg gives what the statement above asks for. */
type Row = {
  xid: string;
  seq: string;
  at: Date;
  form: number;
  hash: Uint8Array;
  is_whole: boolean;
  actor_kind: string;
  actor_id: string | null;
  actor_role: string | null;
  session_id: string | null;
  address: string | null;
  request_id: string;
  action: string;
  outcome: string;
  entity_type: string;
  entity_id: string | null;
  detail: Json;
};
const eventOf = (row: Row): StoredEvent => ({
  seq: Number(row.seq),
  xid: Number(row.xid),
  at: row.at,
  form: row.form,
  hash: row.hash,
  facts: row.is_whole
    ? {
        at: row.at,
        actorKind: row.actor_kind,
        actorId: row.actor_id,
        actorRole: row.actor_role,
        sessionId: row.session_id,
        address: row.address,
        requestId: row.request_id,
        action: row.action,
        outcome: row.outcome,
        entityType: row.entity_type,
        entityId: row.entity_id,
        detail: row.detail,
      }
    : null,
});

/** An event of a transaction that this server has not begun yet was put there past the program. */
export async function readFuture(client: pg.Client): Promise<BadPlace | null> {
  const { rows } = await client.query(`SELECT seq FROM audit_event
    WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint ORDER BY xid, seq LIMIT 1`);
  return rows[0] ? { check: "range", block: null, seq: Number(rows[0].seq) } : null;
}
