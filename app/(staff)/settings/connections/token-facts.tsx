import { Moment } from "#components/connections/health.tsx";
import { type Given, saySpan, sayTime } from "#components/connections/words.ts";
import { FactGroup } from "#components/ui/fact-group.tsx";
import { Fact } from "#components/ui/facts.tsx";
import type { GlyphName } from "#components/ui/glyph.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { UnicoSide } from "#lib/features/connections/reading.ts";
import { type TokenState, tokenTroubleOf } from "#lib/features/connections/rules.ts";

const GLYPHS = {
  none: "no-alert",
  good: "confirmed",
  renewing: "not-finished",
  refused: "refuted",
  ended: "no-alert",
} as const satisfies Record<TokenState, GlyphName>;

/** The access token that all processes share: its life, and why there is none. */
export function TokenFacts({ token, given }: { token: UnicoSide["token"]; given: Given }) {
  const { t, format, now } = given;
  const state = token?.state ?? "none";
  const isHeld = state === "good" || state === "renewing";
  const isPaused = token?.pausedUntil && token.pausedUntil > now;
  const failure = token?.failedAt && t(`trouble.${tokenTroubleOf(token)}.title`);
  return (
    <FactGroup id="token" title={t("token")}>
      <Fact term={t("state")}>
        <Verdict glyph={GLYPHS[state]} word={t(`tokenState.${state}`)} />
      </Fact>
      {isHeld && token?.renewedAt ? (
        <Fact term={t("age")} title={format.full(token.renewedAt)}>
          {t("ageSince", {
            span: saySpan(given, now.getTime() - token.renewedAt.getTime()),
            time: sayTime(given, token.renewedAt),
          })}
        </Fact>
      ) : null}
      {isHeld && token?.renewAt ? (
        <Fact term={t("renews")}>
          <When at={token.renewAt} given={given} />
        </Fact>
      ) : null}
      {isHeld && token?.expiresAt ? (
        <Fact term={t("ends")}>
          <When at={token.expiresAt} given={given} />
        </Fact>
      ) : null}
      <Fact term={t("paused")}>
        {isPaused ? (
          <>
            <Verdict
              glyph="second-look"
              word={t("pausedUntil", { time: sayTime(given, token.pausedUntil ?? now) })}
            />
            {failure}
          </>
        ) : (
          t("notPaused")
        )}
      </Fact>
      <Fact term={t("lastFailure")} raw={token?.unicoCode ?? undefined}>
        {token?.failedAt ? (
          <>
            <Moment at={token.failedAt} said={sayTime(given, token.failedAt)} format={format} />
            {failure}
          </>
        ) : (
          t("noFailure")
        )}
      </Fact>
    </FactGroup>
  );
}

function When({ at, given }: { at: Date; given: Given }) {
  const { t, format, now } = given;
  const time = sayTime(given, at);
  const leftMs = at.getTime() - now.getTime();
  const said = leftMs < 0 ? t("past", { time }) : t("at", { time, span: saySpan(given, leftMs) });
  return <Moment at={at} said={said} format={format} />;
}
