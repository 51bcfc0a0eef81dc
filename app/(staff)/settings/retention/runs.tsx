import { SIGN_IN_TRACES_DAYS } from "#lib/features/retention/schema.ts";
import type { Given, Retention } from "./given.ts";

type Props = { runs: Retention["runs"]; given: Given };
const CLASSES = ["selfies", "snapshots", "answers", "cases", "lists", "imports"] as const;
const TRACES = ["sessions", "links", "tries"] as const;
const COUNTED = [...CLASSES, ...TRACES] as const;

/** What the last nights removed, class by class. */
export function Runs({ runs, given: { t, format } }: Props) {
  return (
    <section aria-labelledby="runs" className="min-w-0">
      <h2 id="runs" className="pb-2 text-base font-semibold">
        {t("retention.runs")}
      </h2>
      <p className="max-w-prose pb-2 text-ink-2">
        {t("retention.tracesText", { days: SIGN_IN_TRACES_DAYS })}
      </p>
      {runs.length === 0 ? (
        <p className="text-ink-2">{t("retention.noRuns")}</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-start whitespace-nowrap">
            <thead>
              <tr className="border-b border-line text-ink-2">
                {[t("retention.runWhen"), t("retention.runEnd")].map((word) => (
                  <th key={word} scope="col" className="py-1 pe-6 text-start font-medium">
                    {word}
                  </th>
                ))}
                {[
                  ...CLASSES.map((name) => t(`retention.class.${name}`)),
                  ...TRACES.map((name) => t(`retention.traces.${name}`)),
                  t("retention.auditPast"),
                ].map((word) => (
                  <th key={word} scope="col" className="py-1 pe-6 text-end font-medium">
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.id} className="border-b border-line">
                  <td className="py-1 pe-6">{format.dateTime(run.startedAt)}</td>
                  <td className="py-1 pe-6">
                    {run.finishedAt ? format.dateTime(run.finishedAt) : t("retention.notEnded")}
                  </td>
                  {[...COUNTED.map((name) => run[name]), Number(run.auditPast)].map((count, place) => (
                    <td key={COUNTED[place] ?? "audit"} className="py-1 pe-6 text-end tabular-nums">
                      {format.number(count)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
