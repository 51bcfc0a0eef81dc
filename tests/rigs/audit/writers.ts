import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type AuditFacts, hashOfEvent } from "#lib/features/audit/canonical.ts";
import { withClient } from "#lib/postgres/embedded.ts";

export type Load = {
  readonly url: string;
  readonly writers: number;
  readonly seconds: number;
  readonly isAudited: boolean;
  /** Of transactions that are rolled back at their end. */
  readonly rollbacks: number;
  /** The longest of the random pauses before the end; 0 for none. */
  readonly pauseMs: number;
};
export type Written = {
  readonly committed: number;
  readonly rolledBack: number;
  readonly tookMs: readonly number[];
};

/** A case for each writer, so that none waits for another. */
export const makeGround = (url: string, writers: number) =>
  withClient(url, async (client) => {
    await client.query("SET ROLE contraprova_app");
    await client.query(
      `INSERT INTO "case" (priority, origin, rule, outcome, fraudsters, biometry, liveness, due_at)
      SELECT 'high', 'reverification', 'fraud_alert', 'match_flagged', 'yes', 'match', 'not_measured', now() + interval '1 day'
      FROM generate_series(1, $1)`,
      [writers],
    );
  });

/** What the program does to note something on a case, statement by statement. */
const WORK = [
  {
    name: "find",
    text: `SELECT number, status, version, assignee_id, lease_until, decided_by_id, subject_id, rule FROM "case" WHERE number = $1`,
  },
  { name: "renew", text: `UPDATE "case" SET lease_until = now() + interval '30 minutes' WHERE number = $1` },
  {
    name: "note",
    text: `INSERT INTO case_event (case_number, at, kind, note) VALUES ($1, now(), 'noted', '${"x".repeat(300)}') RETURNING id`,
  },
];
const AUDIT = {
  name: "audit",
  text: `INSERT INTO audit_event (at, actor_kind, actor_id, actor_role, session_id, address, request_id, action, outcome,
    entity_type, entity_id, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
};

/** As many connections as writers, each with a transaction under way all the time. */
export async function runWriters(load: Load): Promise<Written> {
  const clients = await Promise.all(Array.from({ length: load.writers }, () => openWriter(load.url)));
  const numbers = await withClient(load.url, async (client) => {
    await client.query("SET ROLE contraprova_app");
    const { rows } = await client.query<{ number: number }>('SELECT number FROM "case" ORDER BY number');
    return rows.map(({ number }) => number);
  });
  const until = performance.now() + load.seconds * 1_000;
  const total = { committed: 0, rolledBack: 0, tookMs: [] as number[] };
  await Promise.all(
    clients.map(async (client, i) => {
      while (performance.now() < until) {
        const startedAt = performance.now();
        const isUndone = Math.random() < load.rollbacks;
        const pausedMs = await writeOnce(client, numbers[i] ?? 0, load, isUndone);
        if (isUndone) total.rolledBack += 1;
        else {
          total.committed += 1;
          total.tookMs.push(performance.now() - startedAt - pausedMs);
        }
      }
    }),
  );
  await Promise.all(clients.map((client) => client.end()));
  return total;
}

async function writeOnce(
  client: pg.Client,
  number: number,
  { isAudited, pauseMs }: Load,
  isUndone: boolean,
): Promise<number> {
  await client.query("BEGIN");
  for (const statement of WORK) await client.query({ ...statement, values: [number] });
  if (isAudited) await client.query({ ...AUDIT, values: valuesOf(String(number)) });
  const startedAt = performance.now();
  if (pauseMs > 0) await sleep(Math.random() * pauseMs);
  const pausedMs = performance.now() - startedAt;
  await client.query(isUndone ? "ROLLBACK" : "COMMIT");
  return pauseMs > 0 ? pausedMs : 0;
}

async function openWriter(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: "-c role=contraprova_app -c timezone=UTC" });
  await client.connect();
  return client;
}

/** The parameters of an event as the program writes it. */
function valuesOf(entityId: string): unknown[] {
  const facts: AuditFacts = {
    at: new Date(),
    actorKind: "program",
    actorId: null,
    actorRole: null,
    sessionId: null,
    address: "10.4.18.77",
    requestId: randomUUID(),
    action: "case.note",
    outcome: "done",
    entityType: "case",
    entityId,
    detail: { from: "in_review", to: "awaiting_approval", reasons: ["faces_differ"], noteLength: 82 },
  };
  const {
    at,
    actorKind,
    actorId,
    actorRole,
    sessionId,
    address,
    requestId,
    action,
    outcome,
    entityType,
    detail,
  } = facts;
  const named = [
    at,
    actorKind,
    actorId,
    actorRole,
    sessionId,
    address,
    requestId,
    action,
    outcome,
    entityType,
  ];
  return [...named, entityId, JSON.stringify(detail), Buffer.from(hashOfEvent(facts))];
}
