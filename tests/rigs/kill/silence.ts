import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "#lib/postgres/embedded.ts";
import type { Ground } from "#tests/rigs/ground.ts";

/** After this long a killed process counts as gone, by the database's clock. */
const SILENT_MS = 15_500;

/** waited: as long as it takes. aged: the database is told that it was that long ago, for a run that has no time. */
export type Silence = "waited" | "aged";

/** Resolves when these processes, which are dead, count as silent. */
export async function untilSilent(
  ground: Ground,
  silence: Silence,
  senderIds: readonly string[],
): Promise<void> {
  if (silence === "waited") return sleep(SILENT_MS);
  await withClient(ground.databaseUrl, (client) =>
    client.query(
      "UPDATE sender SET seen_at = seen_at - make_interval(secs => $1 / 1000.0) WHERE id = ANY($2::uuid[])",
      [SILENT_MS, senderIds],
    ),
  );
}
