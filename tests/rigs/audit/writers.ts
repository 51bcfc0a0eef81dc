import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { kept, keptName } from "#lib/db/kept.ts";
import { toldStep } from "#lib/features/audit/record.ts";
import { noteStep } from "#lib/features/cases/repository.ts";
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
  /** Writes of each connection before the time begins, all undone: those of the program's pool were used before, too. */
  readonly warmUps?: number;
};
export type Written = {
  readonly committed: number;
  readonly rolledBack: number;
  readonly tookMs: readonly number[];
};

/** A person, their session and a case in their hands for each writer, so that none waits for another. */
export const makeGround = (url: string, writers: number) =>
  withClient(url, async (client) => {
    await client.query(
      `INSERT INTO app_user (email, name, role) SELECT gen_random_uuid() || '@contraprova.test', 'Pessoa Sintética', 'analyst'
      FROM generate_series(1, $1)`,
      [writers],
    );
    await client.query("INSERT INTO session (user_id) SELECT id FROM app_user");
    await client.query("SET ROLE contraprova_app");
    await client.query(
      `INSERT INTO "case" (priority, origin, rule, outcome, fraudsters, biometry, liveness, due_at, status, assignee_id, lease_until)
      SELECT 'high', 'reverification', 'fraud_alert', 'match_flagged', 'yes', 'match', 'not_measured', now() + interval '1 day',
        'in_review', id, now() + interval '30 minutes' FROM app_user`,
    );
  });

const DESKS = `SELECT c.number, s.user_id, s.id AS session_id FROM "case" AS c JOIN session AS s ON s.user_id = c.assignee_id
  ORDER BY c.number`;
type Desk = { number: number; user_id: string; session_id: string };

/** What Prisma sends for the first part of a note on a case, not prepared, as it sends it. */
const FIND = `SELECT "public"."case"."number", "public"."case"."status"::text, "public"."case"."version",
  "public"."case"."assignee_id", "public"."case"."lease_until", "public"."case"."decided_by_id",
  "public"."case"."decision"::text, "public"."case"."first_touched_at"
  FROM "public"."case" WHERE ("public"."case"."number" = $1 AND 1=1) LIMIT $2 OFFSET $3`;
const HOLDER = `SELECT "public"."app_user"."id", "public"."app_user"."name" FROM "public"."app_user"
  WHERE "public"."app_user"."id" = $1 OFFSET $2`;
const RENEW = `UPDATE "public"."case" SET "lease_until" = $1 WHERE ("public"."case"."number" = $2
  AND "public"."case"."assignee_id" = $3 AND "public"."case"."status" = CAST($4::text AS "public"."case_status"))`;
const NOTE = "x".repeat(300);

/** As many connections as writers, each with a transaction under way all the time. */
export async function runWriters(load: Load): Promise<Written> {
  const clients = await Promise.all(Array.from({ length: load.writers }, () => openWriter(load.url)));
  const desks = await withClient(load.url, async (client) => {
    await client.query("SET ROLE contraprova_app");
    return (await client.query<Desk>(DESKS)).rows;
  });
  const pairs = clients.map((client, i) => {
    const desk = desks[i];
    if (!desk) throw new Error("there is no ground for so many writers");
    return { client, desk };
  });
  await Promise.all(
    pairs.map(async ({ client, desk }) => {
      for (let i = 0; i < (load.warmUps ?? 0); i += 1)
        await writeOnce(client, desk, { ...load, pauseMs: 0 }, true);
    }),
  );
  const until = performance.now() + load.seconds * 1_000;
  const total = { committed: 0, rolledBack: 0, tookMs: [] as number[] };
  await Promise.all(
    pairs.map(async ({ client, desk }) => {
      while (performance.now() < until) {
        const startedAt = performance.now();
        const isUndone = Math.random() < load.rollbacks;
        const pausedMs = await writeOnce(client, desk, load, isUndone);
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

/** A note as `addNote` writes it; without the log, the same but for the event. */
async function writeOnce(
  client: pg.Client,
  { number, user_id: userId, session_id: sessionId }: Desk,
  { isAudited, pauseMs }: Load,
  isUndone: boolean,
): Promise<number> {
  const at = new Date();
  const send = (text: string, values: readonly unknown[] = []) => client.query(text, [...values]);
  await send("BEGIN");
  await send(FIND, [number, 1, 0]);
  await send(HOLDER, [userId, 0]);
  await send(RENEW, [at, number, userId, "in_review"]);
  const note = noteStep({ caseNumber: number, at, actorId: userId, note: NOTE });
  const speaker = {
    actor: { kind: "user", id: userId, name: "", role: "analyst", sessionId, scope: null },
    now: () => at,
    request: { id: randomUUID(), address: "10.4.18.77" },
  } as const;
  const entry = {
    action: "case.note",
    entityType: "case",
    entityId: String(number),
    detail: { noteLength: NOTE.length },
  } as const;
  const { text, values } = isAudited ? toldStep(speaker, note, entry) : kept`${note}`;
  // Kept parsed and planned with the log and without it.
  await client.query({ name: keptName({ sql: text }), text, values: [...values] });
  const startedAt = performance.now();
  if (pauseMs > 0) await sleep(Math.random() * pauseMs);
  const pausedMs = performance.now() - startedAt;
  await send(isUndone ? "ROLLBACK" : "COMMIT");
  return pauseMs > 0 ? pausedMs : 0;
}

async function openWriter(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: "-c role=contraprova_app -c timezone=UTC" });
  await client.connect();
  return client;
}
