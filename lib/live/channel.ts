import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** Our policy: a connection that broke is tried anew this often, and a silent one asked whether it still lives. */
const RETRY_MS = 1_000;
const PROBE_MS = 15_000;
const ANSWER_TIMEOUT_MS = 5_000;

export type Channel = {
  /** Calls `listener` at each announcement, until the function that it gives back is called. */
  hear(listener: () => void): () => void;
  end(): Promise<void>;
};

/**
 * Hears what PostgreSQL announces (`NOTIFY name`), over one connection however many listen. A connection that breaks
 * comes back by itself, and everybody is told then: something may have been said meanwhile. Announcements carry no
 * words; who is told looks.
 */
export function openChannel(url: string, name: string): Channel {
  const listeners = new Set<() => void>();
  const ending = new AbortController();
  const tellAll = () => {
    for (const listener of listeners) listener();
  };

  async function listenOnce(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      application_name: "contraprova live",
      connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      options: "-c role=contraprova_app",
    });
    const broken = Promise.withResolvers<void>();
    client.on("error", () => broken.resolve());
    client.on("end", () => broken.resolve());
    client.on("notification", tellAll);
    const stop = () => broken.resolve();
    ending.signal.addEventListener("abort", stop);
    // A peer that vanished without a word is noticed by its silence.
    const probe = setInterval(() => client.query("SELECT").catch(() => broken.resolve()), PROBE_MS);
    try {
      await client.connect();
      await client.query(`LISTEN ${pg.escapeIdentifier(name)}`);
      tellAll();
      await broken.promise;
    } finally {
      clearInterval(probe);
      ending.signal.removeEventListener("abort", stop);
      await client.end().catch(() => undefined);
    }
  }

  async function keepListening(): Promise<void> {
    while (!ending.signal.aborted) {
      await listenOnce().catch(() => undefined);
      await sleep(RETRY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }

  let kept: Promise<void> | null = null;
  return {
    hear(listener) {
      listeners.add(listener);
      kept ??= keepListening();
      return () => listeners.delete(listener);
    },
    async end() {
      ending.abort();
      await kept;
    },
  };
}
