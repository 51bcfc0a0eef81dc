import { workingTimeBetween } from "#lib/business-time.ts";
import { DECISIONS, type Decision } from "#lib/features/cases/rules.ts";
import type { FigureId } from "#lib/features/reports/figures.ts";
import type { Days } from "#lib/features/reports/period.ts";
import type { ReportFilter } from "#lib/features/reports/schema.ts";
import type { History, RawCase } from "./histories.ts";

const HOUR_MS = 3_600_000;
/** Without summer time since 2019, São Paulo's day begins at 3:00 UTC. */
const dayStart = (day: string) => Date.parse(`${day}T03:00:00Z`);
const dayAt = (at: Date) => new Date(at.getTime() - 3 * HOUR_MS).toISOString().slice(0, 10);

/** The smallest value that so large a part of all is not above. */
function rank(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
}
const spreadOf = (values: readonly number[], high: number) => ({
  value: rank(values, 0.5),
  high: rank(values, high),
  of: values.length,
});
const shareOf = (part: number, of: number) => ({ value: of === 0 ? null : part / of, of });

export type Recounted = Record<FigureId, { value: number | null; high?: number | null; of?: number }>;

const isOf = (filter: ReportFilter, branch: string | null | undefined, person: string | null | undefined) =>
  (filter.subsidiary === undefined || branch === filter.subsidiary) &&
  (filter.person === undefined || person === filter.person);

/** What is looked at in a period, from raw rows alone. */
export function partsOf(
  { cases, events, reverifications, attempts, processes, avoided }: History,
  filter: ReportFilter,
  days: Days,
  now: Date,
) {
  const [from, until] = [dayStart(days.from), dayStart(days.to) + 24 * HOUR_MS];
  const isWithin = (at: Date | string | null | undefined): at is Date =>
    at instanceof Date && at.getTime() >= from && at.getTime() < until;
  const held = cases.filter((row) => isOf(filter, row.subsidiaryId, row.assigneeId));
  const ended = cases.filter((row) => isWithin(row.closedAt));
  const closed = ended.filter((row) => isOf(filter, row.subsidiaryId, row.decidedById));
  const firstOf = ({ number, decision, approvedById }: RawCase): Decision | null =>
    events.find(
      ({ caseNumber, kind }) => caseNumber === number && (kind === "sent_back" || kind === "reopened"),
    )?.decision ?? (approvedById ? (decision ?? null) : null);
  /** Whose the last decision was before the first second look. */
  const firstBy = ({ number, decidedById }: RawCase) => {
    const own = events.filter(({ caseNumber }) => caseNumber === number);
    const look = own.findIndex(({ kind }) => kind === "sent_back" || kind === "reopened");
    if (look === -1) return decidedById;
    return own.slice(0, look).findLast(({ kind }) => kind === "decided")?.actorId ?? decidedById;
  };
  const ours = reverifications.filter((row) => isOf(filter, row.subsidiaryId, row.startedById));
  return {
    held,
    closed,
    reviewed: ended.flatMap((row) => {
      const [first, person] = [firstOf(row), firstBy(row)];
      if (!first || !row.decision || !isOf(filter, row.subsidiaryId, person)) return [];
      return [{ first, stands: row.decision, person }];
    }),
    opened: held.filter((row) => isWithin(row.openedAt)),
    touched: held.filter((row) => isWithin(row.firstTouchedAt)),
    due: held.filter((row) => isWithin(row.dueAt)),
    reopened: held.filter(({ number }) =>
      events.some((event) => event.caseNumber === number && event.kind === "reopened" && isWithin(event.at)),
    ),
    open: held.filter((row) => row.status !== "closed"),
    openAt: (at: number) =>
      held.filter(
        (row) =>
          row.openedAt.getTime() < at && !(row.closedAt instanceof Date && row.closedAt.getTime() < at),
      ),
    started: ours.filter((row) => isWithin(row.startedAt)),
    attempts,
    scored: processes.filter((row) => row.score !== null && isWithin(row.lastSeenAt)),
    avoided: avoided.filter((row) => isWithin(row.at) && ours.some(({ id }) => id === row.reverificationId)),
    from,
    now,
  };
}
export type Parts = ReturnType<typeof partsOf>;

const decisionMs = ({ openedAt, decidedAt, pausedMs }: RawCase) =>
  Math.max(0, workingTimeBetween(openedAt, new Date(decidedAt ?? 0)) - Number(pausedMs ?? 0));

const isMet = ({ decidedAt, dueAt }: RawCase) => decidedAt instanceof Date && decidedAt <= dueAt;
const isMissed = ({ decidedAt, dueAt, status }: RawCase, now: Date) =>
  decidedAt instanceof Date ? decidedAt > dueAt : status !== "waiting" && status !== "closed" && dueAt < now;

function kappaOf(pairs: Parts["reviewed"]): number | null {
  if (pairs.length === 0) return null;
  const part = (is: (pair: Parts["reviewed"][number]) => boolean) => pairs.filter(is).length / pairs.length;
  const seen = part(({ first, stands }) => first === stands);
  const chance = DECISIONS.map(
    (each) => part(({ first }) => first === each) * part(({ stands }) => stands === each),
  ).reduce((a, b) => a + b);
  return chance > 1 - 1e-12 ? null : (seen - chance) / (1 - chance);
}

