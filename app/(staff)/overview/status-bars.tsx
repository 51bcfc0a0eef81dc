import Link from "next/link";
import { CASES_PATH } from "#app/(staff)/cases/given.ts";
import { CASE_STATUSES, type CaseStatus, PRIORITIES, type Priority } from "#lib/features/cases/rules.ts";
import { hrefOf } from "#lib/table/address.ts";
import type { Given } from "./given.ts";

export type Share = { status: CaseStatus; priority: Priority; count: number };

const WORST_FIRST = PRIORITIES.toReversed();
const FILL: Record<Priority, string> = {
  urgent: "var(--seq-1)",
  high: "var(--seq-2)",
  normal: "var(--seq-3)",
  low: "var(--seq-4)",
};
/** In units of the drawing: where bars begin, how far they may go, and a row's height. */
const LEFT = 148;
const WIDTH = 312;
const ROW = 36;

/** Open cases by status, each bar parted by priority and a way to its rows. */
export function StatusBars({ given, shares }: { given: Given; shares: readonly Share[] }) {
  const { o, verdicts, format } = given;
  const rows = CASE_STATUSES.filter((status) => status !== "closed").map((status) => {
    const own = shares.filter((share) => share.status === status);
    return { status, own, count: own.reduce((sum, share) => sum + share.count, 0) };
  });
  const most = Math.max(1, ...rows.map((row) => row.count));
  return (
    <>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-xs text-ink-2">
        {WORST_FIRST.map((priority) => (
          <li key={priority} className="inline-flex items-center gap-1.5">
            <i aria-hidden="true" className="size-2.5 rounded-xs" style={{ background: FILL[priority] }} />
            {verdicts(`priority.${priority}`)}
          </li>
        ))}
      </ul>
      <nav aria-label={o("byStatus")}>
        <svg
          className="chart chart-scaled mt-2 block w-full max-w-160"
          viewBox={`0 0 512 ${rows.length * ROW}`}
        >
          <title>{o("byStatus")}</title>
          {rows.map(({ status, own, count }, place) => (
            <Link
              key={status}
              href={hrefOf(CASES_PATH, { status: [status] })}
              prefetch={false}
              aria-label={o("barName", {
                status: verdicts(`status.${status}`),
                count: format.number(count),
              })}
            >
              <rect x="0" y={place * ROW} width="512" height={ROW - 4} fill="transparent" />
              <text x="0" y={place * ROW + 20}>
                {verdicts(`status.${status}`)}
              </text>
              {segmentsOf(own, most).map(({ priority, x, width }) => (
                <rect
                  key={priority}
                  x={LEFT + x}
                  y={place * ROW + 4}
                  width={Math.max(1, width - 1)}
                  height="24"
                  fill={FILL[priority]}
                />
              ))}
              <text x={LEFT + (count / most) * WIDTH + 8} y={place * ROW + 20}>
                {format.number(count)}
              </text>
            </Link>
          ))}
          <path d={`M${LEFT - 0.5} 0v${rows.length * ROW}`} stroke="var(--control)" />
        </svg>
      </nav>
    </>
  );
}

function segmentsOf(shares: readonly Share[], most: number) {
  const widths = WORST_FIRST.flatMap((priority) => {
    const count = shares.find((share) => share.priority === priority)?.count ?? 0;
    return count > 0 ? [{ priority, width: (count / most) * WIDTH }] : [];
  });
  return widths.map((part, place) => ({
    ...part,
    x: widths.slice(0, place).reduce((sum, before) => sum + before.width, 0),
  }));
}
