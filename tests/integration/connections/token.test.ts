import { generateKeyPairSync, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { claimSecond, createTokenStore } from "#lib/features/connections/token-store.ts";
import { signAssertion } from "#lib/unico/assertion.ts";
import { openGate } from "#lib/unico/gate.ts";
import { createDispatcher } from "#lib/unico/http.ts";
import { createTokenSource } from "#lib/unico/token.ts";
import { askForToken, privateKeyOf } from "#lib/unico/token-asking.ts";
import { accountOf } from "#lib/unico/token-store.ts";
import { testVault } from "#tests/support/ctx.ts";
import { type Instance, type Instances, startInstances, until } from "./instances.ts";

const TOKEN = "/oauth2/token";
/** In no sandbox: the answer 404 needs a token all the same. */
const NOWHERE = "019aa0b1-0000-7000-8000-00000000dead";

let all: Instances;
/** Before it, the audit log is another test's. */
let testStartedAt: Date;
beforeAll(async () => {
  all = await startInstances();
});
beforeEach(() => {
  testStartedAt = new Date();
});
afterEach(() => all.reset());
afterAll(() => all.stop());

const read = (instance: Instance) => instance.unico.readValidation(NOWHERE);
const reads = (instances: readonly Instance[], times: number) =>
  Promise.all(
    Array.from({ length: times }, (_, index) => read(instances[index % instances.length] ?? raise())),
  );
const raise = (): never => {
  throw new Error("no instance");
};
const kinds = (
  results: readonly { readonly ok: boolean; readonly failure?: { readonly kind: string } }[],
) => [...new Set(results.map((result) => result.failure?.kind ?? "done"))];
const account = () => accountOf(all.settings);
const row = () => all.db.unicoToken.findUniqueOrThrow({ where: { account: account() } });
const setRow = (set: string) => all.asOwner(`UPDATE unico_token SET ${set}`);
const pauses = () =>
  all.db.auditEvent.findMany({ where: { action: "unico.pause", at: { gte: testStartedAt } } });

describe("one token for all processes", () => {
  it("200 calls of two that start cold ask for it once, and a third process not at all", async () => {
    const both = [all.start(), all.start()];
    expect(kinds(await reads(both, 200))).toEqual(["not_found"]);
    expect(await all.count(TOKEN)).toBe(1);
    expect(kinds([await read(all.start())])).toEqual(["not_found"]);
    expect(await all.count(TOKEN)).toBe(1);
  });

  it("is sealed, and those of other credentials are kept apart", async () => {
    await read(all.start());
    const { token, expiresAt, renewAt } = await row();
    const opened = testVault.open(
      { table: "unico_token", row: account(), column: "token" },
      token ?? Buffer.of(),
    );
    expect(Buffer.from(token ?? []).includes(opened)).toBe(false);
    expect((expiresAt?.getTime() ?? 0) - (renewAt?.getTime() ?? 0)).toBe(600_000);
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const settings = {
      ...all.settings,
      privateKeyPem: other.export({ type: "pkcs8", format: "pem" }).toString(),
    };
    expect(accountOf(settings)).not.toBe(account());
    expect(kinds([await read(all.start({ settings }))])).toEqual(["not_sent"]);
  });

  it("is renewed once when it ends, whoever finds it refused", async () => {
    const both = [all.start(), all.start()];
    await reads(both, 2);
    await all.control("POST", "/tokens/expire");
    expect(kinds(await reads(both, 40))).toEqual(["not_found"]);
    expect(await all.count(TOKEN)).toBe(2);
  });

  it("one that was refused is not used again, even where letting go of it failed at first", async () => {
    const dispatcher = createDispatcher();
    const kept = createTokenStore(all.db, testVault, account());
    let tries = 0;
    const forget = async (token: string) => {
      tries += 1;
      if (tries === 1) throw new Error("the database is away");
      await kept.forget(token);
    };
    const tokens = createTokenSource(all.settings, { dispatcher, store: { ...kept, forget } });
    const first = await tokens.get();
    if (first.ok) tokens.invalidate(first.value);
    const second = await tokens.get();
    expect([first.ok, second.ok, tries]).toEqual([true, true, 2]);
    expect(second).not.toEqual(first);
    await dispatcher.close();
  });

  it("a renewal that fails leaves the token that is still good", async () => {
    await read(all.start());
    await setRow("renew_at = clock_timestamp()");
    await all.fault({ kind: "status", status: 503, path: TOKEN });
    const both = [all.start(), all.start()];
    expect(kinds(await reads(both, 20))).toEqual(["not_found"]);
    expect(await all.count(TOKEN)).toBe(2);
    expect(await row()).toMatchObject({ failure: "unreachable", askingId: null });
  });

  it("who died while asking is taken over from after the lease", async () => {
    await read(all.start());
    await setRow(
      `token = NULL, asking_id = '${randomUUID()}', asking_until = clock_timestamp() + interval '600 ms'`,
    );
    const startedMs = performance.now();
    expect(kinds(await reads([all.start(), all.start()], 20))).toEqual(["not_found"]);
    expect(performance.now() - startedMs).toBeGreaterThan(500);
    expect(await all.count(TOKEN)).toBe(2);
  });

  it("sealed under a key that is gone, it is asked for anew", async () => {
    await read(all.start());
    await setRow(`token = '\\x026b39' || substr(token, 4)`);
    expect(kinds([await read(all.start())])).toEqual(["not_found"]);
    expect(await all.count(TOKEN)).toBe(2);
  });
});

describe("no token", () => {
  it("with the token service down, calls of both end unsent, and are answered as soon as it is back", async () => {
    await all.fault({ kind: "status", status: 503, path: TOKEN, count: 1_000 });
    const both = [all.start({ unico: { random: () => 0 } }), all.start({ unico: { random: () => 0 } })];
    const down = await reads(both, 40);
    expect(kinds(down)).toEqual(["not_sent"]);
    expect(await all.count("/processes/v1")).toBe(0);
    // Three rounds of each process, most of them in common.
    expect(await all.count(TOKEN)).toBeLessThanOrEqual(6);
    await all.control("DELETE", "/faults");
    expect(kinds(await reads(both, 40))).toEqual(["not_found"]);
  });

  it("with the database down, the token in memory serves as long as it is good", async () => {
    const dispatcher = createDispatcher();
    const gone = openDatabase("postgresql://nobody@127.0.0.1:1/none");
    const working = createTokenStore(all.db, testVault, account());
    const broken = createTokenStore(gone, testVault, account());
    let isDown = false;
    const clock = { ms: 0 };
    const store = new Proxy(working, {
      get: (_, name) => Reflect.get(isDown ? broken : working, name),
    });
    const tokens = createTokenSource(all.settings, { dispatcher, store, monotonicMs: () => clock.ms });
    const first = await tokens.get();
    isDown = true;
    clock.ms = 3_590_000;
    expect(await tokens.get()).toEqual(first);
    clock.ms = 3_600_000;
    expect(await tokens.get()).toEqual({ ok: false, failure: { kind: "unreachable" } });
    expect(await all.count(TOKEN)).toBe(1);
    await gone.$disconnect();
    await dispatcher.close();
  });

  it("a refusal pauses all, is told once, and never more than three requests leave in ten minutes", async () => {
    const refuse = () =>
      all.fault({ kind: "status", status: 401, code: "1.2.21", path: TOKEN }).then(() => undefined);
    const both = [all.start(), all.start()];
    let leftMs = 0;
    const sentAtMs: number[] = [];
    while (leftMs < 3_600_000) {
      await refuse();
      expect(kinds(await reads(both, 10))).toEqual(["not_sent"]);
      sentAtMs.push(leftMs);
      expect(await all.count(TOKEN)).toBe(sentAtMs.length);
      const { pausedUntil, failedAt } = await row();
      leftMs += (pausedUntil?.getTime() ?? 0) - (failedAt?.getTime() ?? 0);
      await setRow("paused_until = clock_timestamp()");
    }
    const inTenMinutes = sentAtMs.map(
      (at) => sentAtMs.filter((one) => one >= at && one < at + 600_000).length,
    );
    expect(Math.max(...inTenMinutes)).toBeLessThanOrEqual(3);
    expect(await pauses()).toMatchObject([
      { actorKind: "program", entityType: "connection", entityId: "auth", detail: { unicoCode: "1.2.21" } },
    ]);
    // With a token, what was wrong is over.
    expect(kinds([await read(all.start())])).toEqual(["not_found"]);
    expect(await row()).toMatchObject({ pausedUntil: null });
  });

  it.each(["1.2.4", "1.2.7"])("%s is signed again once, with another second", async (code) => {
    await all.fault({ kind: "status", status: 401, code, path: TOKEN });
    expect(kinds([await read(all.start())])).toEqual(["not_found"]);
    expect(await all.count(TOKEN)).toBe(2);
    expect(await pauses()).toEqual([]);
    await all.control("POST", "/tokens/expire");
    await all.fault({ kind: "status", status: 401, code, path: TOKEN, count: 2 });
    expect(kinds([await read(all.start())])).toEqual(["not_sent"]);
    expect(await all.count(TOKEN)).toBe(4);
    expect((await pauses())[0]?.detail).toMatchObject({ unicoCode: code, pauseSeconds: 600 });
  });

  it("the lock stops everybody for five minutes", async () => {
    await all.fault({ kind: "status", status: 401, code: "1.2.18", path: TOKEN });
    expect(kinds(await reads([all.start(), all.start()], 20))).toEqual(["not_sent"]);
    expect(kinds([await read(all.start())])).toEqual(["not_sent"]);
    expect(await all.count(TOKEN)).toBe(1);
    const { pausedUntil, failedAt } = await row();
    expect((pausedUntil?.getTime() ?? 0) - (failedAt?.getTime() ?? 0)).toBe(300_000);
  });
});

describe("the second of an assertion", () => {
  it("is never given out twice in 1,000 at the same time from two pools, and the sandbox takes them", async () => {
    const pools = [openDatabase(all.url), openDatabase(all.url)];
    const startedMs = Date.now();
    const seconds = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => claimSecond(pools[index % 2] ?? raise(), account(), 0)),
    );
    expect(new Set(seconds).size).toBe(1_000);
    const now = Math.floor(startedMs / 1_000);
    expect(Math.min(...seconds)).toBeGreaterThan(now - 1_200);
    expect(Math.max(...seconds)).toBeLessThan(now + 60);

    const key = privateKeyOf(all.settings) ?? raise();
    const assertions = await Promise.all(seconds.map((iat) => signAssertion(all.settings, key, iat)));
    expect(new Set(assertions).size).toBe(1_000);
    const claims = assertions.map((jwt) =>
      JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString()),
    );
    expect(claims.every((each) => Object.keys(each).toSorted().join() === "aud,exp,iat,iss,scope")).toBe(
      true,
    );
    const dispatcher = createDispatcher();
    const deps = { dispatcher, gate: openGate, totalMs: 5_000 };
    const asked = await Promise.all(
      seconds.slice(0, 100).map((iat) => askForToken(all.settings, key, iat, deps)),
    );
    expect(asked.every(({ ok }) => ok)).toBe(true);
    await dispatcher.close();
    await Promise.all(pools.map((pool) => pool.$disconnect()));
  });

  it("is forgotten after two hours", async () => {
    await all.asOwner(
      `INSERT INTO unico_assertion SELECT '${account()}', extract(epoch FROM now())::bigint - 7300`,
    );
    await claimSecond(all.db, account(), 0);
    const oldest = await all.db.unicoAssertion.findFirst({ orderBy: { issuedAt: "asc" } });
    expect(Number(oldest?.issuedAt)).toBeGreaterThan(Date.now() / 1_000 - 7_200);
  });
});

