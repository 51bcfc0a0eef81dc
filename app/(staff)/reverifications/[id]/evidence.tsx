import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { FaceStage, type StageWords } from "#components/ui/face-stage.tsx";
import { Note } from "#components/ui/note.tsx";
import { SignalList } from "#components/verdict/verdict.tsx";
import { biometryWords, fraudWords, livenessWords } from "#components/verdict/words.ts";
import type { PartProps } from "./parts.ts";

const RELATION = { match: "same", no_match: "different", undecided: "unknown" } as const;

type Props = PartProps & { stage: StageWords };

/** The two faces, hidden until they are opened, for that is audited, and what Unico said of them. */
export function Evidence(props: Props) {
  const { found, t } = props;
  return (
    <div className="grid grid-cols-[minmax(0,480px)_minmax(0,1fr)] gap-10 pt-2 max-[1180px]:grid-cols-1 max-[1180px]:gap-4">
      <section aria-label={t("faces")}>
        <Faces {...props} />
      </section>
      {found.state === "completed" ? (
        <section aria-label={t("signals")} className="min-[1181px]:pt-7">
          <Signals {...props} />
        </section>
      ) : null}
    </div>
  );
}

function Faces({ found, t, format, stage }: Props) {
  const relation = found.biometry ? RELATION[found.biometry] : "unknown";
  const { reference, referenceSelfie } = found;
  const picture = (of: { id: string; number: number }) =>
    ({
      state: "held",
      text: t("selfieShown", { number: numberOf(of.number) }),
      imageUrl: `/api/selfies/${of.id}`,
    }) as const;
  return (
    <FaceStage
      left={{
        title: t("faceReference"),
        date: format.date(reference.enrolledAt ?? reference.createdAt),
        id: reference.id,
        source: t(`origin.${reference.origin}`),
        ...(referenceSelfie
          ? picture(referenceSelfie)
          : { state: "not_kept", text: t("start.faceReference") }),
      }}
      right={{
        title: t("faceSelfie"),
        date: format.dateTime(found.startedAt),
        id: found.unicoProcessId ?? undefined,
        source: t(`capture.${found.capture}`),
        ...(found.maySeeSelfie ? picture(found) : { state: "not_kept", text: t("notKept") }),
      }}
      relation={relation}
      relationLabel={t(`relation.${relation}`)}
      words={stage}
    />
  );
}

function Signals({ found, t, verdicts }: PartProps) {
  const { raw } = found;
  const alert = fraudWords(found.fraudsters, raw.fraudsters);
  const person = biometryWords(found.biometry);
  const live = livenessWords(found.liveness);
  const rawOf = (name: string, value: string | null) => `${name}: ${value ?? t("absent")}`;
  return (
    <div className="flex flex-col gap-4">
      <SignalList
        items={[
          {
            glyph: alert.glyph,
            word: verdicts(alert.word),
            raw: rawOf("identityFraudsters", raw.fraudsters),
            why: verdicts(alert.why),
          },
          {
            glyph: person.glyph,
            word: verdicts(person.word),
            raw: rawOf("biometryToken", raw.biometry),
            why: verdicts(person.why),
          },
          {
            glyph: live.glyph,
            word: verdicts(live.word),
            raw: rawOf("liveness", raw.liveness),
            why: verdicts(live.why),
          },
        ]}
      />
      {found.biometry === "match" && found.liveness === "not_measured" ? (
        <Note>{t("photoOfPhoto")}</Note>
      ) : null}
    </div>
  );
}
