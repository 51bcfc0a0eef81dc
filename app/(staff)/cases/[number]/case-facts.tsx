import Link from "next/link";
import type { Given } from "#app/(staff)/cases/given.ts";
import { Fact, Facts } from "#components/ui/facts.tsx";
import {
  biometryWords,
  fraudWords,
  livenessWords,
  outcomeWords,
  scoreWords,
} from "#components/verdict/words.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";

type Props = { found: CaseWhole; given: Given };

/** Every value that the case rests on, its word first and the raw one beside it. */
export function CaseFacts({ found, given: { t, verdicts, format } }: Props) {
  const { raw, score, outcome, reverification, process, referenceId } = found;
  const sent = (value: string | null) => value ?? t("notSent");
  return (
    <Facts>
      <Fact term={t("facts.state")} raw={found.status}>
        {verdicts(`status.${found.status}`)}
      </Fact>
      <Fact term={t("facts.outcome")} raw={outcome ?? undefined}>
        {outcome ? verdicts(outcomeWords(outcome).word) : t("noComparison")}
      </Fact>
      <Fact term={t("facts.process")}>
        <UnicoProcess reverification={reverification} process={process} none={t("facts.none")} />
      </Fact>
      {reverification ? (
        <Fact term={t("facts.reverification")}>
          <Link href={`/reverifications/${reverification.id}`} prefetch={false} className="link">
            R-{reverification.number}
          </Link>
        </Fact>
      ) : null}
      <Fact term={t("facts.reference")}>
        {referenceId ? <Id>{referenceId}</Id> : <span className="text-ink-3">{t("facts.none")}</span>}
      </Fact>
      <Fact term="identityFraudsters" raw={sent(raw.fraudsters)}>
        {verdicts(fraudWords(found.fraudsters, raw.fraudsters).word)}
      </Fact>
      <Fact term="biometryToken" raw={sent(raw.biometry)}>
        {verdicts(biometryWords(found.biometry).word)}
      </Fact>
      <Fact term="liveness" raw={sent(raw.liveness)}>
        {verdicts(livenessWords(found.liveness).word)}
      </Fact>
      <Fact term={t("facts.score")} raw={score === null ? undefined : format.score(score)}>
        {verdicts(scoreWords(score).word)}
      </Fact>
      <Fact term={t("facts.opened")} title={format.full(found.openedAt)}>
        {format.dateTime(found.openedAt)}
      </Fact>
      {found.dueAt ? (
        <Fact term={t("facts.due")} title={format.full(found.dueAt)}>
          {format.dateTime(found.dueAt)}
        </Fact>
      ) : null}
    </Facts>
  );
}

const Id = ({ children }: { children: string }) => (
  <span className="min-w-0 font-mono text-xs break-all">{children}</span>
);

function UnicoProcess({
  reverification,
  process,
  none,
}: Pick<CaseWhole, "reverification" | "process"> & { none: string }) {
  const ofComparison = reverification?.unicoProcessId;
  if (!ofComparison && !process) return <span className="text-ink-3">{none}</span>;
  return (
    <div className="flex min-w-0 flex-col">
      {ofComparison ? <Id>{ofComparison}</Id> : null}
      {process ? (
        <Link href={`/processes/${process.id}`} prefetch={false} className="link min-w-0">
          <Id>{process.id}</Id>
        </Link>
      ) : null}
    </div>
  );
}

/** Unico's answer to the letter; it holds no personal data. */
export function ExactAnswer({ answer, label }: { answer: string; label: string }) {
  return (
    <details className="text-ink-2">
      <summary className="link inline-block cursor-pointer">{label}</summary>
      <pre className="mt-2 rounded-sm bg-sunken p-3 font-mono text-xs break-all whitespace-pre-wrap">
        {indented(answer)}
      </pre>
    </details>
  );
}

function indented(answer: string): string {
  try {
    return JSON.stringify(JSON.parse(answer), null, 2);
  } catch {
    return answer;
  }
}