describe("clocks that are wrong", () => {
  it.each([300_000, -300_000, 3_600_000, -3_600_000])(
    "a process whose clock is %i ms off renews when it is due, and no sooner",
    async (offMs) => {
      const wall = Date.now;
      Date.now = () => wall() + offMs;
      try {
        const [skewed, right] = [all.start(), all.start()];
        for (let round = 0; round < 5; round += 1)
          expect(kinds(await reads([skewed, right], 10))).toEqual(["not_found"]);
        expect(await all.count(TOKEN)).toBe(1);
        await skewed.gate.flush();
      } finally {
        Date.now = wall;
      }
      const [call] = await all.db.unicoCall.findMany({ where: { endpoint: "read_validation" }, take: 1 });
      expect(Math.abs((call?.skewMs ?? 0) + offMs)).toBeLessThan(3_000);
      expect(Math.abs((call?.at.getTime() ?? 0) - Date.now())).toBeLessThan(20_000);
    },
  );

  it("a clock that is stepped back in the middle changes nothing", async () => {
    const instance = all.start();
    await reads([instance], 2);
    const wall = Date.now;
    Date.now = () => wall() - 3_600_000;
    try {
      expect(kinds(await reads([instance, all.start()], 20))).toEqual(["not_found"]);
    } finally {
      Date.now = wall;
    }
    expect(await all.count(TOKEN)).toBe(1);
  });

  it("a short life is renewed at four fifths, once, for both", async () => {
    const short = await startInstances({ tokenLifeSeconds: 2 });
    const both = [short.start(), short.start()];
    const endMs = performance.now() + 1_000;
    while (performance.now() < endMs) {
      expect(kinds(await reads(both, 4))).toEqual(["not_found"]);
      await sleep(50);
    }
    expect(await short.count(TOKEN)).toBe(1);
    await until(
      async () => kinds(await reads(both, 4)).join() === "not_found" && (await short.count(TOKEN)) === 2,
    );
    await short.stop();
  });
});
