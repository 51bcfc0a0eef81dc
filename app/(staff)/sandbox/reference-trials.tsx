import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import type { GlyphName } from "#components/ui/glyph.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { ReferenceTrial, Scenarios, TrialAnswer } from "#lib/features/sandbox/service.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { personColumns, TrialList, WholeText } from "./trial-list.tsx";

/** What the program makes of each answer. */
const GLYPHS: Record<TrialAnswer, GlyphName> = {
  match: "confirmed",
  match_flagged: "alert",
  no_match: "refuted",
  no_match_flagged: "alert",
  not_live: "refuted",
  not_live_unseen: "confirmed",
  status5: "do-again",
  biometry_missing: "second-look",
  alert_missing: "second-look",
  alert_unknown: "alert",
  biometry_boolean: "confirmed",
  match_late: "confirmed",
  pending: "not-finished",
  cancelled: "do-again",
  cpf_queued: "do-again",
  error_500: "no-answer",
  html_502: "no-answer",
  drop: "no-answer",
  no_id: "no-answer",
};

type Props = { scenarios: Scenarios; t: Translator<"sandbox">; references: Translator<"references"> };

/** People to compare a selfie with; the link opens the form filled in. */
export function ReferenceTrials({ scenarios, t, references }: Props) {
  const columns: Column<ReferenceTrial>[] = [
    ...personColumns(t),
    {
      id: "answer",
      header: t("answer"),
      cell: ({ answer }) => (
        <WholeText>
          <Verdict glyph={GLYPHS[answer]} word={t(`answers.${answer}`)} />
        </WholeText>
      ),
    },
  ];
  if (scenarios.mayStart) {
    columns.push({
      id: "act",
      header: t("act"),
      width: "128px",
      align: "end",
      phone: "end",
      cell: ({ id, name }) => (
        <Link
          href={`/reverifications/new?reference=${id}&sample=1`}
          prefetch={false}
          className="text-accent-text"
          aria-label={references("reverifyOf", { name })}
        >
          {references("reverify")}
        </Link>
      ),
    });
  }
  return (
    <TrialList
      id="references"
      title={t("references")}
      lead={t("referencesLead")}
      hint={scenarios.mayStart ? null : t("noStart")}
      columns={columns}
      rows={scenarios.references}
    />
  );
}
