import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unknownInProcess, unknownInValidation } from "#lib/features/connections/unknown-values.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { validationAnswerSchema } from "#lib/unico/schemas.ts";

const validation = (more: object) => unknownInValidation(validationAnswerSchema.parse({ id: "x", ...more }));
const process = (more: object, authenticationInfo: object = {}) =>
  unknownInProcess(
    idCheckProcessSchema.parse({
      process: { id: "x", state: "PROCESS_STATE_FINISHED", ...more, authenticationInfo },
    }),
  );

describe("values that nobody documented", () => {
  it("are none in what is documented", () => {
    for (const result of [true, "false", "yes"])
      expect(
        validation({
          status: 3,
          biometryToken: { result },
          identityFraudsters: { result: "inconclusive" },
          liveness: 1,
        }),
      ).toEqual([]);
    expect(validation({ authenticated: true })).toEqual([]);
    expect(validation({ identityFraudsters: { result: "suspicious" } })).toEqual([]);
    expect(validation({ unicoId: { result: "suspicious" } })).toHaveLength(1);
    expect(
      process(
        { result: "PROCESS_RESULT_OK" },
        {
          authenticationResult: "AUTHENTICATION_RESULT_POSITIVE",
          livenessResult: "LIVENESS_RESULT_LIVE",
          identityFraudstersResult: "TRUST_RESULT_UNSPECIFIE",
          scoreEngineResult: { scoreEnabled: "SCORE_ENABLED_TRUE", score: -12.5 },
        },
      ),
    ).toEqual([]);
    expect(process({})).toEqual([]);
  });

  it("are named by their member on the wire", () => {
    expect(
      validation({
        status: 9,
        biometryToken: { result: "maybe" },
        identityFraudsters: { result: "YES" },
        liveness: 3,
      }),
    ).toEqual([
      { member: "status", value: "9" },
      { member: "biometryToken.result", value: "maybe" },
      { member: "identityFraudsters.result", value: "YES" },
      { member: "liveness", value: "3" },
    ]);
    expect(validation({ biometryToken: "true", identityFraudsters: "no", unicoId: ["yes"] })).toEqual([
      { member: "biometryToken", value: "true" },
      { member: "identityFraudsters", value: "no" },
      { member: "unicoId", value: "(list)" },
    ]);
    expect(process({}, { scoreEngineResult: "SCORE_ENABLED_TRUE" })).toEqual([
      { member: "authenticationInfo.scoreEngineResult.scoreEnabled", value: "(text)" },
    ]);
    expect(
      process(
        { state: "PROCESS_STATE_NEW", result: "PROCESS_RESULT_REFUSED" },
        { riskLevelResult: "RISK_LEVEL_HIGH" },
      ),
    ).toEqual([
      { member: "process.state", value: "PROCESS_STATE_NEW" },
      { member: "process.result", value: "PROCESS_RESULT_REFUSED" },
      { member: "authenticationInfo.riskLevelResult", value: "RISK_LEVEL_HIGH" },
    ]);
  });

  it.each([
    ["a name", "Maria da Silva", "(text)"],
    ["an address", "maria@contraprova.test", "(text)"],
    ["a CPF", "52998224725", "***.982.247-**"],
    ["a CPF with points", "529.982.247-25", "***.982.247-**"],
    ["a CPF in a word", "CPF_529.982.247-25", "CPF_***.982.247-**"],
    ["an object", { name: "Maria" }, "(object)"],
    ["a list", ["Maria"], "(list)"],
    ["a long word", "A".repeat(500), "A".repeat(60)],
  ])("never show %s", (_name, raw, value) => {
    expect(validation({ status: raw })).toEqual([{ member: "status", value }]);
  });

  it("are short and never free text, whatever comes", () => {
    const values = fc.record({
      status: fc.anything(),
      liveness: fc.anything(),
      identityFraudsters: fc.anything(),
    });
    fc.assert(
      fc.property(values, (more) => {
        for (const { value } of validation(more))
          expect(value).toMatch(/^(\((text|list|object)\)|[\w.*+-]{1,60})$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
