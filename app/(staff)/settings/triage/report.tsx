"use client";

import type { Line, Report } from "./report-words.ts";

/** What a dry run found: by rule and by priority. */
export function DryRunReport({ report }: { report: Report }) {
  return (
    <section aria-labelledby="dry-run" className="flex w-full flex-col gap-3">
      <h2 id="dry-run" className="text-base font-semibold">
        {report.title}
      </h2>
      <p className="text-ink-2">{report.period}</p>
      <Figures {...report.rules} label={report.title} />
      <Figures {...report.priorities} label={report.priorities.heads[0] ?? report.title} />
      <p className="text-xs text-ink-2">{report.joined}</p>
    </section>
  );
}

type FiguresProps = { label: string; heads: readonly string[]; lines: readonly Line[] };

function Figures({ label, heads, lines }: FiguresProps) {
  const [first, ...others] = heads;
  return (
    <table aria-label={label} className="w-full">
      <thead>
        <tr className="border-b border-line-strong text-xs text-ink-2">
          <th scope="col" className="py-1 pe-3 text-start align-bottom font-medium">
            {first}
          </th>
          {others.map((head) => (
            <th key={head} scope="col" className="py-1 ps-3 text-end align-bottom font-medium phone:ps-1.5">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ title, cells }) => (
          <tr key={title} className="border-b border-line">
            <th scope="row" className="py-1.5 pe-3 text-start font-normal wrap-anywhere">
              {title}
            </th>
            {cells.map((cell, place) => (
              <td key={others[place] ?? place} className="py-1.5 ps-3 text-end tabular-nums phone:ps-1.5">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
