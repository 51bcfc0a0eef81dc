import "server-only";
import type { Database } from "#lib/db/client.ts";
import { kept } from "#lib/db/kept.ts";
import type { Host, Lane } from "#lib/unico/gate.ts";
import { LANE_NUMBER } from "./gate-waiting.ts";

export type Entry = "granted" | "full" | "barred" | "barred_probe_due";
type Row = { granted: number; barred: boolean; probeDue: boolean };
type Asker = { resolve(entry: Entry): void; reject(error: unknown): void };

/**
 * The way in while turns are free: one statement for all of this process that came since the last one, and nobody is
 * written down.
 */
export function createEntry(db: Database, rate: number, holdMs: number) {
  const asking = new Map<string, Asker[]>();

  async function take(host: Host, lane: Lane, wanted: number, isPastBreaker = false): Promise<Row> {
    const [row] = await db.$queryRaw<Row[]>(kept`
      SELECT granted, barred, probe_due AS "probeDue" FROM unico_enter(${host}, ${LANE_NUMBER[lane]}::integer,
        ${wanted}::integer, ${rate}::integer, ${holdMs}::integer, ${isPastBreaker})`);
    return row ?? { granted: 0, barred: false, probeDue: false };
  }

  async function serve(host: Host, lane: Lane, key: string): Promise<void> {
    // Those of the same moment come along.
    await Promise.resolve();
    for (let askers = asking.get(key); askers && askers.length > 0; askers = asking.get(key)) {
      asking.set(key, []);
      try {
        const { granted, barred, probeDue } = await take(host, lane, Math.min(askers.length, rate));
        const refusal = barred ? (probeDue ? "barred_probe_due" : "barred") : "full";
        for (const [index, asker] of askers.entries()) asker.resolve(index < granted ? "granted" : refusal);
      } catch (error) {
        for (const asker of askers) asker.reject(error);
      }
    }
    asking.delete(key);
  }

  return {
    enter(host: Host, lane: Lane): Promise<Entry> {
      const key = `${host} ${lane}`;
      return new Promise((resolve, reject) => {
        const askers = asking.get(key);
        const asker = { resolve, reject };
        if (askers) {
          askers.push(asker);
          return;
        }
        asking.set(key, [asker]);
        serve(host, lane, key);
      });
    },
    /** For a probe, which is a request too, and counts. */
    async enterPastBreaker(host: Host): Promise<boolean> {
      return (await take(host, "person", 1, true)).granted === 1;
    },
  };
}
