import type { Prisma } from "#lib/db/generated/client.ts";
import { PRIORITIES } from "#lib/features/cases/rules.ts";
import type { CaseFilter, CaseSort } from "#lib/features/cases/table-schema.ts";

/** A case as it was inserted, with what the search finds it by. */
export type Kept = Prisma.CaseCreateManyInput & {
  number: number;
  openedAt: Date;
  dueAt: Date;
  reasons: string[];
  tags: string[];
  name: string | null;
  unicoProcessId: string | null;
  /** What was decided before it was sent back or reopened first, and the days on which it was reopened. */
  firstDecision: string | null;
  /** Who decided before that. */
  firstDecidedById?: string | null;
  reopenedAt: Date[];
};

const HOUR_MS = 3_600_000;
/** Without summer time since 2019, São Paulo's day begins at 3:00 UTC. */
const dayStart = (day: string) => Date.parse(`${day}T03:00:00Z`);
const dayEnd = (day: string) => dayStart(day) + 24 * HOUR_MS;
const dayAt = (at: number) => new Date(at - 3 * HOUR_MS).toISOString().slice(0, 10);

/** Spaces count once, wherever they stand. */
const plain = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");

const among = (values: readonly unknown[], value: unknown) =>
  values.length === 0 || values.includes(value ?? null);

/** Whether the filter finds the case: the same rule as the SQL's, written a second time over plain values. */
export function matches(row: Kept, filter: CaseFilter, me: string, now: Date): boolean {
  const { scoreMin, scoreMax, openedFrom, openedTo, subject, subsidiary } = filter;
  const opened = row.openedAt.getTime();
  const score = row.score ?? null;
  return (
    among(filter.status, row.status) &&
    among(filter.decision, row.decision) &&
    among(filter.fraudsters, row.fraudsters) &&
    among(filter.biometry, row.biometry) &&
    among(filter.liveness, row.liveness) &&
    among(filter.priority, row.priority) &&
    among(filter.origin, row.origin) &&
    (filter.reason.length === 0 || filter.reason.some((reason) => row.reasons.includes(reason))) &&
    (filter.tag.length === 0 || filter.tag.some((tag) => row.tags.includes(tag))) &&
    (scoreMin === undefined || (score !== null && score >= scoreMin)) &&
    (scoreMax === undefined || (score !== null && score <= scoreMax)) &&
    among(subject, row.subjectId) &&
    among(subsidiary, row.subsidiaryId) &&
    (openedFrom === undefined || opened >= dayStart(openedFrom)) &&
    (openedTo === undefined || opened < dayEnd(openedTo)) &&
    isDue(row, filter.due, now.getTime()) &&
    isOfReports(row, filter, now.getTime()) &&
    isAssigned(row.assigneeId ?? null, filter.assignee, me) &&
    isFound(row, filter.q)
  );
}

function isDue({ status, dueAt }: Kept, due: CaseFilter["due"], now: number): boolean {
  if (due.length === 0) return true;
  const end = { overdue: now, "1h": now + HOUR_MS, "4h": now + 4 * HOUR_MS, today: dayEnd(dayAt(now)) };
  return status !== "closed" && status !== "waiting" && due.some((each) => dueAt.getTime() < end[each]);
}

const AGE_HOURS = {
  "1h": [0, 1],
  "4h": [1, 4],
  "24h": [4, 24],
  "72h": [24, 72],
  older: [72, Infinity],
} as const;

/** Where the figures of reports lead. */
function isOfReports(row: Kept, filter: CaseFilter, now: number): boolean {
  const [isOpen, isClosed] = [row.status !== "closed", row.status === "closed"];
  const isWithin = (at: unknown, from: string | undefined, to: string | undefined) =>
    (from === undefined && to === undefined) ||
    (at instanceof Date &&
      (from === undefined || at.getTime() >= dayStart(from)) &&
      (to === undefined || at.getTime() < dayEnd(to)));
  const [least, most] = AGE_HOURS[filter.age ?? "older"];
  const age = (now - row.openedAt.getTime()) / HOUR_MS;
  const decided = row.decidedAt instanceof Date ? row.decidedAt : null;
  const isMet = decided !== null && decided <= row.dueAt;
  const isMissed = decided
    ? decided > row.dueAt
    : isOpen && row.status !== "waiting" && row.dueAt.getTime() < now;
  const first = row.firstDecision ?? (row.approvedById ? row.decision : null);
  return (
    (filter.age === undefined || (isOpen && age >= least && age < most)) &&
    isWithin(row.firstTouchedAt, filter.touchedFrom, filter.touchedTo) &&
    isWithin(row.closedAt, filter.closedFrom, filter.closedTo) &&
    isWithin(row.dueAt, filter.dueFrom, filter.dueTo) &&
    (filter.met === undefined || (filter.met === "yes" ? isMet : isMissed)) &&
    (filter.decidedBy === undefined || row.decidedById === filter.decidedBy) &&
    (filter.approvedBy === undefined || row.approvedById === filter.approvedBy) &&
    (filter.first.length === 0 || (isClosed && among(filter.first, first))) &&
    (filter.firstBy === undefined ||
      (isClosed && first !== null && (row.firstDecidedById ?? row.decidedById) === filter.firstBy)) &&
    (filter.overturned === undefined ||
      (isClosed && row.firstDecision !== null && row.firstDecision !== row.decision)) &&
    ((filter.reopenedFrom === undefined && filter.reopenedTo === undefined) ||
      row.reopenedAt.some((at) => isWithin(at, filter.reopenedFrom, filter.reopenedTo)))
  );
}

function isAssigned(assigneeId: string | null, asked: CaseFilter["assignee"], me: string): boolean {
  if (asked.length === 0) return true;
  return asked.some((who) =>
    who === "none" ? assigneeId === null : assigneeId === (who === "me" ? me : who),
  );
}

function isFound(row: Kept, q: string | undefined): boolean {
  if (q === undefined) return true;
  if (/^\d{5,9}$/.test(q)) return row.number === Number(q);
  if (/^[0-9a-f-]{36}$/i.test(q))
    return [row.referenceId, row.processId, row.reverificationId, row.unicoProcessId].includes(
      q.toLowerCase(),
    );
  return row.name !== null && plain(row.name).includes(plain(q));
}

const VALUE: Record<CaseSort, (row: Kept) => number> = {
  number: ({ number }) => number,
  openedAt: ({ openedAt }) => openedAt.getTime(),
  dueAt: ({ dueAt }) => dueAt.getTime(),
  priority: ({ priority }) => PRIORITIES.indexOf(priority),
  score: ({ score }) => score ?? Number.NEGATIVE_INFINITY,
};

/** The order with its tie-break; descending turns both round. */
export function inOrderOf(sort: CaseFilter["sort"], rows: readonly Kept[]): Kept[] {
  const isDown = sort.startsWith("-");
  const value = VALUE[(isDown ? sort.slice(1) : sort) as CaseSort];
  const ascending = rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    return x === y ? a.number - b.number : x < y ? -1 : 1;
  });
  return isDown ? ascending.reverse() : ascending;
}
