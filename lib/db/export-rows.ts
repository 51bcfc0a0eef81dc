import "server-only";
import net from "node:net";
import pg from "pg";
import type { Scope } from "#lib/auth/roles.ts";
import { ZONE } from "#lib/time.ts";
import { exportClientOf } from "./client.ts";
import type { Prisma } from "./generated/client.ts";

/** Rows as PostgreSQL writes them: texts, or null. */
export type TextRow = readonly (string | null)[];

/** One snapshot: whatever is read of it is of one moment, however long that takes. */
export type ExportSnapshot = {
  all(query: Prisma.Sql): Promise<TextRow[]>;
  /** Batch after batch as they are asked for; a few are on their way. */
  batches(query: Prisma.Sql, size: number): AsyncGenerator<TextRow[]>;
};

export type ExportRows = {
  /** The rows of nobody else's branches are there for whoever is limited to some: PostgreSQL holds it too. */
  within<T>(scope: Scope, run: (snapshot: ExportSnapshot) => AsyncGenerator<T>): AsyncGenerator<T>;
};

const asText = { getTypeParser: () => (value: unknown) => value };

/**
 * Our policy: rows in the order of an index can be written from the first on, where a sort would have us wait for the
 * last; and what is sorted all the same is sorted in memory.
 */
const SETTINGS = `SELECT set_config('TimeZone', $1, true), set_config('contraprova.scope', $2, true),
  set_config('random_page_cost', '1.1', true), set_config('work_mem', '32MB', true)`;

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
        yield* run(snapshotOf(client, socket));
        await client.query("COMMIT");
        await client.end();
      } finally {
        socket.destroy();
      }
    },
  };
}

/** Batches that wait to be taken: with more of them, PostgreSQL is kept waiting. */
const WAITING_MAX = 2;

function snapshotOf(client: pg.Client, socket: net.Socket): ExportSnapshot {
  return {
    async all({ text, values }) {
      const found = await client.query<(string | null)[]>({ text, values, rowMode: "array", types: asText });
      return found.rows;
    },
    // No cursor: PostgreSQL reads for one with a single process, and a file takes twice the time.
    async *batches({ text, values }, size) {
      const waiting: TextRow[][] = [];
      let batch: TextRow[] = [];
      let isOver = false;
      let trouble: Error | null = null;
      let wake = () => {};
      const asked: pg.QueryArrayConfig = { text, values, rowMode: "array", types: asText };
      const query = new pg.Query<TextRow & pg.QueryResultRow>(asked);
      query.on("row", (row) => {
        batch.push(row);
        if (batch.length < size) return;
        waiting.push(batch);
        batch = [];
        if (waiting.length >= WAITING_MAX) socket.pause();
        wake();
      });
      query.on("end", () => {
        isOver = true;
        wake();
      });
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
        const next = waiting.shift() ?? (isOver && batch.length > 0 ? batch : undefined);
        if (next === undefined) {
          if (isOver) return;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        if (next === batch) batch = [];
        if (waiting.length < WAITING_MAX) socket.resume();
        yield next;
      }
    },
  };
}
