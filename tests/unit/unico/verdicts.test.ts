import { describe, expect, it } from "vitest";
import { asksForNewCapture, type ReadTrouble, reasonOf } from "#lib/unico/failures.ts";
import { retryAfterMs } from "#lib/unico/http.ts";
import { againAfter, type Repeat, startBudget } from "#lib/unico/retry.ts";
import { type Endpoint, type Verdict, verdictOf } from "#lib/unico/verdicts.ts";

const answered = (httpStatus: number, unicoCode: string | null = null, isUsable = false) =>
  ({ kind: "answered", httpStatus, unicoCode, isUsable }) as const;

describe("the rule table", () => {
  it("tells what was sent from what was not", () => {
    expect(verdictOf({ kind: "broken", isSent: false })).toBe("not_sent");
    expect(verdictOf({ kind: "broken", isSent: true })).toBe("unknown");
    expect(verdictOf(answered(200, null, true))).toBe("done");
    expect(verdictOf(answered(201, null, true))).toBe("done");
    expect(verdictOf(answered(200))).toBe("unknown");
  });

  const codes400 = ["20001", "20002", "20003", "20004", "20005", "20006", "20009", "20505", "20506", "20507"];
  const captures400 = ["20807", "20900", "10506", "10507", "10508", "60001", "99999", null];
  it.each<[number, string | null, Verdict]>([
    ...[...codes400, ...captures400].map((code): [number, string | null, Verdict] => [400, code, "refused"]),
    [400, "50002", "busy"],
    [400, "40009", "busy"],
    [401, null, "token"],
    [401, "10201", "token"],
    [403, "10201", "refused"],
    [403, "30017", "refused"],
    [403, null, "refused"],
    [403, "10501", "token"],
    [403, "10502", "token"],
    [404, null, "refused"],
    [409, null, "refused"],
    [410, null, "refused"],
    [415, null, "refused"],
    [429, null, "busy"],
    [500, "10700", "token"],
    [500, "510", "unknown"],
    [500, "20502", "refused"],
    [500, "20503", "unknown"],
    [500, null, "unknown"],
    [502, null, "unknown"],
    [503, null, "unknown"],
    [504, null, "unknown"],
    [302, null, "unknown"],
  ])("a creation answered %i with code %s is %s", (httpStatus, code, verdict) => {
    expect(verdictOf(answered(httpStatus, code))).toBe(verdict);
  });

  it.each<[number, string | null, Endpoint, Verdict]>([
    [403, null, "read", "token"],
    [403, "7", "read", "refused"],
    [404, "5", "read", "refused"],
    [500, "99999", "read", "unknown"],
    [401, "1.2.21", "token", "refused"],
    [429, null, "token", "busy"],
  ])("%i with code %s on %s is %s", (httpStatus, code, endpoint, verdict) => {
    expect(verdictOf(answered(httpStatus, code), endpoint)).toBe(verdict);
  });
});

