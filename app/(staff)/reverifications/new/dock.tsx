import { DockSection } from "#components/shell/page.tsx";
import { FacePair } from "#components/ui/face-pair.tsx";
import { Glyph, type GlyphName } from "#components/ui/glyph.tsx";
import { decide } from "#lib/features/triage/rules.ts";
import type { TriageRules } from "#lib/features/triage/schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import type { ReferenceCard } from "./card.ts";
import { ChosenFace } from "./chosen-face.tsx";

type Words = { t: Translator<"reverifications">; verdicts: Translator<"verdicts"> };
type Props = Words & { card: ReferenceCard | null; rules: TriageRules };

/** What is about to be compared, and what may come of it. */
export function StartDock({ card, rules, t, verdicts }: Props) {
  return (
    <>
      <DockSection title={t("start.willCompare")} titleId="will-compare">
        <FacePair
          left={{
            title: t("faceReference"),
            date: card?.place,
            id: card?.id,
            state: "not_kept",
            text: t("start.faceReference"),
          }}
          right={{
            title: t("start.selfie"),
            date: t("start.now"),
            state: "to_come",
            text: t("start.faceSelfie"),
            around: (words) => <ChosenFace label={t("start.chosenSelfie")}>{words}</ChosenFace>,
          }}
          relation="unknown"
          relationLabel={t("start.notCompared")}
        />
      </DockSection>
      <DockSection title={t("start.canComeBack")} titleId="can-come-back">
        <ul>
          {comeBacks(rules, { t, verdicts }).map(({ glyph, word, after }) => (
            <li key={word} className="grid min-h-7 grid-cols-[20px_auto_minmax(0,1fr)] items-center gap-2">
              <Glyph name={glyph} />
              <span>{word}</span>
              <span className="text-end text-ink-3">{after}</span>
            </li>
          ))}
        </ul>
      </DockSection>
    </>
  );
}

const UNKNOWN = { liveness: null, score: null, subsidiaryId: null, repeats: new Map<number, number>() };

type ComeBack = { glyph: GlyphName; word: string; after: string };

/** The rules as far as they look at these signals alone: whose they are, and how often, is not known yet. */
function comeBacks(rules: TriageRules, { t, verdicts }: Words): ComeBack[] {
  const afterwards = (
    outcome: "match" | "no_match" | "match_flagged",
    fraudsters: "yes" | "inconclusive",
  ) => {
    const biometry = outcome === "no_match" ? "no_match" : "match";
    const hit = decide(rules, { ...UNKNOWN, outcome, fraudsters, biometry });
    return hit
      ? t("start.opensCase", { priority: verdicts(`priority.${hit.priority}`).toLowerCase() })
      : t("start.nothingToDo");
  };
  return [
    { glyph: "confirmed", word: verdicts("biometry.match"), after: afterwards("match", "inconclusive") },
    { glyph: "refuted", word: verdicts("biometry.no_match"), after: afterwards("no_match", "inconclusive") },
    { glyph: "alert", word: verdicts("fraud.yes"), after: afterwards("match_flagged", "yes") },
    { glyph: "refuted", word: verdicts("liveness.not_live"), after: t("start.sdkOnly") },
    { glyph: "do-again", word: t("start.error5"), after: t("start.needsSelfie") },
    { glyph: "no-answer", word: verdicts("reverification.unknown"), after: t("start.neverResent") },
  ];
}
