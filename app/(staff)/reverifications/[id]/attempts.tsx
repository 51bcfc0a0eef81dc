import { AttemptBars, type AttemptRow } from "#components/ui/attempt-bars.tsx";
import type { PartProps } from "./parts.ts";

const FAILED = ["unknown", "not_sent", "refused", "busy"];

/** Where the time went, from the click to the kept answer, on one scale. */
export function Attempts(props: PartProps) {
  const { found, t, format } = props;
  const rows = rowsOf(props);
  const endMs = Math.max(0, ...rows.map((row) => row.startMs + row.durationMs));
  return (
    <section className="mt-6 border-t border-line pt-5" aria-labelledby="attempts">
      <h2 id="attempts" className="flex items-baseline gap-2 pb-2 text-base font-semibold">
        {t("attempts")}
        <span className="text-sm font-normal text-ink-2">{found.attempts.length}</span>
      </h2>
      {found.attempts.length === 0 ? (
        <p className="text-ink-2">{t("attemptsNone")}</p>
      ) : (
        <AttemptBars rows={rows} totalLabel={t("inAll", { seconds: format.seconds(endMs) })} />
      )}
    </section>
  );
}

function rowsOf({ found, t }: PartProps): AttemptRow[] {
  const sinceStart = (at: Date) => Math.max(0, at.getTime() - found.startedAt.getTime());
  const calls = found.attempts.map(({ startedAt, finishedAt, httpStatus, verdict }): AttemptRow => {
    const startMs = sinceStart(startedAt);
    const came = httpStatus === null ? t("noAnswer") : `HTTP ${httpStatus}`;
    return {
      label: verdict === "token" ? t("tokenCall") : t("attempt", { came: finishedAt ? came : t("under") }),
      startMs,
      durationMs: finishedAt ? sinceStart(finishedAt) - startMs : 0,
      tone: verdict === "token" ? "token" : FAILED.includes(verdict ?? "") ? "failed" : "unico",
      ...(finishedAt ? {} : { value: "…" }),
    };
  });
  const lastMs = Math.max(0, ...calls.map((row) => row.startMs + row.durationMs));
  const settledMs = found.settledAt ? sinceStart(found.settledAt) : null;
  return [
    ...(found.sentAt
      ? [{ label: t("intent"), startMs: 0, durationMs: sinceStart(found.sentAt), tone: "own" as const }]
      : []),
    ...calls,
    ...(settledMs !== null && found.answer
      ? [
          {
            label: t("kept"),
            startMs: lastMs,
            durationMs: Math.max(0, settledMs - lastMs),
            tone: "own" as const,
          },
        ]
      : []),
  ];
}
