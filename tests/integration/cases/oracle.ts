import type { Prisma } from "#lib/db/generated/client.ts";
import { PRIORITIES } from "#lib/features/cases/rules.ts";
import type { CaseFilter, CaseSort } from "#lib/features/cases/table-schema.ts";

/** A case as it was inserted, with what the search finds it by. */
export type Kept = Prisma.CaseCreateManyInput & {
  number: number;
  openedAt: Date;
  dueAt: Date;
  reasons: string[];
  name: string | null;
  unicoProcessId: string | null;
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
    (scoreMin === undefined || (score !== null && score >= scoreMin)) &&
    (scoreMax === undefined || (score !== null && score <= scoreMax)) &&
    (subject === undefined || row.subjectId === subject) &&
    (subsidiary === undefined || row.subsidiaryId === subsidiary) &&
    (openedFrom === undefined || opened >= dayStart(openedFrom)) &&
    (openedTo === undefined || opened < dayEnd(openedTo)) &&
    isDue(row, filter.due, now.getTime()) &&
    isAssigned(row.assigneeId ?? null, filter.assignee, me) &&
    isFound(row, filter.q)
  );
}

function isDue({ status, dueAt }: Kept, due: CaseFilter["due"], now: number): boolean {
  if (due === undefined) return true;
  const end = { overdue: now, "1h": now + HOUR_MS, "4h": now + 4 * HOUR_MS, today: dayEnd(dayAt(now)) };
  return status !== "closed" && status !== "waiting" && dueAt.getTime() < end[due];
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
