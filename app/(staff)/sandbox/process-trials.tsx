import { OUTCOME_GLYPHS } from "#app/(staff)/processes/outcome-words.ts";
import type { Column } from "#components/table/data-table.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { ProcessTrial, Scenarios } from "#lib/features/sandbox/service.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { LookUpOne } from "./look-up-one.tsx";
import { personColumns, TrialList, WholeText } from "./trial-list.tsx";

type Props = { scenarios: Scenarios; t: Translator<"sandbox">; processes: Translator<"processes"> };

/** Processes that the sandbox holds; the button asks for one as if its id had been pasted. */
export function ProcessTrials({ scenarios, t, processes }: Props) {
  const columns: Column<ProcessTrial>[] = [
    ...personColumns(t),
    {
      id: "outcome",
      header: t("outcome"),
      width: "208px",
      cell: ({ outcome }) => (
        <Verdict glyph={OUTCOME_GLYPHS[outcome]} word={processes(`outcome.${outcome}`)} />
      ),
    },
    {
      id: "answer",
      header: t("answer"),
      cell: ({ reason }) => <WholeText>{processes(`happened.${reason}`)}</WholeText>,
    },
  ];
  if (scenarios.mayLookUp) {
    columns.push({
      id: "act",
      header: t("act"),
      width: "128px",
      align: "end",
      phone: "end",
      cell: ({ id, number, name }) => (
        <LookUpOne
          id={id}
          words={{
            lookUp: processes("lookUp"),
            lookingUp: processes("lookingUp"),
            name: t("lookUpOf", { number: String(number), name }),
          }}
        />
      ),
    });
  }
  return (
    <TrialList
      id="processes"
      title={t("processes")}
      lead={t("processesLead")}
      hint={scenarios.mayLookUp ? null : t("noLookUp")}
      columns={columns}
      rows={scenarios.processes}
    />
  );
}
