import Link from "next/link";
import { StateMark } from "#app/(staff)/reverifications/state-mark.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { biometryWords, fraudWords, livenessWords, outcomeWords } from "#components/verdict/words.ts";
import { isWaiting, type PartProps } from "./parts.ts";

/** Every fact under its own term, the raw value beside the plain words. */
export function Details(props: PartProps) {
  const { t } = props;
  return (
    <section className="mt-6 border-t border-line pt-5" aria-labelledby="details">
      <h2 id="details" className="pb-2 text-base font-semibold">
        {t("details")}
      </h2>
      <div className="grid grid-cols-2 gap-x-10 max-[1180px]:grid-cols-1">
        <Facts>
          <AnswerFacts {...props} />
        </Facts>
        <Facts>
          <CallFacts {...props} />
        </Facts>
      </div>
    </section>
  );
}

function AnswerFacts({ found, t, verdicts }: PartProps) {
  const { raw, outcome } = found;
  const hasAnswer = found.state === "completed";
  const said = (words: { glyph: Parameters<typeof Verdict>[0]["glyph"]; word: string }) =>
    hasAnswer ? <Verdict glyph={words.glyph} word={words.word} /> : t("none.signal");
  const rawOf = (value: string | null) => (hasAnswer ? (value ?? t("absent")) : undefined);
  const alert = fraudWords(found.fraudsters, raw.fraudsters);
  const person = biometryWords(found.biometry);
  const live = livenessWords(found.liveness);
  return (
    <>
      <Fact term={t("fact.state")} raw={found.state}>
        <StateMark state={found.state} verdicts={verdicts} />
      </Fact>
      <Fact term={t("fact.outcome")} raw={outcome ?? undefined}>
        {outcome ? (
          <Verdict glyph={outcomeWords(outcome).glyph} word={verdicts(outcomeWords(outcome).word)} />
        ) : (
          t(isWaiting(found) ? "none.outcome" : "none.outcomeNever")
        )}
      </Fact>
      <Fact term={t("fact.unicoProcess")} raw={raw.status === null ? undefined : `status: ${raw.status}`}>
        {found.unicoProcessId ? (
          <span className="font-mono text-xs break-all select-all">{found.unicoProcessId}</span>
        ) : (
          t("none.unicoProcess")
        )}
      </Fact>
      <Fact term="identityFraudsters" raw={rawOf(raw.fraudsters)}>
        {said({ glyph: alert.glyph, word: verdicts(alert.word) })}
      </Fact>
      <Fact term="biometryToken" raw={rawOf(raw.biometry)}>
        {said({ glyph: person.glyph, word: verdicts(person.word) })}
      </Fact>
      <Fact term="liveness" raw={rawOf(raw.liveness)}>
        {said({ glyph: live.glyph, word: verdicts(live.word) })}
      </Fact>
    </>
  );
}

function CallFacts({ found, t, format }: PartProps) {
  const time = (at: Date | null, otherwise: string) =>
    at ? (
      <time dateTime={at.toISOString()} title={format.full(at)}>
        {format.date(at)}, {format.exact(at)}
      </time>
    ) : (
      otherwise
    );
  return (
    <>
      <Fact term={t("fact.sent")}>
        {time(found.sentAt, t(isWaiting(found) ? "none.notYet" : "none.sent"))}
      </Fact>
      {/* An unknown one is left alone since then, and settled by nobody. */}
      <Fact term={t("fact.settled")}>
        {time(found.state === "unknown" ? null : found.settledAt, t("none.notYet"))}
      </Fact>
      <Fact term={t("fact.http")}>
        {found.httpStatus === null ? t("none.http") : `HTTP ${found.httpStatus}`}
      </Fact>
      {found.unicoCode ? (
        <Fact term={t("fact.code")}>
          <span className="font-mono text-xs">{found.unicoCode}</span>
        </Fact>
      ) : null}
      <Fact term={t("fact.keyLiveness")}>{t(found.keyLiveness ? "yes" : "no")}</Fact>
      <Fact term={t("fact.picture")}>
        {[
          found.imageWidth === null ? t("capture.sdk") : found.imageFormat.toUpperCase(),
          // The Web SDK's string has no size to be seen.
          ...(found.imageWidth === null ? [] : [`${found.imageWidth} × ${found.imageHeight}`]),
          `${format.number(found.imageBytes / 1000)} kB`,
          ...(found.reencoded ? [t("reencoded")] : []),
        ].join(", ")}
      </Fact>
      <Fact term={t("fact.pictureHash")}>
        <span className="font-mono text-2xs break-all">{found.imageSha256}</span>
      </Fact>
      {found.caseNumber ? (
        <Fact term={t("fact.from")}>
          <Link className="link" href={`/cases/${found.caseNumber}`}>
            {found.caseNumber}
          </Link>
        </Fact>
      ) : null}
    </>
  );
}