describe("what may be sent again", () => {
  const limited = (ms: number | null) => ({ httpStatus: 429, retryAfterMs: ms });

  it.each<Verdict>(["unknown", "refused", "done"])("a creation never after %s", (verdict) => {
    expect(againAfter(startBudget("create"), verdict, null)).toBeNull();
  });

  it("what was not sent: twice, with jitter", () => {
    const budget = startBudget("create", () => 0.5);
    const pauses = [1, 2, 3].map(() => againAfter(budget, "not_sent", null));
    expect(pauses).toEqual([125, 250, null]);
  });

  it("a refused token: once, at once", () => {
    const budget = startBudget("create");
    expect([1, 2].map(() => againAfter(budget, "token", null))).toEqual([0, null]);
  });

  it("the rate limit: as its header says, inside twenty seconds", () => {
    const budget = startBudget("create");
    expect([1, 2, 3].map(() => againAfter(budget, "busy", limited(9_000)))).toEqual([9_000, 9_000, null]);
    expect(againAfter(startBudget("create"), "busy", limited(60_000))).toBeNull();
  });

  it("a queued CPF is not waited for", () => {
    expect(againAfter(startBudget("create"), "busy", { httpStatus: 400, retryAfterMs: null })).toBeNull();
  });

  it("after a refused token or the rate limit only where that is switched on", () => {
    const again = (repeatAfter: readonly Repeat[]) => [
      againAfter(
        startBudget("create", () => 0, repeatAfter),
        "token",
        null,
      ),
      againAfter(
        startBudget("create", () => 0, repeatAfter),
        "busy",
        { httpStatus: 429, retryAfterMs: 5 },
      ),
    ];
    expect(again(["token", "429"])).toEqual([0, 5]);
    expect(again(["429"])).toEqual([null, 5]);
    expect(again(["token"])).toEqual([0, null]);
    expect(again([])).toEqual([null, null]);
    expect(
      againAfter(
        startBudget("read", () => 0, []),
        "token",
        null,
      ),
    ).toBe(0);
  });

  it("a read: twice after anything unknown", () => {
    const budget = startBudget("read", () => 1);
    expect([1, 2, 3].map(() => againAfter(budget, "unknown", null))).toEqual([250, 500, null]);
  });

  it("a read: three times in all, whatever comes", () => {
    const budget = startBudget("read", () => 0);
    const verdicts: Verdict[] = ["unknown", "busy", "token", "not_sent", "unknown", "busy"];
    const pauses = verdicts.map((verdict) => againAfter(budget, verdict, limited(0)));
    expect(pauses).toEqual([0, 0, 0, null, null, null]);
  });

  it("reads both forms of Retry-After", () => {
    const nowMs = Date.parse("2026-01-01T00:00:00Z");
    expect(retryAfterMs("12", nowMs)).toBe(12_000);
    expect(retryAfterMs("Thu, 01 Jan 2026 00:00:05 GMT", nowMs)).toBe(5_000);
    expect(retryAfterMs(undefined, nowMs)).toBeNull();
  });

  it.each(["", "soon", "soon 3", "-5", "1,2", "1.5", "5s", "0x10", "2026-01-01T00:00:05Z", "1 Jan 2026"])(
    "a Retry-After of %j says no time, and never at once",
    (text) => {
      expect(retryAfterMs(text, Date.parse("2025-12-31T23:59:59Z"))).toBeNull();
    },
  );

  it("a date that lies behind our clock is waited for all the same", () => {
    const nowMs = Date.parse("2026-01-01T00:00:05Z");
    expect(retryAfterMs("Thu, 01 Jan 2026 00:00:00 GMT", nowMs)).toBe(1_000);
  });
});

describe("reasons that the interface words", () => {
  it.each<[ReadTrouble, string, boolean]>([
    [{ kind: "refused", unicoCode: "20507", httpStatus: 400 }, "cpf_invalid", false],
    [{ kind: "refused", unicoCode: "20807", httpStatus: 400 }, "picture_too_small", true],
    [{ kind: "refused", unicoCode: "10508", httpStatus: 400 }, "capture_used", true],
    [{ kind: "refused", unicoCode: "10506", httpStatus: 400 }, "capture_required", false],
    [{ kind: "refused", unicoCode: "77777", httpStatus: 400 }, "request_invalid", false],
    [{ kind: "refused", unicoCode: null, httpStatus: 403 }, "credentials", false],
    [{ kind: "refused", unicoCode: null, httpStatus: 413 }, "picture_too_large", true],
    [{ kind: "refused", unicoCode: "77777", httpStatus: 403 }, "request_invalid", false],
    [{ kind: "not_sent", why: "busy", unicoCode: "50002" }, "cpf_queued", false],
    [{ kind: "not_sent", why: "busy", unicoCode: null }, "busy", false],
    [{ kind: "not_sent", why: "unreachable" }, "unreachable", false],
    [{ kind: "unknown", why: "timeout" }, "unknown_timeout", false],
    [{ kind: "gone" }, "gone", false],
  ])("%j is %s", (trouble, reason, wantsCapture) => {
    expect(reasonOf(trouble)).toBe(reason);
    expect(asksForNewCapture(reasonOf(trouble))).toBe(wantsCapture);
  });
});
