import { placeWord } from "#components/audit/proof-alarms.tsx";
import { FactGroup } from "#components/ui/fact-group.tsx";
import { Fact } from "#components/ui/facts.tsx";
import { SmallLink } from "#components/ui/small-link.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { LastCheck } from "#lib/features/audit/proof-alarms.ts";
import type { UnicoSide } from "#lib/features/connections/reading.ts";
import type { KeyAge, KeyAges } from "#lib/features/overview/keys.ts";
import type { Queues } from "#lib/features/overview/service.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import type { Given } from "./given.ts";

type G = { given: Pick<Given, "o" | "format" | "now"> };

/** Our policy: a worker that runs takes a job within seconds. */
const LATE_MS = 2 * 60_000;

/** What is still to be done, and what was given up. */
export function QueueFacts({
  queues: { waiting, oldestMs, running, failed },
  lanes,
  given: { o, format },
}: G & { queues: Queues; lanes: readonly UnicoSide["lanes"][number][] }) {
  const atUnico = lanes.reduce((sum, lane) => sum + lane.waiting, 0);
  const isLate = waiting > 0 && oldestMs > LATE_MS;
  const said = (count: number) => (count === 0 ? o("noJobs") : format.number(count));
  return (
    <FactGroup id="queues" title={o("queues")}>
      <Fact term={o("jobsWaiting")}>
        {isLate ? (
          <>
            <Verdict
              glyph="second-look"
              word={o("jobsLate", { count: waiting, span: format.span(oldestMs) })}
            />
            <span className="text-ink-2">{o("startWorker")}</span>
          </>
        ) : (
          said(waiting)
        )}
      </Fact>
      <Fact term={o("jobsRunning")}>{said(running)}</Fact>
      <Fact term={o("jobsFailed")}>
        {failed > 0 ? (
          <>
            <Verdict glyph="refuted" word={format.number(failed)} />
            <span className="text-ink-2">{o("readWorkerLog")}</span>
            <SmallLink href="/audit?outcome=failed">{o("toFailed")}</SmallLink>
          </>
        ) : (
          said(failed)
        )}
      </Fact>
      <Fact term={o("waitForUnico")}>
        {said(atUnico)}
        <SmallLink href="/settings/connections">{o("toRate")}</SmallLink>
      </Fact>
    </FactGroup>
  );
}

/** When the log was checked last, and how that ended. */
export function CheckFacts({
  lastCheck,
  audit: t,
  given: { o, format, now },
}: G & { lastCheck: LastCheck; audit: Translator<"audit"> }) {
  return (
    <FactGroup id="log-check" title={o("log")} action={<SmallLink href="/audit">{o("toAudit")}</SmallLink>}>
      <Fact term={t("proof.lastCheck")} {...(lastCheck ? { title: format.full(lastCheck.at) } : {})}>
        {lastCheck ? (
          <Verdict
            glyph={lastCheck.bad ? "refuted" : "confirmed"}
            word={
              lastCheck.bad
                ? t("proof.checkedBad", {
                    when: format.near(lastCheck.at, now),
                    place: placeWord(t, lastCheck.bad),
                  })
                : t("proof.checkedGood", { when: format.near(lastCheck.at, now), count: lastCheck.events })
            }
          />
        ) : (
          <Verdict glyph="second-look" word={t("proof.neverChecked")} />
        )}
      </Fact>
    </FactGroup>
  );
}

const KINDS = ["data", "index", "log"] as const;

/** How long each key has been in use. */
export function KeyFacts({ keys, given }: G & { keys: KeyAges }) {
  const { o } = given;
  return (
    <FactGroup
      id="keys"
      title={o("keys")}
      action={<SmallLink href="/settings/retention#keys">{o("toKeys")}</SmallLink>}
    >
      {KINDS.map((kind) => (
        <Fact key={kind} term={o(`key.${kind}`)}>
          <Age age={keys[kind]} given={given} />
        </Fact>
      ))}
    </FactGroup>
  );
}

function Age({ age, given: { o, format, now } }: G & { age: KeyAge | null }) {
  if (age === null) return o("keyUnused");
  if (age.since === null) return <Verdict glyph="not-finished" word={o("keyNotTaken")} />;
  const span = format.span(now.getTime() - age.since.getTime());
  return (
    <time dateTime={age.since.toISOString()} title={format.full(age.since)}>
      {o("keyAge", { span, since: format.date(age.since) })}
    </time>
  );
}
