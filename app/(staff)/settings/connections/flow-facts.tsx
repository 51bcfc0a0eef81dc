import { Moment } from "#components/connections/health.tsx";
import { breakerReason, type Given, hostWord, sayTime } from "#components/connections/words.ts";
import { FactGroup } from "#components/ui/fact-group.tsx";
import { Fact, Raw } from "#components/ui/facts.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { UnicoSide } from "#lib/features/connections/reading.ts";
import { isSkewTooGreat, type OpenBreaker, type Skew } from "#lib/features/connections/rules.ts";

/** Each host, and whether it is called or left alone. */
export function HostFacts({ hosts, given }: { hosts: UnicoSide["hosts"]; given: Given }) {
  return (
    <FactGroup id="hosts" title={given.t("breakers")}>
      {hosts.map(({ host, breaker }) => (
        <Fact key={host} term={hostWord(given, host)}>
          <Breaker breaker={breaker} given={given} />
          <Raw>{given.hosts[host]}</Raw>
        </Fact>
      ))}
    </FactGroup>
  );
}

function Breaker({ breaker, given }: { breaker: OpenBreaker | null; given: Given }) {
  const { t } = given;
  if (!breaker) return <Verdict glyph="confirmed" word={t("breakerClosed")} />;
  const reason = breakerReason(breaker.reason);
  return (
    <>
      <Verdict
        glyph="refuted"
        word={t("breakerOpen", {
          time: sayTime(given, breaker.openedAt),
          reason: t(`breakerReason.${reason}`),
          probe: sayTime(given, breaker.probeAt),
        })}
      />
      {reason === "other" ? <Raw>{breaker.reason}</Raw> : null}
    </>
  );
}

/** How many requests may leave, how many do, and who waits. */
export function RateFacts({ rate, lanes, given }: Pick<UnicoSide, "rate" | "lanes"> & { given: Given }) {
  const { t, format } = given;
  return (
    <FactGroup id="rate" title={t("rate")}>
      <Fact term={t("allowed")}>{t("allowedRate", { count: rate.allowed })}</Fact>
      <Fact term={t("used")}>
        {t("usedRate", { second: format.number(rate.lastSecond), minute: format.number(rate.lastMinute) })}
        {rate.heldUntil ? (
          <Verdict glyph="second-look" word={t("held", { time: sayTime(given, rate.heldUntil) })} />
        ) : null}
      </Fact>
      {lanes.map(({ lane, waiting, since }) => (
        <Fact key={lane} term={t(`lane.${lane}`)}>
          {since ? t("waiting", { count: waiting, time: sayTime(given, since) }) : t("nobodyWaits")}
        </Fact>
      ))}
    </FactGroup>
  );
}

/** `Date` headers are whole seconds, and the way here takes time: less than this says nothing. */
const SAME_MS = 2_000;

export function ClockFacts({ skew, given }: { skew: Skew | null; given: Given }) {
  const { t } = given;
  return (
    <FactGroup id="clock" title={t("clock")}>
      <Fact term={t("difference")}>
        {skew ? (
          <Verdict glyph={isSkewTooGreat(skew) ? "second-look" : "confirmed"} word={saySkew(skew, given)} />
        ) : (
          t("noClock")
        )}
      </Fact>
    </FactGroup>
  );
}

function saySkew({ skewMs }: Skew, { t, format }: Given): string {
  const seconds = format.seconds(Math.abs(skewMs));
  if (Math.abs(skewMs) <= SAME_MS) return t("same");
  return skewMs > 0 ? t("ahead", { seconds }) : t("behind", { seconds });
}

type NoticeProps = { notices: UnicoSide["notices"]; isConfigured: boolean; given: Given };

export function NoticeFacts({ notices, isConfigured, given }: NoticeProps) {
  const { t, format } = given;
  const count = (many: number) => (many === 0 ? t("none") : format.number(many));
  return (
    <FactGroup id="notices" title={t("webhook")}>
      <Fact term={t("configured")}>{t(isConfigured ? "isConfigured" : "notConfigured")}</Fact>
      <Fact term={t("lastNotice")}>
        {notices.lastAt ? (
          <Moment at={notices.lastAt} said={sayTime(given, notices.lastAt)} format={format} />
        ) : (
          t("noNotice")
        )}
      </Fact>
      <Fact term={t("notHandled")}>{count(notices.waiting)}</Fact>
      <Fact term={t("refusedLately")}>{count(notices.refused)}</Fact>
    </FactGroup>
  );
}

export function ProgramFacts({
  senders,
  unknown,
  given,
}: Pick<UnicoSide, "senders" | "unknown"> & { given: Given }) {
  const { t, format } = given;
  return (
    <FactGroup id="program" title={t("program")}>
      <Fact term={t("senders")}>{senders === 0 ? t("noSender") : format.number(senders)}</Fact>
      <Fact term={t("unknown")}>
        {unknown === 0 ? t("none") : <Verdict glyph="no-answer" word={format.number(unknown)} />}
      </Fact>
    </FactGroup>
  );
}