/** Every figure once more, one line each over plain rows. */
export function recount(parts: Parts, opens: "now" | "then"): Recounted {
  const { started, closed, opened, due, reviewed, now } = parts;
  const completed = started.filter(({ state }) => state === "completed");
  const settled = started.filter(
    ({ state }) => state === "completed" || state === "refused" || state === "failed",
  );
  const ended = (state: string) => ({ value: started.filter((row) => row.state === state).length });
  const outcome = (name: string) => ({ value: completed.filter((row) => row.outcome === name).length });
  const measured = completed.filter(({ liveness }) => liveness === "live" || liveness === "not_live");
  const decided = opened.filter(({ status }) => status === "closed");
  const [met, missed] = [due.filter(isMet).length, due.filter((row) => isMissed(row, now)).length];
  const differ = reviewed.filter(({ first, stands }) => first !== stands).length;
  return {
    reverifications: { value: settled.length },
    match: outcome("match"),
    match_flagged: outcome("match_flagged"),
    no_match: outcome("no_match"),
    no_match_flagged: outcome("no_match_flagged"),
    not_live: outcome("not_live"),
    undecided: outcome("undecided"),
    refused: ended("refused"),
    failed: ended("failed"),
    unanswered: ended("unknown"),
    flaggedRate: shareOf(completed.filter(({ fraudsters }) => fraudsters === "yes").length, completed.length),
    notLiveRate: shareOf(measured.filter(({ liveness }) => liveness === "not_live").length, measured.length),
    opened: { value: opened.length },
    closed: { value: closed.length },
    backlog: { value: opens === "now" ? parts.open.length : parts.openAt(parts.from).length },
    firstTouch: spreadOf(
      parts.touched.map(({ openedAt, firstTouchedAt }) =>
        workingTimeBetween(openedAt, new Date(firstTouchedAt ?? 0)),
      ),
      0.9,
    ),
    decision: spreadOf(closed.map(decisionMs), 0.9),
    dueMet: shareOf(met, met + missed),
    falsePositives: shareOf(
      decided.filter(({ decision }) => decision === "false_positive").length,
      decided.length,
    ),
    overturned: shareOf(differ, reviewed.length),
    reopened: { value: parts.reopened.length },
    agreement: { value: kappaOf(reviewed), of: reviewed.length },
    latency: spreadOf(
      parts.attempts
        .filter(
          ({ reverificationId, verdict }) =>
            verdict === "done" && completed.some(({ id }) => id === reverificationId),
        )
        .map(({ startedAt, finishedAt }) => finishedAt.getTime() - startedAt.getTime()),
      0.95,
    ),
    failedRate: shareOf(settled.length - completed.length, settled.length),
    unknownValues: { value: completed.filter(({ fraudsters }) => fraudsters === "other").length },
    paid: { value: completed.length },
    avoided: { value: parts.avoided.length },
  };
}

const tallied = (keys: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(keys)].sort().map((key) => [key, keys.filter((each) => each === key).length]),
  );

const ageOf = (openedAt: Date, now: Date): string => {
  const hours = (now.getTime() - openedAt.getTime()) / HOUR_MS;
  return hours < 1 ? "1h" : hours < 4 ? "4h" : hours < 24 ? "24h" : hours < 72 ? "72h" : "older";
};
/** The bands of ten from zero outwards; nothing but zero is in the middle. */
const stepOf = (score: number) =>
  score === 0 ? 0 : Math.sign(score) * Math.min(10, Math.floor(Math.abs(score) / 10) + 1);

/** What charts and tables show, each as counts by a name. */
export function recountSeries(parts: Parts) {
  const { started, closed, opened, open, reviewed, scored, now } = parts;
  const completed = started.filter(({ state }) => state === "completed");
  const failed = started.filter(({ state }) => state === "refused" || state === "failed");
  return {
    openedByDay: tallied(opened.map(({ openedAt }) => dayAt(openedAt))),
    closedByDay: tallied(closed.map(({ closedAt }) => dayAt(new Date(closedAt ?? 0)))),
    backlog: tallied(open.map(({ openedAt, priority }) => `${ageOf(openedAt, now)} ${priority}`)),
    reasons: tallied(
      closed.flatMap(({ decision, reasons }) => reasons.map((reason) => `${decision} ${reason}`)),
    ),
    decisions: tallied(closed.map(({ decision }) => String(decision))),
    pairs: tallied(reviewed.map(({ first, stands, person }) => `${first} ${stands} ${person}`)),
    scores: tallied(scored.map(({ score }) => String(stepOf(score ?? 0)))),
    completedByDay: tallied(completed.map(({ startedAt }) => dayAt(startedAt))),
    failedByDay: tallied(failed.map(({ startedAt }) => dayAt(startedAt))),
    cohorts: tallied(
      opened.map(
        ({ openedAt, status, decision }) => `${dayAt(openedAt)} ${status === "closed" ? decision : null}`,
      ),
    ),
    started: tallied([...completed, ...failed].map(({ startedById }) => startedById)),
    decidedBy: tallied(closed.map(({ decidedById }) => String(decidedById))),
    openBy: tallied(open.flatMap(({ assigneeId }) => (assigneeId ? [assigneeId] : []))),
  };
}
