import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { sweepReverifications } from "#lib/features/reverifications/sweeping.ts";
import { referenceScenarios } from "#lib/sandbox/scenarios.ts";
import { type Sandbox, startSandbox } from "#lib/sandbox/server.ts";
import { createUnico, type Unico, type UnicoDeps } from "#lib/unico/client.ts";
import { createDispatcher } from "#lib/unico/http.ts";
import { createTokenSource, type TokenSource } from "#lib/unico/token.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { liftLimits } from "#tests/support/limits.ts";
import { aStart, idOf } from "#tests/support/reverifications.ts";

let world: World;
let sandbox: Sandbox;
let ctx: UserCtx;
// One for all clients: two assertions of the same second are one to the token service, and it takes each once.
let tokens: TokenSource;
const dispatcher = createDispatcher();
const opened: Unico[] = [];

beforeAll(async () => {
  world = await openWorld();
  // One analyst goes through all that Unico can answer, within seconds.
  await liftLimits(world.url);
  sandbox = await startSandbox({ latencyMs: 5, ratePerSecond: 1_000 });
  tokens = createTokenSource(settingsOf(sandbox), { dispatcher });
  ctx = await ctxFor(world.db, "analyst", { unico: client({ tokens }) });
});
afterAll(async () => {
  await Promise.all(opened.map((unico) => unico.close()));
  await dispatcher.close();
  await sandbox.stop();
  await world.end();
});

const settingsOf = ({ credentials, authUrl, idUrl, cadastroUrl }: Sandbox) => {
  const { account, tenant, privateKeyPem, apiKey } = credentials;
  return { authUrl, idUrl, cadastroUrl, account, tenant, privateKeyPem, apiKey };
};

/** The real client, over real HTTP. */
function client(deps: UnicoDeps = {}, of: Sandbox = sandbox): Unico {
  const unico = createUnico(settingsOf(of), deps);
  opened.push(unico);
  return unico;
}

type Ledger = { entries: { clientReference: string; imageSha256: string; processId: string }[] };
const control = (path: string, init?: RequestInit) => fetch(`${sandbox.controlUrl}${path}`, init);
async function ledgerOf(id: string) {
  const { entries } = (await (await control("/ledger")).json()) as Ledger;
  return entries.filter((entry) => entry.clientReference === id);
}
const addFaults = async (...faults: object[]) => {
  const body = JSON.stringify(faults.map((fault) => ({ path: "/processes/v1", method: "POST", ...fault })));
  expect((await control("/faults", { method: "POST", body })).status).toBe(204);
};
afterEach(async () => {
  expect(await (await control("/faults")).json()).toEqual([]);
});

const MATCH = "0e5f0000-0000-4000-8000-000000000001";

async function start(referenceId: string, unico?: Unico) {
  const started = startReverification(unico ? { ...ctx, unico } : ctx, await aStart({ referenceId }));
  return rowOf(idOf(await started));
}
const rowOf = (id: string) =>
  world.db.reverification.findUniqueOrThrow({
    where: { id },
    include: { attempts: { orderBy: { startedAt: "asc" } }, opened: true },
  });

describe("fifty clicks at once", () => {
  it("are one request in Unico's books, one row and one address", async () => {
    const input = await aStart({ referenceId: MATCH });
    const all = await Promise.all(Array.from({ length: 50 }, () => startReverification(ctx, input)));
    const ids = new Set(all.map((each) => (each.ok ? each.value.id : each.failure.code)));
    expect(ids.size).toBe(1);
    const [id = ""] = ids;
    const [entry, ...more] = await ledgerOf(id);
    expect(more).toEqual([]);
    const sent = input.selfie instanceof File ? await input.selfie.arrayBuffer() : new ArrayBuffer(0);
    const base64 = Buffer.from(sent).toString("base64");
    expect(entry?.imageSha256).toBe(createHash("sha256").update(base64).digest("hex"));
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "completed", outcome: "match", unicoProcessId: entry?.processId });
  });
});

/** What each way of Unico to answer is kept as, by a key without liveness. */
const KEPT: Record<
  string,
  [state: string, outcome: string | null, failure: string | null, rule: string | null]
