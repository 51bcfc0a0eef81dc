import type { UserCtx } from "#lib/features/context.ts";
import type { ReportFilter } from "#lib/features/reports/schema.ts";
import { readReport } from "#lib/features/reports/service.ts";
import type { Words } from "#lib/features/reports/table-of.ts";
import { Backlog, Cohorts, OpenedAndClosed, Reasons } from "./case-panels.tsx";
import { People, Reviewers } from "./people-panels.tsx";
import { Summary } from "./summary.tsx";
import { Answers, Flagged, OddValues, Scores } from "./unico-panels.tsx";

type Props = { ctx: UserCtx; words: Words; filter: ReportFilter; price: number | null };

/** All figures and charts of a report. */
export async function ReportPanels({ ctx, words, filter, price }: Props) {
  const given = { ...words, report: await readReport(ctx, filter) };
  return (
    <div className="panels">
      <div className="flex min-w-0 flex-col">
        <Summary given={given} price={price} />
        <People given={given} />
      </div>
      <div className="flex min-w-0 flex-col">
        <Reasons given={given} />
        <Reviewers given={given} />
      </div>
      <Backlog given={given} />
      <OpenedAndClosed given={given} />
      <Answers given={given} />
      <Flagged given={given} />
      <Cohorts given={given} />
      <Scores given={given} />
      <OddValues given={given} />
    </div>
  );
}
