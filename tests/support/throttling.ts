import type { Database } from "#lib/db/client.ts";

/** As if everything that is counted of tries had happened so many seconds earlier. */
export const age = (db: Database, seconds: number) => db.$executeRaw`
  UPDATE attempt_bucket SET
    free_at = free_at - make_interval(secs => ${seconds}),
    tries = ARRAY(SELECT each - make_interval(secs => ${seconds}) FROM unnest(tries) AS each),
    touched_at = touched_at - make_interval(secs => ${seconds})`;
