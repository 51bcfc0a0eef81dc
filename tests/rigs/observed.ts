import { withClient } from "#lib/postgres/embedded.ts";

/** One creation as the sandbox's log has it. */
export type SeenRequest = { readonly at: string; readonly clientReference: string | null };
/** One creation that the sandbox worked on. */
export type Worked = {
  readonly at: string;
  readonly clientReference: string | null;
  readonly processId: string;
  readonly outcome: string;
};
export type Row = {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly failure: string | null;
  readonly processId: string | null;
  readonly hasAlert: boolean;
  /** Cases that it opened or joined. */
  readonly cases: number;
  readonly attempts: readonly {
    readonly isLive: boolean;
    readonly verdict: string | null;
    /** From the end of the one before to its own start; null for the first. */
    readonly pauseMs: number | null;
  }[];
  /** Its audit events in their order; `committedMs` is when the database committed what they tell of. */
  readonly events: readonly {
    readonly action: string;
    readonly state: string | null;
    readonly committedMs: number | null;
  }[];
};

export type Observed = {
  readonly requests: readonly SeenRequest[];
  readonly worked: readonly Worked[];
  readonly rows: readonly Row[];
};

const ROWS = `
SELECT r.id, r.idempotency_key AS key, r.state, r.outcome, r.failure, r.unico_process_id AS "processId",
  coalesce(r.fraudsters = 'yes', false) AS "hasAlert",
  (SELECT count(*)::int FROM "case" AS c WHERE c.reverification_id = r.id)
    + (SELECT count(*)::int FROM case_event AS e WHERE e.detail->>'reverificationId' = r.id::text) AS cases,
  (SELECT coalesce(json_agg(json_build_object('isLive', a.finished_at IS NULL, 'verdict', a.verdict,
      'pauseMs', a.pause_ms) ORDER BY a.started_at, a.id), '[]')
    FROM (SELECT *, extract(epoch FROM started_at - lag(finished_at) OVER (ORDER BY started_at, id)) * 1000 AS pause_ms
      FROM reverification_attempt WHERE reverification_id = r.id) AS a) AS attempts,
  (SELECT coalesce(json_agg(json_build_object('action', e.action, 'state', e.detail->>'state',
      'committedMs', extract(epoch FROM pg_xact_commit_timestamp(e.xmin)) * 1000) ORDER BY e.seq), '[]')
    FROM audit_event AS e WHERE e.entity_type = 'reverification' AND e.entity_id = r.id::text) AS events
FROM reverification AS r`;

/**
 * Collects what others know of the program: the sandbox's ledger and log, and the rows of the database. It reads, over
 * their own protocols, and shares no code with what it watches.
 */
export function openObserver(databaseUrl: () => string, controlUrl: string) {
  const requests: SeenRequest[] = [];
  let seenInAll = 0;

  /** The sandbox's log forgets the oldest: to be called often enough. */
  async function follow(): Promise<void> {
    const log = await get<{
      total: number;
      requests: (SeenRequest & { method: string; path: string })[];
    }>(`${controlUrl}/requests`);
    const fresh = log.total - seenInAll;
    if (fresh > log.requests.length) throw new Error("the sandbox forgot requests that nobody looked at");
    seenInAll = log.total;
    if (fresh === 0) return;
    for (const request of log.requests.slice(-fresh)) {
      if (request.method === "POST" && request.path === "/processes/v1") requests.push(request);
    }
  }

  return {
    follow,
    /** Where the row of a form stands; null while it has none. */
    async stateOf(key: string): Promise<string | null> {
      return withClient(databaseUrl(), async (client) => {
        const { rows } = await client.query<{ state: string }>(
          "SELECT state FROM reverification WHERE idempotency_key = $1",
          [key],
        );
        return rows[0]?.state ?? null;
      });
    },
    async look(): Promise<Observed> {
      await follow();
      const { entries } = await get<{ entries: Worked[] }>(`${controlUrl}/ledger`);
      const { rows } = await withClient(databaseUrl(), (client) => client.query<Row>(ROWS));
      return { requests: [...requests], worked: entries, rows };
    },
  };
}
export type Observer = ReturnType<typeof openObserver>;

async function get<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}
