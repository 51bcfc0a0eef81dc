import Link from "next/link";
import { headlineOf } from "#app/(staff)/reverifications/words.ts";
import { AutoRefresh } from "#components/ui/auto-refresh.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { isWaiting, type PartProps } from "./parts.ts";

const WAIT_MS = 2_000;
/** Unico's own work is read again by a job, less often the longer it takes. */
const WORKING_MS = 10_000;

/** The one sentence that the page opens with, why it is so, and what to do. */
export function Headline(props: PartProps) {
  const { found, t, verdicts } = props;
  const headline = headlineOf(found);
  const isWorking = isWaiting(found) && found.unicoProcessId !== null;
  return (
    <div role="status" className="flex flex-col gap-1 py-3">
      <Verdict
        size={28}
        glyph={headline.glyph}
        word={"verdict" in headline ? verdicts(headline.verdict) : t(`failure.${headline.failure}.title`)}
      />
      <p className="ps-11 text-base text-ink-2 phone:ps-10">
        {textOf(props)}
        <Cases {...props} />
      </p>
      {isWaiting(found) ? <AutoRefresh everyMs={isWorking ? WORKING_MS : WAIT_MS} /> : null}
    </div>
  );
}

function textOf({ found, t }: PartProps): string {
  const headline = headlineOf(found);
  if ("failure" in headline) return t(`failure.${headline.failure}.text`);
  if (found.ahead !== null) return t("stateText.queued", { ahead: found.ahead });
  if (found.state === "sent" && found.unicoProcessId) return t("stateText.working");
  if (isWaiting(found)) {
    // An attempt's end is written down only as the next one opens, so this may be told late, but never wrongly.
    if (found.attempts.some(({ verdict }) => verdict === "busy")) return t("stateText.slowed");
    return t(found.state === "pending" ? "stateText.pending" : "stateText.sent");
  }
  const parts = [
    t(`outcomeText.${found.outcome ?? "undecided"}`),
    ...(found.liveness === "not_measured" ? [t(found.capture === "file" ? "fileText" : "proofText")] : []),
  ];
  return parts.join(" ");
}

/** The cases that this answer opened or joined, by their numbers. */
function Cases({ found, t }: PartProps) {
  if (found.cases.length === 0) return found.state === "completed" ? <> {t("noCase")}</> : null;
  return (
    <>
      {" "}
      {t("inCases", { count: found.cases.length })}{" "}
      {found.cases.map(({ number }, index) => (
        <span key={number}>
          {index > 0 ? ", " : ""}
          <Link className="link" href={`/cases/${number}`}>
            {number}
          </Link>
        </span>
      ))}
      .
    </>
  );
}
