import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { withClient } from "#lib/postgres/embedded.ts";
import { seeded } from "#tests/rigs/random.ts";
import { DUE_FROM, type Write } from "./one-snapshot.ts";

const WRITERS = 4;
/** One in so many opens two cases; the others change two that are there. */
const OPENS_EVERY = 5;

const GROUND = `
  CREATE TABLE rig_turn (n integer NOT NULL);
  INSERT INTO rig_turn VALUES (0);
  CREATE TABLE rig_write (n integer PRIMARY KEY, first integer NOT NULL, second integer NOT NULL, is_new boolean NOT NULL)`;
const CASES = `INSERT INTO "case" (priority, origin, rule, opened_at, due_at)
  SELECT 'normal', 'manual', 'manual', now(), $2::timestamptz FROM generate_series(1, $1)`;

/*
 * The turn is a row that each transaction changes first: who has it holds it until what it wrote is there for all, so the
 * numbers are the order of the commits, and a snapshot is all of them up to one number.
 */
const TURN = "turn AS (UPDATE rig_turn SET n = n + 1 RETURNING n)";
const CHANGES = `WITH ${TURN}, changed AS (
    UPDATE "case" SET due_at = $3::timestamptz + make_interval(secs => turn.n), version = version + 1
    FROM turn WHERE number IN ($1, $2) RETURNING number)
  INSERT INTO rig_write SELECT n, $1, $2, false FROM turn WHERE (SELECT count(*) FROM changed) = 2`;
const OPENS = `WITH ${TURN}, opened AS (
    INSERT INTO "case" (priority, origin, rule, opened_at, due_at)
    SELECT 'normal', 'manual', 'manual', now(), $1::timestamptz + make_interval(secs => turn.n)
    FROM turn, generate_series(1, 2) RETURNING number)
  INSERT INTO rig_write SELECT n, (SELECT min(number) FROM opened), (SELECT max(number) FROM opened), true FROM turn`;

/** So many cases, written before all else; their numbers. */
export const openCases = (url: string, count: number): Promise<number[]> =>
  withClient(url, async (client) => {
    await client.query(GROUND);
    await client.query(CASES, [count, DUE_FROM]);
    await client.query('ANALYZE "case"');
    const { rows } = await client.query<{ number: number }>('SELECT number FROM "case" ORDER BY number');
    return rows.map(({ number }) => number);
  });

/** Every write that was committed, in the order of the commits. */
export const listWrites = (url: string): Promise<Write[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<Write>(
      'SELECT n, first, second, is_new AS "isNew" FROM rig_write ORDER BY n',
    );
    return rows;
  });

export type Written = { transactions: number; seconds: number };

/** Transactions of two rows each, so many a second or as many as the machine gives, until it is stopped. */
export async function startWriting(
  url: string,
  { cases, perSecond }: { cases: readonly number[]; perSecond: number },
): Promise<{ stop(): Promise<Written> }> {
  const clients = await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      // What is asked here is what a reader sees, not what outlives a power cut.
      await client.query("SET synchronous_commit = off");
      return client;
    }),
  );
  const startedAt = performance.now();
  let [isOver, transactions] = [false, 0];
  const random = seeded(7);
  const anyCase = () => cases[Math.floor(random() * cases.length)] ?? 0;
  const writeOne = async (client: pg.Client, place: number) => {
    const [first, second] = [anyCase(), anyCase()];
    if (place % OPENS_EVERY === 0 || first === second)
      await client.query({ name: "opens", text: OPENS, values: [DUE_FROM] });
    else await client.query({ name: "changes", text: CHANGES, values: [first, second, DUE_FROM] });
  };
  const writing = clients.map(async (client, writer) => {
    for (let place = writer; !isOver; place += WRITERS) {
      const earlyMs = (place * 1_000) / perSecond - (performance.now() - startedAt);
      if (earlyMs > 1) await sleep(earlyMs);
      await writeOne(client, place);
      transactions += 1;
    }
  });
  return {
    async stop() {
      isOver = true;
      const ends = await Promise.allSettled(writing);
      const seconds = (performance.now() - startedAt) / 1_000;
      await Promise.all(clients.map((client) => client.end()));
      for (const end of ends) if (end.status === "rejected") throw end.reason;
      return { transactions, seconds };
    },
  };
}
