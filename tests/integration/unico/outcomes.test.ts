import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import { type Outcome, referenceScenarios } from "#lib/sandbox/scenarios.ts";
import { outcomeOfReverification } from "#lib/unico/outcomes.ts";
import { makeCapture, picture, type Rig, startRig } from "./rig.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());

/** What the client makes of each scenario: with the plain key, and with liveness. */
const READINGS: Readonly<Record<Outcome, readonly [string, string]>> = {
  match: ["match", "match"],
  match_flagged: ["match_flagged", "match_flagged"],
  no_match: ["no_match", "no_match"],
  no_match_flagged: ["no_match_flagged", "no_match_flagged"],
  not_live: ["match", "not_live"],
  status5: ["error", "error"],
  biometry_missing: ["undecided", "undecided"],
  alert_missing: ["undecided", "undecided"],
  alert_unknown: ["match_flagged", "match_flagged"],
  biometry_boolean: ["match", "match"],
  pending: ["pending", "pending"],
  cancelled: ["cancelled", "cancelled"],
  cpf_queued: ["not_sent busy", "not_sent busy"],
  error_500: ["unknown server_error", "unknown server_error"],
  html_502: ["unknown server_error", "unknown server_error"],
  drop: ["unknown reset", "unknown reset"],
  no_id: ["unknown unreadable", "unknown unreadable"],
};

describe.each([false, true])("key with liveness: %s", (hasLiveness) => {
  it.each(referenceScenarios)("$outcome: $name", async (scenario) => {
    const { ledger, client } = rig;
    const before = (await ledger()).length;
    const result = await client({ hasLiveness }).createProcess({
      referenceProcessId: scenario.id,
      image: hasLiveness ? makeCapture() : picture,
      subject: { cpf: scenario.cpf, name: scenario.name },
      clientReference: `attempt-${scenario.outcome}`,
    });
    const reading = result.ok
      ? outcomeOfReverification(result.value.value, { liveness: hasLiveness, alert: true })
      : `${result.failure.kind} ${"why" in result.failure ? result.failure.why : ""}`;
    expect(reading).toBe(READINGS[scenario.outcome][hasLiveness ? 1 : 0]);

    const added = (await ledger()).slice(before);
    expect(added).toHaveLength(scenario.outcome === "cpf_queued" ? 0 : 1);
    expect(JSON.stringify(added)).not.toContain(scenario.cpf);
    if (result.ok) {
      expect(added[0]).toMatchObject({
        processId: result.value.value.id,
        referenceProcessId: scenario.id,
        clientReference: `attempt-${scenario.outcome}`,
      });
      expect(result.value.durationMs).toBeGreaterThanOrEqual(scenario.latencyMs ?? 0);
    }
  });
});

describe("reading again", () => {
  const create = async (outcome: Outcome) => {
    const unico = rig.client();
    const reference = referenceScenarios.find((scenario) => scenario.outcome === outcome);
    const result = await unico.createProcess({ referenceProcessId: reference?.id ?? "", image: picture });
    if (!result.ok) throw new Error(result.failure.kind);
    return { unico, id: result.value.value.id };
  };
  const key = { liveness: false, alert: true };

  it("gives the same verdict", async () => {
    const { unico, id } = await create("match_flagged");
    const again = await unico.readValidation(id);
    expect(again.ok && outcomeOfReverification(again.value.value, key)).toBe("match_flagged");
  });

  it("finds a pending process ended", async () => {
    const { unico, id } = await create("pending");
    const again = await unico.readValidation(id);
    expect(again.ok && outcomeOfReverification(again.value.value, key)).toBe("match");
  });

  it("finds one that ended in an error gone", async () => {
    const { unico, id } = await create("status5");
    expect(await unico.readValidation(id)).toMatchObject({ ok: false, failure: { kind: "gone" } });
  });

  it("does not find what nobody created", async () => {
    const nobody = await rig.client().readValidation(crypto.randomUUID());
    expect(nobody).toMatchObject({ ok: false, failure: { kind: "not_found" } });
  });
});

describe("IDCheck processes", () => {
  it.each(processScenarios)("$row", async ({ id, cpf, name }) => {
    const result = await rig.client().readProcess(id);
    if (!result.ok) throw new Error(result.failure.kind);
    expect(result.value.value).toMatchObject({ id, person: { documentNumber: cpf, name } });
    expect(JSON.parse(result.value.raw)).toHaveProperty("process.id", id);
  });

  it("an authenticationId is a reference that a 1:1 takes", async () => {
    const holder = processScenarios.find(({ row }) => row === "holder");
    const unico = rig.client();
    const read = await unico.readProcess(holder?.id ?? "");
    const referenceProcessId = read.ok ? (read.value.value.authentication.authenticationId ?? "") : "";
    expect(await unico.createProcess({ referenceProcessId, image: picture })).toMatchObject({ ok: true });
  });

  it("an unknown id is not found, a changed document is", async () => {
    const id = crypto.randomUUID();
    const unico = rig.client();
    expect(await unico.readProcess(id)).toMatchObject({ failure: { kind: "not_found" } });
    await rig.control("PUT", `/processes/${id}`, { state: "PROCESS_STATE_CREATED" });
    expect(await unico.readProcess(id)).toMatchObject({ ok: true, value: { value: { id } } });
  });
});
