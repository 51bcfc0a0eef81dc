import Link from "next/link";
import { Raw } from "#components/ui/facts.tsx";
import { Note } from "#components/ui/note.tsx";
import type { ConnectionAlert, WarningName } from "#lib/features/connections/rules.ts";
import { breakerReason, type Given, hostWord, isHost, sayTime } from "./words.ts";

/**
 * What is wrong with Unico's side, and what to do about it. Nothing here changes with every look, such as a span or the
 * time of the next try: a screen reader would read the alert out again each time.
 */
export function ConnectionAlerts({ alerts, given }: { alerts: readonly ConnectionAlert[]; given: Given }) {
  if (alerts.length === 0) return null;
  return (
    <div className="flex max-w-160 flex-col gap-3 px-6 pb-4 phone:px-4">
      {alerts.map((alert) => (
        <Alert key={keyOf(alert)} alert={alert} given={given} />
      ))}
    </div>
  );
}

function keyOf(alert: ConnectionAlert): string {
  if (alert.kind === "warning") return alert.warning.name;
  return alert.kind === "breaker" ? `breaker ${alert.breaker.host}` : alert.kind;
}

function Alert({ alert, given }: { alert: ConnectionAlert; given: Given }) {
  switch (alert.kind) {
    case "token":
      return <TokenAlert alert={alert} given={given} />;
    case "breaker":
      return <BreakerAlert alert={alert} given={given} />;
    case "skew":
      return <SkewAlert alert={alert} given={given} />;
    case "warning":
      return <WarningAlert alert={alert} given={given} />;
  }
}

type AlertOf<K> = { alert: Extract<ConnectionAlert, { kind: K }>; given: Given };

function TokenAlert({ alert: { trouble, token }, given }: AlertOf<"token">) {
  const { t, now } = given;
  const { failedAt, pausedUntil, expiresAt, unicoCode } = token;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  const isGood = expiresAt !== null && expiresAt > now;
  return (
    <Note role="alert" tone="refute" glyph="alert" title={t(`trouble.${trouble}.title`)}>
      <p>{t(`trouble.${trouble}.do`)}</p>
      <p className="pt-1">
        {[
          failedAt && t("alert.since", { time: sayTime(given, failedAt) }),
          isPaused && t("alert.pausedUntil", { time: sayTime(given, pausedUntil) }),
          isGood ? t("alert.goodUntil", { time: sayTime(given, expiresAt) }) : t("alert.noToken"),
        ]
          .filter(Boolean)
          .join(" ")}{" "}
        {unicoCode ? <Raw>{unicoCode}</Raw> : null}
      </p>
    </Note>
  );
}

function BreakerAlert({ alert: { breaker }, given }: AlertOf<"breaker">) {
  const { t } = given;
  const reason = breakerReason(breaker.reason);
  const name = isHost(breaker.host) ? given.hosts[breaker.host] : breaker.host;
  return (
    <Note
      role="alert"
      tone="refute"
      glyph="alert"
      title={t(`alert.breaker.${reason}`, { host: hostWord(given, breaker.host) })}
    >
      <p className="break-words">{t(`alert.breakerDo.${reason}`, { name })}</p>
      <p className="pt-1">
        {t("alert.since", { time: sayTime(given, breaker.openedAt) })} {t("alert.nextLook")}{" "}
        {reason === "other" ? <Raw>{breaker.reason}</Raw> : null}
      </p>
    </Note>
  );
}

function SkewAlert({ alert: { skew }, given: { t } }: AlertOf<"skew">) {
  return (
    <Note role="alert" tone="doubt" title={t("alert.skew", { host: hostWord({ t }, skew.host) })}>
      {t("alert.skewDo")}
    </Note>
  );
}

const WARNING_WORDS = {
  "sign_in.alert": "signIn",
  "access.guessing": "guessing",
  "access.hoarding": "hoarding",
} as const satisfies Record<WarningName, string>;

/** About people of ours or strangers, not about Unico; it stays for a day. */
function WarningAlert({ alert: { warning }, given }: AlertOf<"warning">) {
  const { t } = given;
  const { lastAt, name, times } = warning;
  const word = WARNING_WORDS[name];
  return (
    <Note role="alert" tone="doubt" title={t(`alert.warning.${word}.title`)}>
      <p>{t(`alert.warning.${word}.do`)}</p>
      <p className="pt-1">
        {t("alert.warned", { times, time: sayTime(given, lastAt) })}{" "}
        <Link className="link" href={`/audit?action=${name}`}>
          {t("alert.inLog")}
        </Link>
      </p>
    </Note>
  );
}
