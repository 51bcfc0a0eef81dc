import "server-only";
import net from "node:net";
import pg from "pg";
import type { Scope } from "#lib/auth/roles.ts";
import { ZONE } from "#lib/time.ts";
import { exportClientOf } from "./client.ts";
import type { Prisma } from "./generated/client.ts";
import { type TextRow, takeRows, textsOf, type WireRows } from "./wire-rows.ts";

export type { TextRow } from "./wire-rows.ts";

/** One snapshot: whatever is read of it is of one moment, however long that takes. */
export type ExportSnapshot = {
  all(query: Prisma.Sql): Promise<TextRow[]>;
  /** Batch after batch as they are asked for; a few are on their way. */
  batches(query: Prisma.Sql, size: number): AsyncGenerator<TextRow[]>;
  /** The same as it came over the wire. */
  packed(query: Prisma.Sql, size: number): AsyncGenerator<WireRows>;
};

export type ExportRows = {
  /** The rows of nobody else's branches are there for whoever is limited to some: PostgreSQL holds it too. */
  within<T>(scope: Scope, run: (snapshot: ExportSnapshot) => AsyncGenerator<T>): AsyncGenerator<T>;
};

const asText = { getTypeParser: () => (value: unknown) => value };

/**
 * Our policy: rows in the order of an index can be written from the first on, where a sort would have us wait for the
 * last; what is sorted all the same is sorted in memory, and by more than one process, for nothing is written meanwhile.
 */
const SETTINGS = `SELECT set_config('TimeZone', $1, true), set_config('contraprova.scope', $2, true),
  set_config('random_page_cost', '1.1', true), set_config('work_mem', '32MB', true),
  set_config('parallel_tuple_cost', '0.01', true)`;

/**
 * What exports are written from: one snapshot on a connection of its own that only reads. Whoever goes away in the
 * middle breaks the connection: what the server was still reading nobody wants.
 */
export function openExportRows(url: string): ExportRows {
  return {
    async *within(scope, run) {
      const socket = new net.Socket();
      const client = new pg.Client({ ...exportClientOf(url, scope !== null), stream: () => socket });
      // Told to whoever waits for an answer; without a listener it would end the process.
      client.on("error", () => undefined);
      try {
        await client.connect();
        await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        await client.query(SETTINGS, [ZONE, scope?.join(",") ?? ""]);
        yield* run(snapshotOf(client));
        await client.query("COMMIT");
        await client.end();
      } finally {
        socket.destroy();
      }
    },
  };
}

/** Batches that wait to be taken: with more of them, PostgreSQL is kept waiting. */
const WAITING_MAX = 4;

function snapshotOf(client: pg.Client): ExportSnapshot {
  return {
    async all({ text, values }) {
      const found = await client.query<(string | null)[]>({ text, values, rowMode: "array", types: asText });
      return found.rows;
    },
    async *batches(query, size) {
      for await (const rows of packedRows(client, query, size)) yield textsOf(rows);
    },
    packed: (query, size) => packedRows(client, query, size),
  };
}

/** No cursor: PostgreSQL reads for one with a single process, and what must be sorted takes twice the time. */
async function* packedRows(
  client: pg.Client,
  { text, values }: Prisma.Sql,
  size: number,
): AsyncGenerator<WireRows> {
  const waiting: WireRows[] = [];
  let isOver = false;
  let trouble: Error | null = null;
  let wake = () => {};
  let goOn = () => {};
  const query = new pg.Query({ text, values });
  const submit = query.submit.bind(query);
  query.submit = (connection) => {
    const { stream } = connection;
    const taking = takeRows(stream, size, (rows) => {
      waiting.push(rows);
      if (waiting.length >= WAITING_MAX) stream.pause();
      wake();
    });
    goOn = () => stream.resume();
    query.on("end", () => {
      taking.end();
      isOver = true;
      wake();
    });
    return submit(connection);
  };
  const broken = (error: Error) => {
    trouble = error;
    wake();
  };
  query.on("error", broken);
  client.once("error", broken);
  client.once("end", () => broken(new Error("the connection to PostgreSQL ended")));
  client.query(query);
  for (;;) {
    if (trouble) throw trouble;
    const next = waiting.shift();
    if (next) {
      if (waiting.length < WAITING_MAX) goOn();
      yield next;
    } else if (isOver) return;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}
