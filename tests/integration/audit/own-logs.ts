import fs from "node:fs";
import path from "node:path";
import { withClient } from "#lib/postgres/embedded.ts";
import { type Log, openLog } from "#tests/rigs/audit/log.ts";
import { freshDatabase, type TestDatabase } from "#tests/support/database.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

/** Logs of a test file's own, each over a database of its own; `end` leaves nothing of them behind. */
export function ownLogs(name: string) {
  const dir = openTemporaryFolder(name);
  const open: { log: Log; database: TestDatabase }[] = [];
  const place = (of: string) => path.join(dir, of);
  return {
    place,
    async newLog(of: string): Promise<Log> {
      const database = await freshDatabase();
      const log = openLog(database.url, place(of));
      open.push({ log, database });
      return log;
    },
    async end(): Promise<void> {
      for (const { log, database } of open) {
        await log.close();
        await database.drop();
      }
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const asOwner = (url: string, sql: string) => withClient(url, (client) => client.query(sql));

/** The numbers of all events, the oldest first. */
export async function seqsOf({ db }: Log): Promise<number[]> {
  const events = await db.auditEvent.findMany({ select: { seq: true }, orderBy: { seq: "asc" } });
  return events.map(({ seq }) => Number(seq));
}
