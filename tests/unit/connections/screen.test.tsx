import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { UnicoSideView } from "#app/(staff)/settings/connections/unico-side.tsx";
import type { UnicoSide } from "#lib/features/connections/reading.ts";
import {
  alertsOf,
  ENDPOINTS,
  HOSTS,
  LANES,
  type TokenRow,
  WARNINGS,
} from "#lib/features/connections/rules.ts";
import { formatterFor } from "#lib/format.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { messages } from "#lib/i18n/messages.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

// 09:00 in São Paulo.
const NOW = new Date("2026-11-22T12:00:00Z");
const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

const QUIET: UnicoSide = {
  now: NOW,
  alerts: [],
  endpoints: ENDPOINTS.map((name) => ({
    name,
    health: "quiet",
    calls: 0,
    failures: 0,
    recent: 0,
    recentFailures: 0,
    timed: 0,
    p50Ms: null,
    p95Ms: null,
    lastSuccessAt: null,
    lastFailure: null,
  })),
  token: null,
  hosts: HOSTS.map((host) => ({ host, breaker: null })),
  skew: null,
  rate: { allowed: 8, lastSecond: 0, lastMinute: 0, heldUntil: null },
  lanes: LANES.map((lane) => ({ lane, waiting: 0, since: null })),
  unknownValues: [],
  notices: { lastAt: null, waiting: 0, refused: 0 },
  senders: 0,
  unknown: 0,
};

const LOCKED: TokenRow = {
  renewedAt: at(-55),
  renewAt: at(-5),
  expiresAt: at(5),
  failedAt: at(-3),
  failure: "refused",
  unicoCode: "1.2.18",
  pausedUntil: at(2),
};
const BREAKER = { host: "id", openedAt: at(-2), reason: "failures", probeAt: at(1) };
const SKEW = { host: "auth", skewMs: -42_300 };

const BUSY: UnicoSide = {
  ...QUIET,
  alerts: alertsOf({ token: LOCKED, breakers: [BREAKER], skews: [SKEW] }, NOW),
  endpoints: QUIET.endpoints.map((endpoint) =>
    endpoint.name === "create_process"
      ? {
          ...endpoint,
          health: "failing",
          calls: 1_280,
          failures: 31,
          timed: 1_275,
          p50Ms: 412.4,
          p95Ms: 1_240,
          lastSuccessAt: at(-4),
          lastFailure: {
            endpoint: "create_process",
            failed: true,
            at: at(-2),
            verdict: "unknown",
            httpStatus: 503,
            unicoCode: null,
          },
        }
      : endpoint,
  ),
  token: { ...LOCKED, askingUntil: null, state: "renewing" },
  hosts: HOSTS.map((host) => ({ host, breaker: host === "id" ? BREAKER : null })),
  skew: SKEW,
  rate: { allowed: 8, lastSecond: 7, lastMinute: 412, heldUntil: at(0.5) },
  lanes: LANES.map((lane) => ({
    lane,
    waiting: lane === "batch" ? 40 : 0,
    since: lane === "batch" ? at(-1) : null,
  })),
  unknownValues: [
    {
      member: "identityFraudsters.result",
      value: "perhaps",
      firstSeenAt: at(-9_000),
      lastSeenAt: at(-1),
      seen: 3,
    },
  ],
  notices: { lastAt: at(-6), waiting: 2, refused: 41 },
  senders: 2,
  unknown: 4,
};

const markupOf = (side: UnicoSide, locale: Locale = "en", isWebhookConfigured = true) =>
  renderToStaticMarkup(
    <UnicoSideView
      side={side}
      isWebhookConfigured={isWebhookConfigured}
      given={{
        t: translatorFor(locale, "connections"),
        format: formatterFor(locale),
        now: NOW,
        hosts: { auth: "token.example", id: "id.example", cadastro: "cadastro.example" },
      }}
    />,
  );

const textOf = (markup: string) => markup.replace(/<[^>]+>/g, "|").replace(/\|+/g, "|");
/** The titles of the alerts, in order. */
const alertsIn = (markup: string) =>
  [...markup.matchAll(/role="alert".*?<p class="font-medium">(.*?)<\/p>/gs)].map(([, title = ""]) =>
    title.replaceAll("&#x27;", "'"),
  );

function factsOf(markup: string): Record<string, string> {
  const pairs = markup.matchAll(/<dt[^>]*>(.*?)<\/dt><dd[^>]*>(.*?)<\/dd>/gs);
  return Object.fromEntries(
    [...pairs].map(([, term = "", fact = ""]) => [term, textOf(fact).replace(/^\||\|$/g, "")]),
  );
}

describe("the connections when nothing happened yet", () => {
  it("say so of every figure, and raise no alert", () => {
    const markup = markupOf(QUIET, "en", false);
    expect(markup).not.toContain('role="alert"');
    expect(markup).toContain('<table class="tbl tbl-flat" aria-label="Endpoints">');
    const text = textOf(markup);
    expect(text.match(/Not called\|/g)).toHaveLength(4);
    expect(text.match(/No calls\|/g)).toHaveLength(4);
    expect(text.match(/No calls to measure/g)).toHaveLength(4);
    expect(text.match(/None in 30 days\|/g)).toHaveLength(8);
    expect(factsOf(markup)).toMatchObject({
      State: "None was asked for yet",
      Paused: "No",
      "Token service": "Called as usual|token.example",
      Allowed: "8 requests a second, over all processes",
      Used: "0 in the last second, 0 in the last minute",
      "People wait": "None",
      "Unico&#x27;s clock": "No answer in the last hour",
      Webhook: "Not configured: every notice is refused. Set UNICO_WEBHOOK_SECRET.",
      "Last notice": "None came yet",
      "Sending processes": "None has sent anything since it started",
      "No answer, to reconcile": "None",
    });
    expect(text).toContain("None in 30 days.");
  });
});

