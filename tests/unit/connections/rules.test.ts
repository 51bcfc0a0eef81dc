import { describe, expect, it } from "vitest";
import {
  alertsOf,
  type CallCounts,
  healthOf,
  type TokenRow,
  tokenStateOf,
  tokenTroubleOf,
  worstSkew,
} from "#lib/features/connections/rules.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const MINUTE_MS = 60_000;
const at = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE_MS);

const counts = (calls: number, failures: number, recent = calls, recentFailures = failures): CallCounts => ({
  calls,
  failures,
  recent,
  recentFailures,
});

describe("the health of an endpoint", () => {
  it.each([
    ["nobody called", counts(0, 0), "quiet"],
    ["one call, and it went well", counts(1, 0), "good"],
    ["one call, and it failed", counts(1, 1), "failing"],
    ["nine of the last twenty failed", counts(300, 9, 20, 9), "shaky"],
    ["ten of the last twenty failed", counts(300, 10, 20, 10), "failing"],
    ["one of the last twenty failed", counts(300, 1, 20, 1), "shaky"],
    ["two in a hundred failed, a while ago", counts(300, 6, 20, 0), "shaky"],
    ["fewer than two in a hundred failed, a while ago", counts(300, 5, 20, 0), "good"],
  ] as const)("%s: %o is %s", (_, given, health) => {
    expect(healthOf(given, false)).toBe(health);
  });

  it("is failing while its host is left alone, where calls of its own failed; else it just is not called", () => {
    for (const given of [counts(0, 0), counts(50, 0, 20, 0)]) expect(healthOf(given, true)).toBe("quiet");
    for (const given of [counts(20, 10), counts(500, 1, 20, 0)])
      expect(healthOf(given, true)).toBe("failing");
  });
});

const aToken = (row: Partial<TokenRow> = {}): TokenRow => ({
  renewedAt: at(-10),
  renewAt: at(40),
  expiresAt: at(50),
  failedAt: null,
  failure: null,
  unicoCode: null,
  pausedUntil: null,
  ...row,
});
const NEVER = { renewedAt: null, renewAt: null, expiresAt: null };
const REFUSED = { failedAt: at(-1), failure: "refused", unicoCode: "1.2.21" };

describe("the state of the token", () => {
  it.each([
    ["nobody asked", null, "none"],
    ["asked for right now, for the first time", aToken(NEVER), "none"],
    ["has life left", aToken(), "good"],
    ["is to be renewed", aToken({ renewAt: NOW }), "renewing"],
    ["is to be renewed, and that failed", aToken({ renewAt: at(-5), ...REFUSED }), "renewing"],
    ["ran out", aToken({ expiresAt: NOW }), "ended"],
    ["was refused by Unico and forgotten", aToken({ renewAt: null, expiresAt: null }), "ended"],
    ["ran out, and the next was refused", aToken({ expiresAt: NOW, ...REFUSED }), "refused"],
    ["never came", aToken({ ...NEVER, ...REFUSED }), "refused"],
    ["came after a failure", aToken({ ...REFUSED, failedAt: at(-20), expiresAt: NOW }), "ended"],
  ] as const)("%s: %s", (_, token, state) => {
    expect(tokenStateOf(token, NOW)).toBe(state);
  });
});

describe("why there is no token", () => {
  it.each([
    ["1.0.1", "tenant"],
    ["1.0.14", "application_inactive"],
    ["1.1.1", "assertion"],
    ["1.2.4", "assertion_expired"],
    ["1.2.5", "assertion"],
    ["1.2.6", "key_retired"],
    ["1.2.7", "assertion_used"],
    ["1.2.11", "account_inactive"],
    ["1.2.14", "permissions"],
    ["1.2.18", "locked"],
    ["1.2.19", "assertion"],
    ["1.2.20", "key_wrong"],
    ["1.2.21", "key_wrong"],
    ["1.2.22", "assertion"],
    ["1.3.1", "address"],
    ["1.3.2", "hours"],
    ["9.9.9", "other"],
    ["constructor", "other"],
    [null, "other"],
  ])("refused with %s: %s", (unicoCode, trouble) => {
    expect(tokenTroubleOf({ failure: "refused", unicoCode })).toBe(trouble);
  });
  it("the key, or the way there", () => {
    expect(tokenTroubleOf({ failure: "key_unreadable", unicoCode: null })).toBe("key_unreadable");
    expect(tokenTroubleOf({ failure: "unreachable", unicoCode: null })).toBe("unreachable");
    expect(tokenTroubleOf({ failure: "something new", unicoCode: null })).toBe("other");
  });
});

describe("alerts", () => {
  const kindsOf = (token: TokenRow | null, skewMs = 0) =>
    alertsOf({ token, breakers: [], skews: [{ host: "auth", skewMs }] }, NOW).map(({ kind }) => kind);

  it("are raised by a refusal at once, also while the token at hand is good", () => {
    expect(kindsOf(aToken(REFUSED))).toEqual(["token"]);
    expect(kindsOf(aToken({ failedAt: at(-1), failure: "key_unreadable" }))).toEqual(["token"]);
  });
  it("wait, where the next try may mend it, until there is no token", () => {
    const outage = { failedAt: at(-1), failure: "unreachable" };
    const replay = { failedAt: at(-1), failure: "refused", unicoCode: "1.2.7" };
    for (const passing of [outage, replay]) {
      expect(kindsOf(aToken(passing))).toEqual([]);
      expect(kindsOf(aToken({ ...passing, expiresAt: NOW }))).toEqual(["token"]);
    }
  });
  it("end with the next token", () => {
    expect(kindsOf(aToken({ ...REFUSED, failedAt: at(-20) }))).toEqual([]);
    expect(kindsOf(null)).toEqual([]);
  });
  it("are raised by a clock that is more than 30 s off, either way", () => {
    expect(kindsOf(null, 30_000)).toEqual([]);
    expect(kindsOf(null, 30_001)).toEqual(["skew"]);
    expect(kindsOf(null, -30_001)).toEqual(["skew"]);
  });
  it("come with the worst first", () => {
    const breaker = { host: "id", openedAt: NOW, reason: "failures", probeAt: at(1) };
    const skews = [
      { host: "id", skewMs: 2_000 },
      { host: "auth", skewMs: -90_000 },
    ];
    const alerts = alertsOf({ token: aToken(REFUSED), breakers: [breaker], skews }, NOW);
    expect(alerts).toMatchObject([{ kind: "token" }, { breaker }, { skew: { host: "auth" } }]);
    expect(worstSkew([])).toBeNull();
  });
});
