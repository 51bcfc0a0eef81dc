import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { LANE_NUMBER, listWaiting, placeOf, pruneWaiters } from "#lib/features/connections/gate-waiting.ts";
import type { Lane } from "#lib/unico/gate.ts";
import { type Instances, mostInASecond, percentile, startInstances, until } from "./instances.ts";

const NOWHERE = "019aa0b1-0000-7000-8000-00000000dead";

let all: Instances;
beforeAll(async () => {
  all = await startInstances();
});
afterEach(() => all.reset());
afterAll(() => all.stop());

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const turn = (lane: Lane, reverificationId?: string) => ({ host: "id", lane, reverificationId }) as const;
/** Every turn that is given out from now on, and the lanes of those who waited for it, as the database has it. */
async function logGrants() {
  await all.asOwner(`CREATE TABLE turn_log (at timestamptz(6));
    CREATE TABLE lane_log (place integer GENERATED ALWAYS AS IDENTITY, lane integer);
    CREATE FUNCTION log_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
      'BEGIN INSERT INTO turn_log VALUES (clock_timestamp()); RETURN NULL; END';
    CREATE FUNCTION log_lane() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
      'BEGIN INSERT INTO lane_log (lane) VALUES (OLD.lane); RETURN NULL; END';
    CREATE TRIGGER log_turn AFTER UPDATE ON unico_slot FOR EACH ROW WHEN (NEW.free_at > OLD.free_at)
      EXECUTE FUNCTION log_turn();
    CREATE TRIGGER log_lane AFTER DELETE ON unico_waiter FOR EACH ROW EXECUTE FUNCTION log_lane()`);
  return async () => {
    const turns = await all.asOwner("SELECT extract(epoch FROM at)::float8 * 1000 AS ms FROM turn_log");
    const lanes = await all.asOwner("SELECT lane FROM lane_log ORDER BY place");
    await all.asOwner(`DROP TRIGGER log_turn ON unico_slot; DROP TRIGGER log_lane ON unico_waiter;
      DROP FUNCTION log_turn, log_lane; DROP TABLE turn_log, lane_log`);
    return {
      atMs: turns.rows.map(({ ms }) => Number(ms)),
      lanes: lanes.rows.map(({ lane }) => Number(lane)),
    };
  };
}
const waiters = () => all.db.unicoWaiter.count();

describe("the rate over all processes", () => {
  it("a list at two of them meets no 429, and persons pass it", async () => {
    // Twice the rate: what leaves in time may arrive late, and a machine is not to be measured here.
    await all.control("PUT", "/switches", { ratePerSecond: 80 });
    const maxWaitMs = { person: 600_000, refresh: 600_000, batch: 600_000 };
    const both = [
      all.start({ rate: 40, gate: { maxWaitMs } }),
      all.start({ rate: 40, gate: { maxWaitMs } }),
    ] as const;
    const read = (i: number, lane: Lane) => both[i % 2 ? 1 : 0].unico.readValidation(NOWHERE, lane);
    await Promise.all(times(2, (i) => read(i, "person")));
    await both[0].gate.backOff(60_000);
    const list = times(90, (i) => read(i, "batch"));
    await until(async () => (await waiters()) === 90, 30_000);
    const persons = times(30, (i) => read(i, "person"));
    await until(async () => (await waiters()) === 120, 30_000);
    const grants = await logGrants();
    await all.asOwner("UPDATE unico_slot SET free_at = clock_timestamp()");

    const answers = await Promise.all([...list, ...persons]);
    expect(answers.every((answer) => !answer.ok && answer.failure.kind === "not_found")).toBe(true);
    expect(answers.every((answer) => !answer.ok && answer.failure.attempts.length === 1)).toBe(true);
    const { atMs, lanes } = await grants();
    expect([atMs.length, lanes.length]).toEqual([120, 120]);
    // By the database's clock, to which no lateness of this machine adds.
    expect(mostInASecond(atMs)).toBeLessThanOrEqual(40);
    // Who came last, among the first two rounds: a process that is late with its own lets the other one go on.
    expect(lanes.slice(0, 80).filter((lane) => lane === LANE_NUMBER.person)).toHaveLength(30);
    expect(await waiters()).toBe(0);
  }, 90_000);

  it("at the real rate no second ever sees more than allowed", async () => {
    await all.control("PUT", "/switches", { ratePerSecond: 10 });
    const both = [all.start({ rate: 8 }), all.start({ rate: 8 })] as const;
    await Promise.all(times(30, (i) => both[i % 2 ? 1 : 0].unico.readValidation(NOWHERE)));
    const sentMs = (await all.requests()).map(({ at }) => Date.parse(at));
    expect(sentMs).toHaveLength(31);
    expect(mostInASecond(sentMs)).toBeLessThanOrEqual(10);
    expect(await all.db.unicoCall.count({ where: { verdict: "busy" } })).toBe(0);
  });

  it("while turns are free, 50 at once pass without waiting, and nobody is written down", async () => {
    const { gate } = all.start();
    await gate.enter(turn("person"));
    const startedMs = performance.now();
    const each = await Promise.all(
      times(50, async () => {
        const entered = await gate.enter(turn("person"));
        return { entered, ms: performance.now() - startedMs };
      }),
    );
    expect(each.every(({ entered }) => entered.ok)).toBe(true);
    expect(
      percentile(
        each.map(({ ms }) => ms),
        0.95,
      ),
    ).toBeLessThan(250);
    expect(await waiters()).toBe(0);
  });

  it("a 429 holds everybody back as long as it says", async () => {
    const [one, other] = [all.start(), all.start()];
    await one.gate.enter(turn("person"));
    await one.gate.backOff(700);
    const startedMs = performance.now();
    await other.gate.enter(turn("person"));
    expect(performance.now() - startedMs).toBeGreaterThan(650);
    await one.gate.backOff(3_600_000);
    const [slot] = await all.db.unicoSlot.findMany({ orderBy: { freeAt: "desc" }, take: 1 });
    expect((slot?.freeAt.getTime() ?? 0) - Date.now()).toBeLessThan(61_000);
  });

  it("a database that lost its slots in a crash gives turns again", async () => {
    const { gate } = all.start();
    await gate.enter(turn("person"));
    await all.asOwner("TRUNCATE unico_slot, unico_waiter");
    expect(await gate.enter(turn("person"))).toEqual({ ok: true, value: undefined });
  });
});