> = {
  match: ["completed", "match", null, null],
  match_flagged: ["completed", "match_flagged", null, "fraud_alert"],
  no_match: ["completed", "no_match", null, "different_person"],
  no_match_flagged: ["completed", "no_match_flagged", null, "fraud_alert"],
  // Without liveness in the key, Unico says nothing of it.
  not_live: ["completed", "match", null, null],
  status5: ["failed", "error", "unico_error", null],
  biometry_missing: ["completed", "undecided", null, "needs_review"],
  alert_missing: ["completed", "undecided", null, "needs_review"],
  alert_unknown: ["completed", "match_flagged", null, "fraud_alert"],
  biometry_boolean: ["completed", "match", null, null],
  pending: ["sent", "pending", null, null],
  cancelled: ["failed", "cancelled", "unico_cancelled", null],
  cpf_queued: ["failed", null, "cpf_queued", null],
  error_500: ["unknown", null, "unknown_server_error", null],
  html_502: ["unknown", null, "unknown_server_error", null],
  drop: ["unknown", null, "unknown_reset", null],
  no_id: ["unknown", null, "unknown_unreadable", null],
};
const NOT_WORKED_ON = ["cpf_queued"];

describe("every way in which Unico can answer", () => {
  const scenarios = referenceScenarios.filter(({ latencyMs }) => latencyMs === undefined);

  it.each(scenarios.map(({ outcome, id }) => [outcome, id]))("%s", async (scenario, referenceId) => {
    const [state, outcome, failure, rule] = KEPT[scenario] ?? [];
    const row = await start(referenceId);
    expect(row).toMatchObject({ state, outcome, failure });
    expect(row.opened.map((found) => found.rule)).toEqual(rule ? [rule] : []);
    expect(row.attempts).toHaveLength(1);
    expect(await ledgerOf(row.id)).toHaveLength(NOT_WORKED_ON.includes(scenario) ? 0 : 1);
    expect(row.settledAt === null).toBe(state === "sent");
  });

  it("a reference that it does not know is unknown, because that is a 500 to Unico", async () => {
    const row = await start("80371b2a-3ac7-432e-866d-57fe37896ac6");
    expect(row).toMatchObject({ state: "unknown", httpStatus: 500, unicoCode: "510" });
  });
});

describe("faults on the way", () => {
  it("a stall past the deadline is unknown, and worked on", async () => {
    await addFaults({ kind: "stall" });
    const row = await start(MATCH, client({ createMs: 300, tokens }));
    expect(row).toMatchObject({ state: "unknown", failure: "unknown_timeout" });
    expect(await ledgerOf(row.id)).toHaveLength(1);
  });
  it("half an answer is unknown, and its text is kept", async () => {
    await addFaults({ kind: "truncate" });
    const row = await start(MATCH);
    expect(row).toMatchObject({ state: "unknown", failure: "unknown_unreadable", httpStatus: 200 });
    expect(row.answer).toMatch(/^\{"id":"[0-9a-f-]+/);
  });
  it("429 is waited for, and charged once", async () => {
    await addFaults({ kind: "retry_429", retryAfterSeconds: 0, count: 2 });
    const row = await start(MATCH);
    expect(row).toMatchObject({ state: "completed", outcome: "match" });
    expect(row.attempts.map(({ verdict, httpStatus }) => [verdict, httpStatus])).toEqual([
      ["busy", 429],
      ["busy", 429],
      ["done", 200],
    ]);
    expect(await ledgerOf(row.id)).toHaveLength(1);
  });
  it("an expired token is renewed, and charged once", async () => {
    await addFaults({ kind: "token_expired" });
    const row = await start(MATCH);
    expect(row.attempts.map(({ verdict }) => verdict)).toEqual(["token", "done"]);
    expect(await ledgerOf(row.id)).toHaveLength(1);
  });
  it("a refusal by code is refused, and never sent again", async () => {
    await addFaults({ kind: "status", status: 400, code: "20507" });
    const row = await start(MATCH);
    expect(row).toMatchObject({ state: "refused", failure: "cpf_invalid", unicoCode: "20507" });
    expect(row.attempts).toHaveLength(1);
    expect(await ledgerOf(row.id)).toHaveLength(0);
  });
});

describe("Unico out of reach", () => {
  it("has failed, nothing was charged, and the next one goes through", async () => {
    const gone = await startSandbox({ latencyMs: 5 });
    const unico = client({ sleep: async () => {} }, gone);
    await gone.stop();
    const row = await start(MATCH, unico);
    expect(row).toMatchObject({ state: "failed", failure: "unreachable", httpStatus: null, answer: null });
    expect(await ledgerOf(row.id)).toHaveLength(0);
    expect((await start(MATCH)).state).toBe("completed");
  });
});

describe("one that is still at work", () => {
  it("is read again by the sweep and settled, and paid for once", async () => {
    const pending = referenceScenarios.find(({ outcome }) => outcome === "pending");
    const row = await start(pending?.id ?? "");
    expect(row.state).toBe("sent");
    await sweepReverifications(programCtx(world.db, { unico: ctx.unico }));
    expect(await rowOf(row.id)).toMatchObject({ state: "completed", outcome: "match" });
    expect(await ledgerOf(row.id)).toHaveLength(1);
  });
});
