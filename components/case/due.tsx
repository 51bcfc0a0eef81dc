import { Icon } from "#components/ui/icon.tsx";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type CaseTimes = { status: string; dueAt: Date; closedAt: Date | null };
export type DueState = "over" | "soon" | "later" | "paused" | "closed";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How a case stands to its due time; within the last hour it is soon. */
export function dueState({ status, dueAt, closedAt }: CaseTimes, now: Date): DueState {
  if (closedAt) return "closed";
  if (status === "waiting") return "paused";
  const leftMs = dueAt.getTime() - now.getTime();
  if (leftMs < 0) return "over";
  return leftMs < HOUR_MS ? "soon" : "later";
}

const TONE: Record<DueState, string> = {
  over: "font-medium text-refute",
  soon: "font-medium text-doubt",
  later: "text-ink-2",
  paused: "text-ink-2",
  closed: "text-ink-2",
};

/** Without a due time there is nothing to say: it is hidden. */
type Times = Omit<CaseTimes, "dueAt"> & { dueAt: Date | null };
type How = {
  now: Date;
  t: Translator<"cases">;
  format: Formatter;
  /** In a sentence of its own, "due in 18 min", instead of under a head "Due". */
  alone?: boolean;
};

/** A due time as it is shown, in words. */
export type ShownDue = { state: DueState; at: string; title: string; words: string };

export function dueOf(times: Times, { now, t, format, alone = false }: How): ShownDue | null {
  const { dueAt } = times;
  if (!dueAt) return null;
  const state = dueState({ ...times, dueAt }, now);
  const at = state === "closed" && times.closedAt ? times.closedAt : dueAt;
  return {
    state,
    at: at.toISOString(),
    title: format.full(at),
    words: wordsOf(state, at, { now, t, format, alone }),
  };
}

/** The due time in colour, icon and word, before and after it is missed. */
export function Due({ times, ...how }: How & { times: Times }) {
  const due = dueOf(times, how);
  return due && <DueTime due={due} alone={how.alone ?? false} />;
}

export function DueTime({
  due: { state, at, title, words },
  alone = false,
}: {
  due: ShownDue;
  alone?: boolean;
}) {
  return (
    <time
      dateTime={at}
      title={title}
      data-due={state}
      className={`inline-flex items-center gap-1.5 ${TONE[state]}`}
    >
      {state !== "later" || alone ? (
        <Icon name={state === "closed" ? "check" : "clock"} />
      ) : (
        <span className="w-4 phone:hidden" />
      )}
      {words}
    </time>
  );
}

function wordsOf(state: DueState, at: Date, { now, t, format, alone }: How): string {
  const ms = at.getTime() - now.getTime();
  const span = format.span(ms);
  if ((state === "soon" || state === "over") && Math.abs(ms) < MINUTE_MS)
    return t(alone ? "due.headNow" : "due.now");
  switch (state) {
    case "closed":
      return alone ? t("due.closed", { day: format.near(at, now) }) : format.near(at, now);
    case "paused":
      return t("due.paused");
    case "over":
      return t(alone ? "due.headOver" : "due.over", { span });
    default:
      if (ms < DAY_MS) return t(alone ? "due.headIn" : "due.in", { span });
      return alone ? t("due.headDay", { day: format.near(at, now) }) : format.near(at, now);
  }
}
