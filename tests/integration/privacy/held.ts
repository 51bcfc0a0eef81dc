import type pg from "pg";
import { expect } from "vitest";
import type { Database } from "#lib/db/client.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { patientDatabase } from "#tests/support/patient-database.ts";

type Held = { client: pg.Client; isWaitedFor(): Promise<boolean>; db: Database };

/**
 * A transaction that is held open for as long as a test wants. Whether somebody waits for it is asked by another
 * connection; `db` is a client that waits without giving up.
 */
export const whileHeld = (url: string, work: (held: Held) => Promise<void>): Promise<void> =>
  withClient(url, (client) =>
    withClient(url, async (beside) => {
      const db = patientDatabase(url);
      try {
        await client.query("BEGIN");
        const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
        const isWaitedFor = async () => {
          const waiting = await beside.query(
            "SELECT FROM pg_locks WHERE NOT granted AND $1::integer = ANY (pg_blocking_pids(pid))",
            [rows[0].pid],
          );
          return waiting.rows.length > 0;
        };
        await work({ client, isWaitedFor, db });
      } finally {
        await db.$disconnect();
      }
    }),
  );

/** What an erasure does first, up to where it lets go of the cases. */
export async function beginErasing(client: pg.Client, subject: string): Promise<void> {
  await client.query("SELECT FROM subject WHERE id = $1 FOR UPDATE", [subject]);
  await client.query("UPDATE subject SET name = NULL, name_key = NULL, erased_at = now() WHERE id = $1", [
    subject,
  ]);
  await client.query("SELECT erase_history($1)", [subject]);
}

/** Waits until one waits for the other, or is over without. */
export async function expectWaiting(held: Held, running: Promise<unknown>): Promise<void> {
  let isOver = false;
  void running.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  await expect.poll(async () => isOver || (await held.isWaitedFor()), { timeout: 30_000 }).toBe(true);
}