describe("who waits", () => {
  it("is let in by lane, then in the order of coming, whichever process it is in", async () => {
    const both = [all.start({ rate: 2 }), all.start({ rate: 2 })] as const;
    await Promise.all(times(2, () => both[0].gate.enter(turn("person"))));
    await both[0].gate.backOff(900);
    const order: string[] = [];
    const lanes: readonly Lane[] = ["batch", "refresh", "person", "batch", "person", "refresh"];
    const ids = lanes.map(() => randomUUID());
    const entering: Promise<unknown>[] = [];
    for (const [index, lane] of lanes.entries()) {
      entering.push(
        both[index % 2 ? 1 : 0].gate.enter(turn(lane, ids[index])).then(() => order.push(`${lane} ${index}`)),
      );
      await until(async () => (await waiters()) === index + 1);
    }
    expect(await listWaiting(all.db)).toEqual({ person: 2, refresh: 2, batch: 2 });
    expect(await Promise.all(ids.map((id) => placeOf(all.db, id)))).toEqual([5, 3, 1, 6, 2, 4]);
    expect(await placeOf(all.db, randomUUID())).toBeNull();
    await Promise.all(entering);
    const pairs = [order.slice(0, 2), order.slice(2, 4), order.slice(4)].map((pair) => pair.toSorted());
    expect(pairs).toEqual([
      ["person 2", "person 4"],
      ["refresh 1", "refresh 5"],
      ["batch 0", "batch 3"],
    ]);
    expect(await waiters()).toBe(0);
  });

  it("one that died with its process holds nobody up", async () => {
    const { gate } = all.start({ rate: 1 });
    await gate.enter(turn("person"));
    await all.asOwner(`INSERT INTO unico_waiter (id, lane, seen_at)
      SELECT gen_random_uuid(), 0, clock_timestamp() - interval '2 minutes' FROM generate_series(1, 50)`);
    const startedMs = performance.now();
    expect((await gate.enter(turn("batch"))).ok).toBe(true);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(await pruneWaiters(all.db)).toBe(50);
  });

  it("gives up when its lane's time is over, and leaves nothing behind", async () => {
    const maxWaitMs = { person: 200, refresh: 60_000, batch: 60_000 };
    const { gate } = all.start({ rate: 1, gate: { maxWaitMs } });
    await gate.enter(turn("person"));
    await gate.backOff(5_000);
    expect(await gate.enter(turn("person"))).toEqual({ ok: false, failure: { kind: "rate_full" } });
    await until(async () => (await waiters()) === 0);
  });

  it("holds no connection of the database meanwhile", async () => {
    const { gate, db } = all.start({ rate: 1 });
    await gate.enter(turn("person"));
    await gate.backOff(3_000);
    const entering = times(30, () => gate.enter(turn("person")).catch(() => null));
    await until(async () => (await waiters()) === 30);
    // More statements at once than the pool has connections: none of them may have to wait for a waiter.
    const startedMs = performance.now();
    await Promise.all(times(40, () => db.$queryRaw`SELECT 1`));
    expect(performance.now() - startedMs).toBeLessThan(2_500);
    await all.asOwner("DELETE FROM unico_slot; DELETE FROM unico_waiter");
    await all.asOwner("INSERT INTO unico_slot SELECT g, clock_timestamp() FROM generate_series(1, 1) g");
    void entering;
  });
});
