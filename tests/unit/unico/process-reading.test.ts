import { describe, expect, it } from "vitest";
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import { readingOfIdCheck } from "#lib/unico/process-reading.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer } from "#lib/unico/schemas.ts";

function read(process: unknown) {
  const answer = readAnswer(idCheckProcessSchema, JSON.stringify({ process }));
  if (!answer) throw new Error("unreadable");
  return answer;
}

const ADVICE: Readonly<Record<string, string>> = {
  created: "wait",
  failed: "retry",
  result_error: "retry",
  expired: "retry",
  liveness_missing: "retry",
  identity_missing: "retry",
  divergence: "retry",
  no_evidence: "retry",
  not_live: "reprove",
  not_holder: "reprove",
  alert: "reprove",
  score_very_low: "reprove",
  holder: "approve",
  score_high: "approve",
  score_between: "review",
  score_low: "review",
  score_disabled: "review",
  alert_good_score: "review",
  holder_alert: "review",
  warning: "review",
  identity_alone: "approve",
  awaiting_document: "wait",
  canceled: "retry",
  unknown_values: "review",
  without_liveness: "approve",
  finished_before_created: "approve",
};

describe("rows of the scenario table", () => {
  it.each(processScenarios.map(({ row, document }) => ({ row, document })))("$row", ({ row, document }) => {
    expect(readingOfIdCheck(read(document)).outcome).toBe(ADVICE[row]);
  });

  it("has a scenario for each", () => {
    expect(processScenarios.map(({ row }) => row).sort()).toEqual(Object.keys(ADVICE).sort());
  });
});

const holder = {
  id: "an-id",
  state: "PROCESS_STATE_FINISHED",
  result: "PROCESS_RESULT_OK",
  authenticationInfo: {
    authenticationResult: "AUTHENTICATION_RESULT_POSITIVE",
    livenessResult: "LIVENESS_RESULT_LIVE",
  },
  capacities: ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_IDLIVE"],
};
const withInfo = (info: Record<string, unknown>) => ({
  ...holder,
  authenticationInfo: { ...holder.authenticationInfo, ...info },
});

describe("what keeps a holder from being approved", () => {
  it.each([
    ["an alert", withInfo({ identityFraudstersResult: "TRUST_RESULT_YES" }), "review"],
    ["an alert of another type", withInfo({ identityFraudstersResult: true }), "review"],
    ["a trust signal", withInfo({ trustResult: "TRUST_RESULT_YES" }), "review"],
    ["a face seen with another id", withInfo({ faceWithOtherIdResult: "TRUST_RESULT_YES" }), "review"],
    ["a denied 1:1", withInfo({ bioTokenEngineResult: "BIO_TOKEN_ENGINE_RESULT_NEGATIVE" }), "review"],
    ["a bare word for a denied 1:1", withInfo({ bioTokenEngineResult: "POSITIVE" }), "review"],
    ["a score of another type", withInfo({ scoreEngineResult: 50 }), "review"],
    ["a list for a score", withInfo({ scoreEngineResult: [] }), "review"],
    ["a bare word for it all", { ...holder, authenticationInfo: "AUTHENTICATION_RESULT_POSITIVE" }, "review"],
    ["liveness of another type", withInfo({ livenessResult: 1 }), "review"],
    ["no liveness", withInfo({ livenessResult: undefined }), "retry"],
    [
      "no capacities and no liveness",
      { ...withInfo({ livenessResult: undefined }), capacities: null },
      "retry",
    ],
    ["no result", { ...holder, result: undefined }, "review"],
    ["an unknown state", { ...holder, state: "PROCESS_STATE_NEW" }, "review"],
    ["a refused result", { ...holder, result: "PROCESS_RESULT_INVALID_IDENTITY" }, "review"],
    ["an older refused result", { ...holder, result: "PROCESS_RESULT_REFUSED" }, "review"],
  ])("%s", (_name, process, outcome) => {
    expect(readingOfIdCheck(read(process)).outcome).toBe(outcome);
  });

  it("is approved without any of them", () => {
    expect(readingOfIdCheck(read(holder))).toMatchObject({ outcome: "approve", reason: "holder" });
  });

  it("liveness is expected when we know that the flow has it", () => {
    const process = { ...withInfo({ livenessResult: undefined }), capacities: ["PROCESS_CAPACITY_IDUNICO"] };
    expect(readingOfIdCheck(read(process)).outcome).toBe("approve");
    expect(readingOfIdCheck(read(process), { livenessExpected: true }).outcome).toBe("retry");
  });
});

describe("score bands", () => {
  const scored = (score: unknown, alert?: string) =>
    withInfo({
      authenticationResult: "AUTHENTICATION_RESULT_INCONCLUSIVE",
      scoreEngineResult: { scoreEnabled: "SCORE_ENABLED_TRUE", score },
      ...(alert === undefined ? {} : { identityFraudstersResult: alert }),
    });

  it.each([
    [100, "approve"],
    [10, "approve"],
    [9.9, "review"],
    [0.1, "review"],
    [0, "retry"],
    [-0.1, "review"],
    [-39.9, "review"],
    [-40, "reprove"],
    [-100, "reprove"],
    [100.1, "review"],
    [-101, "review"],
    ["50", "review"],
    [null, "review"],
  ])("%s is %s", (score, outcome) => {
    expect(readingOfIdCheck(read(scored(score))).outcome).toBe(outcome);
  });

  it("an alert reproves below zero and is reviewed from there on", () => {
    expect(readingOfIdCheck(read(scored(-0.1, "TRUST_RESULT_YES"))).outcome).toBe("reprove");
    expect(readingOfIdCheck(read(scored(0, "TRUST_RESULT_YES"))).outcome).toBe("review");
    expect(readingOfIdCheck(read(scored(90, "TRUST_RESULT_NEW"))).outcome).toBe("review");
  });

  it("the threshold is a setting", () => {
    expect(readingOfIdCheck(read(scored(-12)), { reproveAtScore: -10 }).outcome).toBe("reprove");
  });
});
