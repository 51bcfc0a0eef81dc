import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { FacePair } from "#components/ui/face-pair.tsx";
import { Note } from "#components/ui/note.tsx";
import { SignalList } from "#components/verdict/verdict.tsx";
import { biometryWords, fraudWords, livenessWords } from "#components/verdict/words.ts";
import type { PartProps } from "./parts.ts";

const RELATION = { match: "same", no_match: "different", undecided: "unknown" } as const;

/** The two faces, and what Unico said of them. The kept copy of the selfie is audited as it is shown. */
export function Evidence(props: PartProps) {
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

function Faces({ found, t, format }: PartProps) {
  const relation = found.biometry ? RELATION[found.biometry] : "unknown";
  const { reference } = found;
  return (
    <FacePair
      left={{
        title: t("faceReference"),
        date: format.date(reference.enrolledAt ?? reference.createdAt),
        id: reference.id,
        source: t(`origin.${reference.origin}`),
        state: "not_kept",
        text: t("start.faceReference"),
      }}
      right={{
        title: t("faceSelfie"),
        date: format.dateTime(found.startedAt),
        id: found.unicoProcessId ?? undefined,
        source: t(`capture.${found.capture}`),
        ...(found.maySeeSelfie
          ? {
              state: "shown",
              text: t("selfieShown", { number: numberOf(found.number) }),
              imageUrl: `/api/selfies/${found.id}`,
            }
          : { state: "not_kept", text: t("notKept") }),
      }}
      relation={relation}
      relationLabel={t(`relation.${relation}`)}
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