describe("the connections in trouble", () => {
  const markup = markupOf(BUSY);
  const text = textOf(markup);

  it("open with an alert for each, worst first, that says what to do", () => {
    expect(alertsIn(markup)).toEqual([
      "Unico has locked our account for a time, after too many failures",
      "1:1 re-verification is not called: half of its last answers failed",
      "The clock of this machine and that of Token service are more than 30 seconds apart",
    ]);
    expect(text).toContain("Wait: asking sooner makes it longer.");
    expect(text).toContain(
      "Since 08:57:00. Nobody asks again before 09:02:00. Calls go on with the present token until 09:05:00.",
    );
    expect(text).toContain("|1.2.18|");
    expect(text).toContain("way out to id.example");
    expect(text).toContain("time server (NTP)");
  });

  it("warn of people too, with the way to the log", () => {
    const warnings = WARNINGS.map((name, place) => ({ name, times: place + 1, lastAt: at(-4) }));
    const alerts = alertsOf({ token: null, breakers: [], skews: [], warnings }, NOW);
    for (const locale of LOCALES) {
      const shown = markupOf({ ...QUIET, alerts }, locale);
      expect(alertsIn(shown)).toHaveLength(WARNINGS.length);
      for (const name of WARNINGS) expect(shown).toContain(`/audit?action=${name}`);
    }
    expect(alertsIn(markupOf({ ...QUIET, alerts }))).toEqual([
      "Very many passwords, codes or links are being tried",
      "A person asked for many ids that lead nowhere",
      "A person looked at ten times as many people as usual in an hour",
    ]);
  });

  it("say the same at the next look, so that nobody hears them twice", () => {
    const breaker = { ...BREAKER, probeAt: at(1.2) };
    const skews = [{ ...SKEW, skewMs: SKEW.skewMs - 700 }];
    const later = { ...BUSY, alerts: alertsOf({ token: LOCKED, breakers: [breaker], skews }, at(0.25)) };
    const shown = (side: UnicoSide) => markupOf(side).split("<section")[0];
    expect(shown(later)).toBe(shown(BUSY));
    expect(shown(BUSY)).toContain('role="alert"');
  });

  it("tell an endpoint's last calls, and its times with the number of calls behind them", () => {
    expect(text).toContain("|08:58:00|, no sure answer |HTTP 503|");
    expect(text).toContain("|1,280 calls, 31 failed|");
    expect(text).toContain("p50 412 ms · p95 1,240 ms |over 1,275 calls|");
  });

  it("tell the token, the hosts, the rate and the rest", () => {
    expect(factsOf(markup)).toMatchObject({
      State: "Good, its renewal is due",
      Age: "55 min, since 08:05:00",
      Renews: "08:55:00, is past",
      Ends: "09:05:00, in 5 min",
      Paused: "Until 09:02:00|Unico has locked our account for a time, after too many failures",
      "1:1 re-verification":
        "Not called since 08:58:00: half of its last answers failed. Next look 09:01:00.|id.example",
      Used: "7 in the last second, 412 in the last minute|Unico asked us to slow down: nothing leaves before 09:00:30",
      "Lists wait": "40, the first since 08:59:00",
      "Unico&#x27;s clock": "42.3 s behind ours",
      Webhook: "Configured",
      "Last notice": "08:54:00",
      "Not yet handled": "2",
      "Refused in the last day": "41",
      "Sending processes": "2",
      "No answer, to reconcile": "4",
    });
    expect(text).toContain("|identityFraudsters.result|");
    expect(text).toMatch(/\|perhaps\|3 times\|16 Nov 2026, 03:00\|08:59:00\|/);
  });
});

describe.each(LOCALES)("in %s", (locale) => {
  it("every part has words", () => {
    for (const side of [QUIET, BUSY])
      expect(textOf(markupOf(side, locale))).not.toMatch(/undefined|null|NaN|\[object|connections\./);
    expect(markupOf(BUSY, locale)).toContain(`aria-label="${messages[locale].connections.unknownValues}"`);
  });

  it("every refusal of a token says what it means and what to do", () => {
    const codes = [
      ..."1.0.1 1.0.14 1.1.1 1.2.4 1.2.5 1.2.6 1.2.7 1.2.11 1.2.14 1.2.18 1.2.20 1.2.22 1.3.1 1.3.2 9.9.9".split(
        " ",
      ),
    ].map((unicoCode) => ({ failure: "refused", unicoCode }));
    const failures = [
      ...codes,
      ...["key_unreadable", "unreachable", "busy"].map((failure) => ({ failure, unicoCode: null })),
    ];
    const said = failures.map((failure) => {
      const token = { ...LOCKED, expiresAt: null, pausedUntil: null, ...failure };
      const alerts = alertsOf({ token, breakers: [], skews: [] }, NOW);
      return alertsIn(markupOf({ ...QUIET, alerts }, locale)).join();
    });
    const { trouble } = messages[locale].connections;
    expect(new Set(said)).toEqual(new Set(Object.values(trouble).map(({ title }) => title)));
  });

  it("a host that is left alone says why, also for a reason without words", () => {
    for (const reason of ["failures", "credentials", "something_new"]) {
      const breaker = { ...BREAKER, reason };
      const alerts = alertsOf({ token: null, breakers: [breaker], skews: [] }, NOW);
      const markup = markupOf({ ...QUIET, alerts }, locale);
      expect(alertsIn(markup)).toHaveLength(1);
      expect(markup.includes("something_new")).toBe(reason === "something_new");
    }
  });
});
