import type { Given } from "#app/(staff)/cases/given.ts";
import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { FacePair } from "#components/ui/face-pair.tsx";
import { ScoreGauge } from "#components/ui/score.tsx";
import { type SignalItem, SignalList } from "#components/verdict/verdict.tsx";
import { biometryWords, fraudWords, livenessWords, scoreWords } from "#components/verdict/words.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";

type Props = { found: CaseWhole; given: Given };

const RELATION = { match: "same", no_match: "different", undecided: "unknown" } as const;

/** The two faces side by side. Where no picture is held the frame says where it is; one that is shown is audited. */
export function Faces({ found, given: { t, verdicts, format, now } }: Props) {
  const { reverification, process, referenceId } = found;
  const enrolledAt = reverification?.reference.enrolledAt ?? referenceDate(found);
  const day = (at: Date | null | undefined) => (at ? format.near(at, now) : t("faces.noDate"));
  return (
    <FacePair
      relation={found.biometry ? RELATION[found.biometry] : "unknown"}
      relationLabel={verdicts(biometryWords(found.biometry).word)}
      left={{
        title: t("faces.reference"),
        date: referenceId ? day(enrolledAt) : undefined,
        id: referenceId ?? undefined,
        source: referenceId ? t("faces.source.reference") : undefined,
        state: "not_kept",
        text: t(referenceId ? "faces.referenceNotHeld" : "faces.noReference"),
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
          ? {
              state: "shown",
              text: t("faces.selfieShown", { number: numberOf(reverification.number) }),
              imageUrl: `/api/selfies/${reverification.id}`,
            }
          : {
              state: "not_kept",
              text: t(reverification ? "faces.selfieNotHeld" : "faces.captureNotHeld"),
            }),
      }}
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
