import "server-only";
import type { Database } from "#lib/db/client.ts";
import type { Seen } from "#lib/unico/gate.ts";

const WRITE_EVERY_MS = 250;
const FULL_AT = 200;
/** What is kept while the database takes nothing; beyond it the oldest are lost. */
const MOST_KEPT = 2_000;

export type CallLogOptions = {
  readonly db: Database;
  readonly onWritten: (seen: readonly Seen[]) => Promise<void>;
  /** Written at once, for something has to follow. */
  readonly isUrgent: (seen: Seen) => boolean;
};

/** With the moment on a clock that nobody sets: how long ago it was is all that is taken from ours. */
type Noted = Seen & { readonly notedMs: number };

/** Figures of every request, written in batches behind the back of the calls: a failing write hurts none. */
export function createCallLog({ db, onWritten, isUrgent }: CallLogOptions) {
  let noted: Noted[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function writeNoted(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const batch = noted;
    noted = [];
    if (batch.length === 0) return;
    try {
      await insertCalls(db, batch);
    } catch {
      noted = [...batch, ...noted].slice(-MOST_KEPT);
      return;
    }
    await onWritten(batch).catch(() => undefined);
  }

  function flush(): Promise<void> {
    writing = writing.then(writeNoted);
    return writing;
  }

  return {
    note(seen: Seen): void {
      noted.push({ ...seen, notedMs: performance.now() });
      if (noted.length === FULL_AT || isUrgent(seen)) flush();
      else timer ??= setTimeout(flush, WRITE_EVERY_MS).unref();
    },
    flush,
  };
}

/** Dated by the database's clock, so that processes whose clocks differ are judged together. */
function insertCalls(db: Database, noted: readonly Noted[]): Promise<number> {
  const nowMs = performance.now();
  const rows = noted.map(({ at: _, notedMs, durationMs, skewMs, ...figures }) => ({
    ...figures,
    ageMs: Math.round(nowMs - notedMs),
    durationMs: Math.round(durationMs),
    skewMs: skewMs === null ? null : Math.round(skewMs),
  }));
  return db.$executeRaw`
    INSERT INTO unico_call (at, host, endpoint, verdict, http_status, unico_code, duration_ms, skew_ms)
    SELECT clock_timestamp() - "ageMs" * interval '1 millisecond', host, endpoint, verdict, "httpStatus",
      "unicoCode", "durationMs", greatest(least("skewMs", 2000000000), -2000000000)::integer
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS seen ("ageMs" bigint, host text, endpoint text,
      verdict text, "httpStatus" smallint, "unicoCode" text, "durationMs" integer, "skewMs" bigint)`;
}
