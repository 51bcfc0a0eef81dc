import type { DryRun, DryRunRule } from "#lib/features/triage/dry-run.ts";
import type { TriageRules } from "#lib/features/triage/schema.ts";
import type { Given } from "./given.ts";
import { titleOf } from "./sentence.ts";

export type Line = { title: string; cells: readonly string[] };
export type Report = {
  title: string;
  period: string;
  joined: string;
  rules: { heads: readonly string[]; lines: readonly Line[] };
  priorities: { heads: readonly string[]; lines: readonly Line[] };
};

/** What a dry run found, in words: plain text, so that it may travel to the browser as it is. */
export function reportOf(found: DryRun, rules: TriageRules, given: Given): Report {
  const { t, verdicts, format } = given;
  const signed = (count: number) =>
    count === 0 ? "0" : `${count > 0 ? "+" : "−"}${format.number(Math.abs(count))}`;
  const change = ({ opens, opened }: Pick<DryRunRule, "opens" | "opened">) => [
    format.number(opens),
    format.number(opened),
    signed(opens - opened),
  ];
  const ofRule = (title: string, line: DryRunRule): Line => ({
    title,
    cells: [format.number(line.caught), ...change(line)],
  });
  const compared = [t("report.opens"), t("report.opened"), t("report.difference")];
  const all = {
    opens: found.priorities.reduce((sum, { opens }) => sum + opens, 0),
    opened: found.priorities.reduce((sum, { opened }) => sum + opened, 0),
  };
  return {
    title: t("report.title"),
    period: t("report.period", {
      answers: found.answers,
      from: format.dateTime(found.from),
      to: format.dateTime(found.to),
    }),
    joined: t("report.joined"),
    rules: {
      heads: [t("report.rule"), t("report.caught"), ...compared],
      lines: [
        ...found.rules.map((line, place) => {
          const rule = rules[place];
          return ofRule(`${place + 1}. ${rule ? titleOf(rule, given) : ""}`, line);
        }),
        ofRule(t("floor.title"), found.floor),
        ...(found.openedByOthers > 0
          ? [ofRule(t("report.others"), { caught: 0, opens: 0, opened: found.openedByOthers })]
          : []),
      ],
    },
    priorities: {
      heads: [t("report.priority"), ...compared],
      lines: [
        ...found.priorities.map((line) => ({
          title: verdicts(`priority.${line.priority}`),
          cells: change(line),
        })),
        { title: t("report.all"), cells: change(all) },
      ],
    },
  };
}
