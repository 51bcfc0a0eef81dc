import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isDatabaseTrouble } from "#lib/db/trouble.ts";
import { AUDIT_ACTIONS } from "#lib/features/audit/catalogue.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { auditProbe, isAuditWritable } from "#lib/features/health/audit-writable.ts";
import { readReadiness } from "#lib/features/health/service.ts";
import { keepCopy } from "#lib/features/reverifications/copying.ts";
import { checkPicture } from "#lib/features/reverifications/picture.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { memoryStorage, type Storage } from "#lib/storage/storage.ts";
import { BREAKAGES } from "#tests/support/breaking-audit.ts";
import { ctxFor, openWorld, unicoWith, type World } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import type { Act, Acts } from "#tests/support/fail-closed/act.ts";
import { everyAct, NOT_REFUSED } from "#tests/support/fail-closed/acts.ts";
import { fromPhone } from "#tests/support/made-pictures.ts";

const settings = vi.hoisted(() => ({ UNICO_ENV: "sandbox", DEMO_MFA: false }));
vi.mock("#lib/env.ts", () => ({ env: () => settings }));

const CANARIES = ["Canária", "canary picture"];
/** Fewer than there are connections: who waits for one is refused for another reason. */
const AT_ONCE = 8;
let world: World;
let ctx: UserCtx;
let acts: Acts;
let calls = 0;
const files = new Set<string>();

/** A store that says what it holds. */
function countedStorage(): Storage {
  const store = memoryStorage();
  return {
    ...store,
    put(key, bytes) {
      files.add(key);
      return store.put(key, bytes);
    },
    remove(key) {
      files.delete(key);
      return store.remove(key);
    },
  };
}

const called = async () => {
  calls += 1;
  return {
    ok: false as const,
    failure: { kind: "not_sent" as const, why: "unreachable" as const, attempts: [] },
  };
};

beforeAll(async () => {
  world = await openWorld();
  const unico = unicoWith({ createProcess: called, readValidation: called, readProcess: called });
  ctx = await ctxFor(world.db, "manager", { unico, storage: countedStorage() });
  acts = await everyAct(world, ctx);
});
afterAll(() => world.end());

/** What nobody changes by being refused: how often they tried, and runs that are gone on with later. */
const TICKS = [
  "attempt_bucket",
  "person_limit",
  "person_watch",
  "sender",
  "retention_run",
  // A file that could not be told of is written anew.
  "export",
  "_prisma_migrations",
];
const sums = () =>
  withClient(world.url, async (client) => {
    const { rows } = await client.query(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1)",
      [TICKS],
    );
    const all: string[] = [];
    for (const { name } of rows) {
      const sum = `SELECT count(*) || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS sum FROM ${name} AS t`;
      all.push(`${name} ${(await client.query(sum)).rows[0].sum}`);
    }
    return all.sort();
  });

/** Every round begins with no try of anybody counted. */
const forgetTries = () =>
  withClient(world.url, (client) =>
    client.query("DELETE FROM attempt_bucket; DELETE FROM person_limit WHERE what = 'export'"),
  );

type End = { name: string; value: unknown; error: unknown };
const endOf = ([name, { run }]: [string, Act]): Promise<End> =>
  run().then(
    (value) => ({ name, value, error: null }),
    (error: unknown) => ({ name, value: null, error }),
  );

async function endsOfAll(): Promise<End[]> {
  // From the end, where the slowest stand: others go on beside them.
  const [left, ends] = [Object.entries(acts), [] as End[]];
  const lane = async () => {
    for (let next = left.pop(); next; next = left.pop()) ends.push(await endOf(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return ends;
}
const said = ({ name, value, error }: End) => `${name}: ${JSON.stringify(value)} ${String(error)}`;

it("every act of the catalogue is refused here, or stands among those that are not, with the reason", () => {
  const refused = new Set(Object.values(acts).flatMap(({ tells }) => tells));
  expect(AUDIT_ACTIONS.filter((action) => !refused.has(action) && !(action in NOT_REFUSED))).toEqual([]);
  expect(Object.keys(NOT_REFUSED).filter((action) => refused.has(action as never))).toEqual([]);
});

describe.each(Object.entries(BREAKAGES))("when %s", (_, spoil) => {
  it("every act is refused, nothing is told or changed, and Unico is not asked", {
    timeout: 120_000,
  }, async () => {
    await forgetTries();
    const [before, kept] = [await sums(), [...files]];
    calls = 0;
    const mend = await spoil(world.url);
    const ends = await endsOfAll();
    const isReady = await isAuditWritable(world.db);
    await mend();
    expect(ends.filter(({ error }) => !isDatabaseTrouble(error)).map(said)).toEqual([]);
    const told = ends.map(({ error }) => String(error)).join(" ");
    for (const canary of CANARIES) expect(told).not.toContain(canary);
    expect(await sums()).toEqual(before);
    expect([...files]).toEqual(kept);
    expect(calls).toBe(0);
    expect(isReady).toBe(false);
  });

  it("a copy of a picture is not kept either", async () => {
    const { id } = await aReverification(world.db, { startedById: ctx.actor.id });
    const checked = await checkPicture(await fromPhone(900, 700));
    if (!checked.ok) throw new Error(checked.failure.code);
    const kept = [...files];
    const mend = await spoil(world.url);
    await keepCopy(ctx, id, { kind: "file", image: "", picture: checked.value, life: null });
    await mend();
    expect([...files]).toEqual(kept);
  });

  it("all goes on by itself once it is mended", async () => {
    expect(await readReadiness(world.db, [])).toMatchObject({
      database: "up",
      migrations: "done",
      audit: "writable",
    });
    const some = ["a case", "a re-verification", "who saw a person", "a search by CPF"].map(
      (name): [string, Act] => [
        name,
        acts[name] ?? { tells: [], run: () => Promise.reject(new Error(name)) },
      ],
    );
    expect((await Promise.all(some.map(endOf))).map(({ error }) => error)).toEqual([null, null, null, null]);
  });
});

describe("with the log as it should be", () => {
  it("every act is done, and told as the list says", { timeout: 60_000 }, async () => {
    await forgetTries();
    const wrong: string[] = [];
    for (const [name, act] of Object.entries(acts)) {
      const { _max } = await world.db.auditEvent.aggregate({ _max: { seq: true } });
      const end = await endOf([name, act]);
      const isRefused =
        typeof end.value === "object" && end.value !== null && "ok" in end.value && !end.value.ok;
      if (end.error !== null || (isRefused && !act.refuses)) wrong.push(said(end));
      const told = await world.db.auditEvent.findMany({ where: { seq: { gt: _max.seq ?? 0n } } });
      const untold = act.tells.filter((action) => !told.some((event) => event.action === action));
      if (untold.length > 0) wrong.push(`${name} told nothing of ${untold.join(", ")}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe("the probe of readiness", () => {
  it("leaves no event, and asks again within seconds", async () => {
    const before = await world.db.auditEvent.count();
    let [at, asked] = [0, 0];
    const counted = {
      $transaction: ((...given: Parameters<typeof world.db.$transaction>) => {
        asked += 1;
        return world.db.$transaction(...given);
      }) as typeof world.db.$transaction,
    };
    const probe = auditProbe(counted, () => at);
    expect(await Promise.all([probe(), probe(), probe()])).toEqual([true, true, true]);
    expect(asked).toBe(1);
    at += 9_000;
    expect(await probe()).toBe(true);
    expect(asked).toBe(2);
    expect(await world.db.auditEvent.count()).toBe(before);
  });
});
