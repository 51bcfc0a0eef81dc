import type { Observed, Row } from "./observed.ts";

/** What a client was told: the form's key, and the id that it was given. */
export type Acknowledged = { readonly key: string; readonly id: string };

export const RULES = {
  lost: "what was acknowledged has its row",
  twice_a_form: "a form has one row",
  before_intent: "a request has its attempt committed before it",
  sent_twice: "a re-verification is worked on once at the most",
  stuck: "nothing is left pending or sent",
  live: "what has ended has no live attempt, and nothing has two",
  ledger: "the end says what the sandbox's ledger says",
  history: "the audit log tells the way to the state, each step once",
  alert: "an alert has its case",
} as const;
export type Violation = { readonly rule: keyof typeof RULES; readonly id: string; readonly why: string };

/** The log keeps whole milliseconds, the database microseconds. */
const CLOCK_GRAIN_MS = 1;

/**
 * Everything that must hold when all has come to rest, whatever was killed on the way. Knows the sandbox's ledger and
 * log, the rows and what clients were told; nothing of how the program works.
 */
export function violationsOf(
  { requests, worked, rows }: Observed,
  acknowledged: readonly Acknowledged[],
): Violation[] {
  const found: Violation[] = [];
  const broken = (rule: Violation["rule"], id: string, why: string) => void found.push({ rule, id, why });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const requestsOf = Map.groupBy(requests, (request) => request.clientReference);
  const workedOf = Map.groupBy(worked, (entry) => entry.clientReference);

  for (const { key, id } of acknowledged)
    if (byId.get(id)?.key !== key) broken("lost", id, `acknowledged for the form ${key}`);
  for (const [key, same] of Map.groupBy(rows, (row) => row.key))
    if (same.length > 1) broken("twice_a_form", key, `${same.length} rows`);

  for (const [id, sent] of requestsOf) {
    if (id === null) continue;
    const commits = (byId.get(id)?.events ?? []).filter(({ action }) => action === "reverification.send");
    if (sent.length > commits.length)
      broken("before_intent", id, `${sent.length} requests, ${commits.length} attempts`);
    sent.forEach(({ at }, i) => {
      const committedMs = commits[i]?.committedMs;
      if (committedMs && committedMs > Date.parse(at) + CLOCK_GRAIN_MS)
        broken("before_intent", id, `the request came ${committedMs - Date.parse(at)} ms before the commit`);
    });
  }
  // A request cut off in its body names nobody; it must still be one of those that were announced.
  const attempts = rows.reduce((sum, row) => sum + row.attempts.length, 0);
  if (requests.length > attempts)
    broken("before_intent", "all", `${requests.length} requests, ${attempts} attempts`);

  for (const [id, entries] of workedOf) {
    if (id === null || !byId.has(id)) broken("ledger", String(id), "worked on, and there is no row");
    else if (entries.length > 1) broken("sent_twice", id, `${entries.length} times`);
  }
  for (const row of rows) {
    const entries = workedOf.get(row.id) ?? [];
    const wrong = wrongWithLedger(row, entries);
    if (wrong) broken("ledger", row.id, wrong);
    if (row.state === "pending" || (row.state === "sent" && row.processId === null))
      broken("stuck", row.id, row.state);
    const live = row.attempts.filter(({ isLive }) => isLive).length;
    if (live > (row.state === "sent" && row.processId === null ? 1 : 0))
      broken("live", row.id, `${live} live attempts, ${row.state}`);
    const odd = wrongWithHistory(row);
    if (odd) broken("history", row.id, odd);
    if (row.state === "completed" && row.hasAlert && row.cases === 0) broken("alert", row.id, "no case");
  }
  return found;
}

function wrongWithLedger(row: Row, entries: readonly { readonly processId: string }[]): string | null {
  const [entry] = entries;
  const isSame = entry !== undefined && entry.processId === row.processId;
  switch (row.state) {
    case "completed":
      return isSame ? null : "completed, and the ledger does not have its process";
    case "refused":
      return entry ? "refused, and worked on" : null;
    case "failed":
      if (row.processId === null) return entry ? "failed as never worked on, and worked on" : null;
      return isSame ? null : "failed by Unico, and the ledger does not have its process";
    case "unknown":
    case "sent":
      return entry && row.processId && !isSame ? "another process than the ledger's" : null;
    default:
      return entry ? `${row.state}, and worked on` : null;
  }
}

const ENDS = ["completed", "refused", "failed"];

/** start, a send for each attempt, and a settle for each state after that; nothing after an end. */
function wrongWithHistory({ state, attempts, events }: Row): string | null {
  const count = (action: string) => events.filter((event) => event.action === action).length;
  if (events[0]?.action !== "reverification.start" || count("reverification.start") !== 1)
    return "it does not begin with one start";
  if (count("reverification.send") !== attempts.length)
    return `${count("reverification.send")} sends, ${attempts.length} attempts`;
  const settles = events
    .filter(({ action }) => action === "reverification.settle")
    .map((event) => event.state);
  const toldState = settles.at(-1) ?? (attempts.length > 0 ? "sent" : "pending");
  if (toldState !== state) return `the log says ${toldState}, the row ${state}`;
  const end = settles.findIndex((told) => told !== null && ENDS.includes(told));
  return end !== -1 && end !== settles.length - 1 ? `it went on after ${settles[end]}` : null;
}
