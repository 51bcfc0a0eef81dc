import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { referenceScenarios } from "#lib/sandbox/scenarios.ts";
import { createUnico, type Unico } from "#lib/unico/client.ts";
import { picture, type Rig, startRig } from "./rig.ts";

const input = { referenceProcessId: referenceScenarios[0]?.id ?? "", image: picture };

let rig: Rig;
let unicos: Unico[];
beforeEach(async () => {
  rig = await startRig();
  unicos = [];
});
afterEach(async () => {
  await Promise.all(unicos.map((unico) => unico.close()));
  await rig.stop();
});

/** A client of another process: with a token source of its own. */
function startProcess(settings: { readonly privateKeyPem?: string; readonly tenant?: string } = {}): Unico {
  const unico = createUnico({ ...rig.sandbox, ...rig.sandbox.credentials, ...settings });
  unicos.push(unico);
  return unico;
}

it("three processes that start in the same second all get a token", async () => {
  const results = await Promise.all([1, 2, 3].map(() => startProcess().createProcess(input)));
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await rig.requestCount("/oauth2/token")).toBeLessThanOrEqual(6);
});

it.each([
  ["another key", { privateKeyPem: foreignPem() }, "1.2.21"],
  ["another tenant", { tenant: "00000000-0000-4000-8000-0000000000ff" }, "1.0.1"],
])(
  "%s: ten calls end unsent after one token request, so the account is not locked",
  async (_name, settings, code) => {
    const unico = startProcess(settings);
    for (let count = 0; count < 10; count += 1) {
      expect(await unico.createProcess(input)).toEqual({
        ok: false,
        failure: { kind: "not_sent", why: "credentials", unicoCode: code, attempts: [] },
      });
    }
    expect(await rig.requestCount("/oauth2/token")).toBe(1);
    expect(await startProcess().createProcess(input)).toMatchObject({ ok: true });
  },
);

it("a token service that is down for a moment is asked again", async () => {
  await rig.fault({ kind: "status", status: 503, path: "/oauth2/token", count: 2 });
  expect(await startProcess().createProcess(input)).toMatchObject({ ok: true });
  expect(await rig.ledger()).toHaveLength(1);
});

function foreignPem(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}
