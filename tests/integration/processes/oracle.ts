import type { ProcessFilter } from "#lib/features/processes/table-schema.ts";

/** A process as it was inserted, with what the search finds it by. */
export type Seen = {
  id: string;
  subjectId: string | null;
  name: string | null;
  outcome: "approve" | "review" | "reprove" | "retry" | "wait";
  state: string;
  result: string | null;
  authentication: string | null;
  liveness: string | null;
  score: number | null;
  flow: string | null;
  lastSeenAt: Date;
  /** Numbers of cases that it opened or joined. */
  cases: readonly number[];
};

const DAY_MS = 86_400_000;
/** Without summer time since 2019, São Paulo's day begins at 3:00 UTC. */
const dayStart = (day: string) => Date.parse(`${day}T03:00:00Z`);
const plain = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");

/** Of a raw value, the word that the filter has for it: what is left when its beginning is cut off. */
const wordOf = (raw: string | null, start: string, words: readonly string[]): string => {
  const word = raw?.startsWith(start) ? raw.slice(start.length).toLowerCase() : "";
  const known = word === "awaiting_for_document" ? "awaiting_document" : word;
  return words.includes(known) ? known : "other";
};
const STATES = ["created", "awaiting_document", "finished", "failed", "canceled"];
const RESULTS = ["ok", "warning", "error", "expired", "invalid_identity", "unspecified"];
const AUTHENTICATIONS = ["positive", "negative", "inconclusive"];

const among = (values: readonly string[], value: string | null) =>
  values.length === 0 || (value !== null && values.includes(value));

/** Whether the filter finds it: the rule of the SQL, written a second time over plain values. */
export function matches(row: Seen, filter: ProcessFilter, all: readonly Seen[]): boolean {
  const liveness = wordOf(row.liveness, "LIVENESS_RESULT_", ["live", "not_live"]);
  const { scoreMin, scoreMax, seenFrom, seenTo, subject } = filter;
  const seen = row.lastSeenAt.getTime();
  return (
    among(filter.outcome, row.outcome) &&
    among(filter.state, wordOf(row.state, "PROCESS_STATE_", STATES)) &&
    among(filter.result, wordOf(row.result, "PROCESS_RESULT_", RESULTS)) &&
    among(filter.authentication, wordOf(row.authentication, "AUTHENTICATION_RESULT_", AUTHENTICATIONS)) &&
    among(filter.liveness, liveness === "other" ? "not_measured" : liveness) &&
    among(filter.flow, row.flow) &&
    (scoreMin === undefined || (row.score !== null && row.score >= scoreMin)) &&
    (scoreMax === undefined || (row.score !== null && row.score <= scoreMax)) &&
    (seenFrom === undefined || seen >= dayStart(seenFrom)) &&
    (seenTo === undefined || seen < dayStart(seenTo) + DAY_MS) &&
    (subject === undefined || row.subjectId === subject) &&
    isFound(row, filter.q, all)
  );
}

function isFound(row: Seen, q: string | undefined, all: readonly Seen[]): boolean {
  if (q === undefined) return true;
  if (/^[0-9a-f-]{36}$/i.test(q)) return row.id === q.toLowerCase();
  if (/^\d{5,9}$/.test(q)) {
    const people = all.filter((each) => each.cases.includes(Number(q))).map(({ subjectId }) => subjectId);
    return row.cases.includes(Number(q)) || (row.subjectId !== null && people.includes(row.subjectId));
  }
  return row.name !== null && plain(row.name).includes(plain(q));
}

/** The order with its tie-break; no score stands beyond every score. */
export function inOrderOf(sort: ProcessFilter["sort"], rows: readonly Seen[]): Seen[] {
  const sortedBy = (row: Seen) => (sort.endsWith("score") ? (row.score ?? 101) : row.lastSeenAt.getTime());
  const ascending = rows.toSorted((a, b) => sortedBy(a) - sortedBy(b) || (a.id < b.id ? -1 : 1));
  return sort.startsWith("-") ? ascending.reverse() : ascending;
}
