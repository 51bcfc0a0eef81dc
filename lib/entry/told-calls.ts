import "server-only";
import { log } from "#lib/log/log.ts";
import { spanOfRequest } from "#lib/log/spans.ts";
import { listWord } from "#lib/privacy/list-word.ts";
import type { Seen } from "#lib/unico/gate.ts";
import type { Verdict } from "#lib/unico/verdicts.ts";

/** A process that is not there is an answer like any other. */
const LEVELS: Partial<Record<Verdict, "debug" | "info">> = { done: "debug", refused: "info" };

/** Tells the log and the traces of a request to Unico: where to, how it ended, how long it took. Nothing of what was asked or said. */
export function tellOfCall(seen: Seen): void {
  const { host, endpoint, verdict, httpStatus } = seen;
  const durationMs = Math.round(seen.durationMs);
  const unicoCode = seen.unicoCode && listWord(seen.unicoCode);
  log()[LEVELS[verdict] ?? "warn"](
    { host, endpoint, verdict, httpStatus, unicoCode, durationMs },
    "a request to Unico ended",
  );
  spanOfRequest({
    name: `unico ${endpoint}`,
    endedAt: seen.at,
    durationMs,
    isFailed: verdict !== "done" && verdict !== "refused",
    attributes: {
      "unico.host": host,
      "unico.endpoint": endpoint,
      "unico.verdict": verdict,
      ...(httpStatus === null ? {} : { "unico.status": httpStatus }),
    },
  });
}
