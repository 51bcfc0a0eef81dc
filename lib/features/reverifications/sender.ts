import "server-only";
import { randomUUID } from "node:crypto";
import type { Db } from "#lib/db/client.ts";

/** This process as one that sends: intents bear its id, and are taken for abandoned when it falls silent. */
export type Sender = {
  readonly id: string;
  /** Resolves once the database knows that it lives; it goes on saying so by itself. */
  ensure(): Promise<void>;
  /** Stops saying so, and forgets itself: what it left behind is abandoned at once. */
  leave(): Promise<void>;
};

const BEAT_EVERY_MS = 5_000;
/** Three beats missed: it is dead, or as good as. Judged by the database's clock alone. */
export const SENDER_SILENT_AFTER_S = 15;

const beat = (db: Db, id: string) =>
  db.$executeRaw`INSERT INTO sender (id) VALUES (${id}::uuid)
    ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()`;

/** A sender that is announced with the first intent, and lives as long as the process. */
export function createSender(db: Db, id: string = randomUUID()): Sender {
  let announced: Promise<unknown> | null = null;
  let timer: NodeJS.Timeout | undefined;
  return {
    id,
    async ensure() {
      announced ??= beat(db, id).then(() => {
        // A beat that fails is made up for by the next one, or the sender counts as silent, and rightly.
        timer = setInterval(() => beat(db, id).catch(() => undefined), BEAT_EVERY_MS).unref();
      });
      await announced.catch((error) => {
        announced = null;
        throw error;
      });
    },
    async leave() {
      clearInterval(timer);
      await db.$executeRaw`DELETE FROM sender WHERE id = ${id}::uuid`;
    },
  };
}

/** Those that are long gone; what they left behind was ended long before. */
export const forgetSenders = (db: Db) =>
  db.$executeRaw`DELETE FROM sender WHERE seen_at < clock_timestamp() - interval '1 day'`;
