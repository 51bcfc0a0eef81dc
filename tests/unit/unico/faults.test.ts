import { describe, expect, it } from "vitest";
import { troubleOf } from "#lib/features/processes/rules.ts";
import { settlementOfFailure } from "#lib/features/reverifications/rules.ts";
import type { CallTrouble, NotSent, Unknown } from "#lib/unico/failures.ts";
import { verdictOf } from "#lib/unico/verdicts.ts";
import { expectWords } from "./failure-words.ts";

/** Every way in which nothing leaves, and what it is called. A new one does not compile until it is here. */
const NOT_SENT = {
  unreachable: "unreachable",
  busy: "busy",
  credentials: "credentials",
  malformed: "malformed",
  breaker_open: "breaker_open",
  expired: "capture_expired",
  fenced: "fenced",
} as const satisfies Record<NotSent["why"], string>;

/** Every way in which it left and nobody knows. */
const UNKNOWN = {
  timeout: "unknown_timeout",
  reset: "unknown_reset",
  server_error: "unknown_server_error",
  unreadable: "unknown_unreadable",
} as const satisfies Record<Unknown["why"], string>;

const rows = (Object.keys(NOT_SENT) as NotSent["why"][]).map((why): [string, CallTrouble, string, string] => [
  why,
  { kind: "not_sent", why },
  "failed",
  NOT_SENT[why],
]);
const unknown = (Object.keys(UNKNOWN) as Unknown["why"][]).map(
  (why): [string, CallTrouble, string, string] => [why, { kind: "unknown", why }, "unknown", UNKNOWN[why]],
);

describe("faults", () => {
  it.each([...rows, ...unknown])("%s", (_why, trouble, state, reason) => {
    const failure = { ...trouble, attempts: [] };
    expect(settlementOfFailure(failure)).toMatchObject({ state, failure: reason, outcome: null });
    expectWords(failure);
    expect(troubleOf(failure)).toBeTruthy();
  });

  it("the first byte handed to a connection parts the two", () => {
    for (const endpoint of ["create", "read", "token"] as const) {
      expect(verdictOf({ kind: "broken", isSent: false }, endpoint)).toBe("not_sent");
      expect(verdictOf({ kind: "broken", isSent: true }, endpoint)).toBe("unknown");
    }
  });

  it.each([100, 101, 103, 204, 301, 302, 303, 307, 308, 408, 499, 500, 502, 503, 504, 511, 599, 600, 999])(
    "a creation answered %i may have been worked on",
    (httpStatus) => {
      const observed = { kind: "answered", httpStatus, unicoCode: null, isUsable: false } as const;
      expect(verdictOf(observed)).toBe("unknown");
    },
  );
});
