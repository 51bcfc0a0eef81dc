import { describe, expect, it } from "vitest";
import { settlementOfAnswer, settlementOfFailure } from "#lib/features/reverifications/rules.ts";
import type { CallTrouble } from "#lib/unico/failures.ts";
import { validationAnswerSchema } from "#lib/unico/schemas.ts";

const ID = "5B0F2A1C-6D3E-4F70-8A91-B2C3D4E5F607";
const plain = { liveness: false, alert: true };
const withLiveness = { liveness: true, alert: true };
const settle = (wire: object, key = plain) =>
  settlementOfAnswer(validationAnswerSchema.parse({ id: ID, ...wire }), key);

const finished = (biometry: unknown, alert: unknown, more: object = {}) => ({
  status: 3,
  biometryToken: { result: biometry },
  identityFraudsters: { result: alert },
  ...more,
});

describe("what an answer makes of a re-verification", () => {
  it.each([
    ["same, no alert", finished("true", "inconclusive"), plain, "match"],
    ["same, alert", finished("true", "yes"), plain, "match_flagged"],
    ["another person", finished("false", "inconclusive"), plain, "no_match"],
    ["another person, alert", finished("false", "yes"), plain, "no_match_flagged"],
    ["not live", finished("true", "inconclusive", { liveness: 2 }), withLiveness, "not_live"],
    ["live", finished("true", "inconclusive", { liveness: 1 }), withLiveness, "match"],
    ["liveness promised, but absent", finished("true", "inconclusive"), withLiveness, "undecided"],
    ["no alert member", { status: 3, biometryToken: { result: "true" } }, plain, "undecided"],
    ["no person member", { status: 3, identityFraudsters: { result: "yes" } }, plain, "undecided"],
    ["an unknown alert", finished("true", "suspicious"), plain, "match_flagged"],
    ["an unknown person", finished("maybe", "inconclusive"), plain, "undecided"],
    ["a number for a string", finished(1, "inconclusive"), plain, "undecided"],
    ["an unknown status", { ...finished("true", "inconclusive"), status: 9 }, plain, "undecided"],
    ["no status at all", { ...finished("true", "inconclusive"), status: undefined }, plain, "undecided"],
  ] as const)("%s: completed", (_name, wire, key, outcome) => {
    expect(settle(wire, key)).toMatchObject({ state: "completed", outcome, failure: null });
  });

  it.each([1, 2])("status %i: still sent, to be read again by its id", (status) => {
    expect(settle({ status })).toEqual({
      state: "sent",
      failure: null,
      outcome: "pending",
      fraudsters: null,
      biometry: null,
      liveness: null,
      unicoProcessId: ID.toLowerCase(),
    });
  });

  it.each([
    [4, "cancelled", "unico_cancelled"],
    [5, "error", "unico_error"],
  ] as const)("status %i: failed, with no signal but the alert", (status, outcome, failure) => {
    const settled = settle(finished("true", "yes", { status }));
    expect(settled).toMatchObject({ state: "failed", outcome, failure });
    expect([settled.fraudsters, settled.biometry, settled.liveness]).toEqual(["yes", null, null]);
  });

  it("keeps an alert beside a match, and every signal", () => {
    expect(settle(finished("true", "yes"))).toMatchObject({
      fraudsters: "yes",
      biometry: "match",
      liveness: "not_measured",
    });
  });

  it("keeps no id that cannot be asked for again", () => {
    expect(settle({ ...finished("true", "inconclusive"), id: "12345" }).unicoProcessId).toBeNull();
  });
});

describe("what a failed call makes of it", () => {
  it.each<[CallTrouble, string, string]>([
    [{ kind: "refused", unicoCode: "20507", httpStatus: 400 }, "refused", "cpf_invalid"],
    [{ kind: "refused", unicoCode: "20900", httpStatus: 400 }, "refused", "picture_unreadable"],
    [{ kind: "refused", unicoCode: "20505", httpStatus: 400 }, "refused", "picture_format"],
    [{ kind: "refused", unicoCode: "20506", httpStatus: 400 }, "refused", "picture_too_large"],
    [{ kind: "refused", unicoCode: "20807", httpStatus: 400 }, "refused", "picture_too_small"],
    [{ kind: "refused", unicoCode: "10506", httpStatus: 400 }, "refused", "capture_required"],
    [{ kind: "refused", unicoCode: "30017", httpStatus: 403 }, "refused", "credentials"],
    [{ kind: "refused", unicoCode: null, httpStatus: 403 }, "refused", "credentials"],
    [{ kind: "refused", unicoCode: "99999", httpStatus: 400 }, "refused", "request_invalid"],
    [{ kind: "refused", unicoCode: null, httpStatus: 404 }, "refused", "request_invalid"],
    [{ kind: "not_sent", why: "unreachable" }, "failed", "unreachable"],
    [{ kind: "not_sent", why: "busy", unicoCode: null }, "failed", "busy"],
    [{ kind: "not_sent", why: "busy", unicoCode: "50002" }, "failed", "cpf_queued"],
    [{ kind: "not_sent", why: "credentials" }, "failed", "credentials"],
    [{ kind: "not_sent", why: "malformed" }, "failed", "malformed"],
    [{ kind: "unknown", why: "timeout" }, "unknown", "unknown_timeout"],
    [{ kind: "unknown", why: "reset" }, "unknown", "unknown_reset"],
    [{ kind: "unknown", why: "server_error", httpStatus: 500 }, "unknown", "unknown_server_error"],
    [{ kind: "unknown", why: "unreadable", httpStatus: 200 }, "unknown", "unknown_unreadable"],
  ])("%o: %s, %s", (trouble, state, failure) => {
    expect(settlementOfFailure({ ...trouble, attempts: [] })).toEqual({
      state,
      failure,
      outcome: null,
      fraudsters: null,
      biometry: null,
      liveness: null,
      unicoProcessId: null,
    });
  });
});
