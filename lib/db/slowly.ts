import "server-only";
import type { Database, Tx } from "./client.ts";

/** Our policy: nobody waits for a nightly job, and it may read a whole table. */
const LONG_MS = 600_000;

/** Runs reads that take longer than a page may, with a limit of their own. */
export const slowly = <T>(db: Database, read: (tx: Tx) => Promise<T>): Promise<T> =>
  db.$transaction(
    async (tx) => {
      await tx.$executeRaw`
        SELECT set_config('statement_timeout', ${String(LONG_MS)}, true), set_config('transaction_timeout', '0', true)`;
      return read(tx);
    },
    { timeout: LONG_MS },
  );
