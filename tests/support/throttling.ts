import type { Database } from "#lib/db/client.ts";
import { GROWING_DELAYS_S } from "#lib/features/throttling/rules.ts";

/** As if everything that is counted of tries had happened so many seconds earlier. */
export const age = (db: Database, seconds: number) => db.$executeRaw`
  UPDATE attempt_bucket SET
    free_at = free_at - make_interval(secs => ${seconds}),
    tries = ARRAY(SELECT each - make_interval(secs => ${seconds}) FROM unnest(tries) AS each),
    touched_at = touched_at - make_interval(secs => ${seconds})`;

/** So many tries the rule grants to one account within that time, from its first. */
export function grantedIn(ms: number): number {
  let at = 0;
  let granted = 0;
  for (const delay of GROWING_DELAYS_S) {
    if (at > ms) break;
    granted += 1;
    at += delay * 1_000;
  }
  return granted;
}
