import type { Given } from "#app/(staff)/cases/given.ts";
import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { stageWords } from "#components/case/stage-words.ts";
import { FaceStage } from "#components/ui/face-stage.tsx";
import { Note } from "#components/ui/note.tsx";
import { ScoreGauge } from "#components/ui/score.tsx";
import { type SignalItem, SignalList } from "#components/verdict/verdict.tsx";
import { biometryWords, fraudWords, livenessWords, scoreWords } from "#components/verdict/words.ts";
import { contradictionsOf } from "#lib/features/cases/contradictions.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";

type Props = { found: CaseWhole; given: Given };

const RELATION = { match: "same", no_match: "different", undecided: "unknown" } as const;

/** The two faces side by side: hidden until they are opened; where no picture is held the frame says where it is. */
export function Faces({ found, given: { t, verdicts, format, now } }: Props) {
  const { reverification, process, referenceId, referenceSelfie } = found;
  const enrolledAt =
    reverification?.reference.enrolledAt ?? referenceDate(found) ?? referenceSelfie?.startedAt;
  const day = (at: Date | null | undefined) => (at ? format.near(at, now) : t("faces.noDate"));
  const picture = (of: { id: string; number: number }) =>
    ({
      state: "held",
      text: t("faces.selfieShown", { number: numberOf(of.number) }),
      imageUrl: `/api/selfies/${of.id}`,
    }) as const;
  return (
    <FaceStage
      relation={found.biometry ? RELATION[found.biometry] : "unknown"}
      relationLabel={verdicts(biometryWords(found.biometry).word)}
      left={{
        title: t("faces.reference"),
        date: referenceId ? day(enrolledAt) : undefined,
        id: referenceId ?? undefined,
        source: referenceId ? t("faces.source.reference") : undefined,
        ...(referenceSelfie
          ? picture(referenceSelfie)
          : {
              state: "not_kept",
              text: t(referenceId ? "faces.referenceNotHeld" : "faces.noReference"),
            }),
      }}
      right={{
        title: t(reverification ? "faces.selfie" : "faces.capture"),
        date: day(reverification?.startedAt ?? process?.lastSeenAt),
        id: reverification?.unicoProcessId ?? process?.id,
        source: reverification
          ? t(`faces.source.${reverification.capture}`)
          : process
            ? t("faces.source.idcheck")
            : undefined,
        ...(reverification?.selfieKey
          ? picture(reverification)
          : {
              state: "not_kept",
              text: t(reverification ? "faces.selfieNotHeld" : "faces.captureNotHeld"),
            }),
      }}
      words={stageWords(t)}
    />
  );
}

const referenceDate = ({ same, referenceId }: CaseWhole) =>
  same?.references.find(({ id }) => id === referenceId)?.enrolledAt;

/** Each signal in plain words beside what Unico sent, in the order that never changes. */
export function Signals({ found, given: { t, verdicts, format } }: Props) {
  const { raw, score } = found;
  const item = (name: string, value: string | null) => `${name}: ${value ?? t("notSent")}`;
  const fraud = fraudWords(found.fraudsters, raw.fraudsters);
  const person = biometryWords(found.biometry);
  const live = livenessWords(found.liveness);
  const items: SignalItem[] = [
    { ...said(fraud), raw: item("identityFraudsters", raw.fraudsters) },
    { ...said(person), raw: item("biometryToken", raw.biometry) },
    { ...said(live), raw: item("liveness", raw.liveness) },
  ];
  if (score !== null) {
    const value = format.score(score);
    items.push({
      ...said(scoreWords(score)),
      raw: `score: ${value}`,
      children: (
        <ScoreGauge
          score={score}
          words={{ label: verdicts("scoreGauge", { score: value }), noScore: verdicts("noScore") }}
        />
      ),
    });
  }
  return <SignalList items={items} />;

  function said({ glyph, word, why }: typeof fraud) {
    return { glyph, word: verdicts(word), why: verdicts(why) };
  }
}

/** Where signals speak against each other, so that nobody overlooks one for the other. */
export function Contradictions({ found, given: { t } }: Props) {
  const others = found.same?.reverifications.filter(({ id }) => id !== found.reverificationId) ?? [];
  const codes = contradictionsOf(found, others);
  if (codes.length === 0) return null;
  return (
    <Note tone="doubt" title={t("contradiction.title")}>
      <ul>
        {codes.map((code) => (
          <li key={code}>{t(`contradiction.${code}`)}</li>
        ))}
      </ul>
    </Note>
  );
}
