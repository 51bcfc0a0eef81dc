import Link from "next/link";
import { Panel } from "#components/charts/panel.tsx";
import { PlainTable } from "#components/charts/plain-table.tsx";
import { DECISIONS, type Decision } from "#lib/features/cases/rules.ts";
import { reviewersTable } from "#lib/features/reports/case-tables.ts";
import { type Rows, rowsOf } from "#lib/features/reports/rows.ts";
import { agreementOf } from "#lib/features/reports/rules.ts";
import { peopleTable } from "#lib/features/reports/tables.ts";
import { definitionOf } from "#lib/features/reports/whose.ts";
import { type Given, rowsHref, saidTable } from "./given.ts";

const NUMBER = "h-8 px-1 text-center text-xs font-[450] text-ink-2";

/** How often the first decision is the one that stands: a field for each pair. */
export function Reviewers({ given }: { given: Given }) {
  const { r, verdicts, format, report } = given;
  const { n, agreed, kappa } = agreementOf(report.now.pairs);
  const rows = rowsOf(report.filter, report.period);
  const { title } = reviewersTable(report, given);
  const note =
    n === 0
      ? r("agreeNone")
      : r("agreeIn", {
          share: format.percent(agreed / n),
          count: format.number(n),
          kappa: kappa === null ? r("kappaNone") : format.index(kappa),
        });
  const countOf = (first: Decision, stands: Decision) =>
    report.now.pairs
      .filter((pair) => pair.first === first && pair.stands === stands)
      .reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel
      id="reviewers"
      title={title}
      note={note}
      definition={{ text: definitionOf(r, "agreement"), label: r("define", { name: title }) }}
      link={
        n > agreed
          ? {
              href: rowsHref(rows.reviewed({ overturned: "yes" })),
              text: r("differ", { count: format.number(n - agreed) }),
            }
          : undefined
      }
    >
      <table className="agreement w-full table-fixed border-separate border-spacing-0.5" aria-label={title}>
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={DECISIONS.length} className={`${NUMBER} text-ink-3`}>
              {r("second")}
            </th>
          </tr>
          <tr>
            <th scope="col" className="text-start text-xs font-[450] text-ink-3">
              {r("columns.first")}
            </th>
            {DECISIONS.map((decision) => (
              <th key={decision} scope="col" className={NUMBER}>
                {verdicts(`decision.${decision}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DECISIONS.map((first) => (
            <tr key={first}>
              <th scope="row" className="text-start text-xs font-[450] text-ink-2">
                {verdicts(`decision.${first}`)}
              </th>
              {DECISIONS.map((stands) => {
                const count = countOf(first, stands);
                const part = n > 0 ? Math.round(6 + (count / n) * 40) : 6;
                const said = format.number(count);
                return (
                  <td
                    key={stands}
                    className={first === stands ? "is-same" : undefined}
                    style={{ "--part": `${part}%` } as React.CSSProperties}
                  >
                    {count > 0 ? (
                      <Link
                        href={rowsHref(rows.reviewed({ first: [first], decision: [stands] }))}
                        prefetch={false}
                        aria-label={r("cell", {
                          first: verdicts(`decision.${first}`),
                          stands: verdicts(`decision.${stands}`),
                          count: said,
                        })}
                      >
                        {said}
                      </Link>
                    ) : (
                      <span>{said}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** What each person did; what they have open, closed, approved and started leads to its rows. */
export function People({ given }: { given: Given }) {
  const { r, report } = given;
  const rows = rowsOf(report.filter, report.period);
  const table = peopleTable(report, given);
  const said = saidTable(given, table);
  const linked = said.rows.map(({ key, cells }, place) => {
    const person = report.now.work[place]?.person ?? "";
    const behind: (Rows | null)[] = [
      null,
      rows.openOf(person),
      rows.closedBy(person),
      rows.approvedBy(person),
      rows.startedBy(person),
    ];
    return {
      key,
      cells: cells.map((cell, at) => {
        const to = behind[at];
        return to && cell !== "0" ? (
          <Link
            key={said.heads[at]}
            href={rowsHref(to)}
            prefetch={false}
            className="link inline-flex min-h-6 min-w-6 items-center justify-end"
          >
            {cell}
          </Link>
        ) : (
          cell
        );
      }),
    };
  });
  return (
    <Panel
      id="people"
      title={table.title}
      definition={{ text: definitionOf(r, "people"), label: r("define", { name: table.title }) }}
    >
      {linked.length > 0 ? (
        <PlainTable name={table.title} heads={said.heads} words={said.words} rows={linked} />
      ) : (
        <p className="text-ink-2">{r("nothing")}</p>
      )}
    </Panel>
  );
}
